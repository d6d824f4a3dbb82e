// The table of instructions in docs/bytecode.md, which says more than the generated one, has the
// instructions and operands of opcodes.def.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::docs {
namespace {

using Row = std::vector<std::string>;

std::string Trim(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Row Cells(const std::string& line) {
  Row cells;
  for (size_t at = line.find('|'), end; (end = line.find('|', at + 1)) != line.npos; at = end)
    cells.push_back(Trim(line.substr(at + 1, end - at - 1)));
  return cells;
}

// Instruction and operands of each row.
std::vector<Row> WrittenRows() {
  std::ifstream page(std::filesystem::path(SIGRUN_SOURCE_DIR) / "docs/bytecode.md");
  std::vector<Row> rows;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    inside = line.rfind("| instruction |", 0) == 0 || (inside && line.rfind('|', 0) == 0);
    if (!inside || line.rfind("| `", 0) != 0) continue;
    Row cells = Cells(line);
    REQUIRE(cells.size() == 6);
    CHECK_FALSE(cells.back().empty());
    cells.pop_back();
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string Word(program::OperandKind kind) {
  static const std::string kWords[] = {"",
                                       "register written",
                                       "register",
                                       "first argument",
                                       "number of arguments",
                                       "slot",
                                       "constant",
                                       "key (a string constant)",
                                       "atom",
                                       "value",
                                       "capture",
                                       "cell",
                                       "test",
                                       "function",
                                       "target",
                                       "mode",
                                       "0 or 1"};
  static_assert(std::size(kWords) == static_cast<size_t>(program::OperandKind::kFlag) + 1);
  return kWords[static_cast<size_t>(kind)];
}

TEST_CASE("the table of instructions in docs/bytecode.md is that of opcodes.def") {
  const std::vector<Row> written = WrittenRows();
  REQUIRE(written.size() == program::kOpCount);
  for (size_t i = 0; i < program::kOpCount; ++i) {
    const program::OpInfo& info = program::Info(static_cast<program::Op>(i));
    Row wanted = {"`" + std::string(info.text) + "`"};
    for (const program::OperandKind kind : info.operands) wanted.push_back(Word(kind));
    CAPTURE(i);
    CHECK(written[i] == wanted);
  }
}

}  // namespace
}  // namespace sigrun::docs
