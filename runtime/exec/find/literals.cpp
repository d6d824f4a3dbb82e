#include "runtime/exec/find/literals.h"

#include <algorithm>

#include "stdlib/native/basic/utf8.h"
#include "stdlib/native/match/folded_copy.h"
#include "stdlib/native/match/glob.h"
#include "stdlib/native/match/regex.h"

namespace sigrun::exec {
namespace {

namespace native = stdlib::native;
using native::Literal;
using native::Place;

// A longer list has an index of its own.
constexpr size_t kMostLiterals = 1'000;

enum class Form : uint8_t { kText, kGlob, kRegex };

struct Row {
  std::string_view kernel;
  Form form = Form::kText;
  Place place = Place::kAnywhere;
  bool sure = false;
};
constexpr Row kRows[] = {
    {"eq_text", Form::kText, Place::kWhole, true},
    {"eq_text_cased", Form::kText, Place::kWhole},
    {"in_text", Form::kText, Place::kWhole, true},
    {"in_text_cased", Form::kText, Place::kWhole},
    {"contains", Form::kText, Place::kAnywhere, true},
    {"contains_cased", Form::kText, Place::kAnywhere},
    {"contains_any", Form::kText, Place::kAnywhere, true},
    {"contains_any_cased", Form::kText, Place::kAnywhere},
    {"startswith", Form::kText, Place::kBeginning, true},
    {"startswith_cased", Form::kText, Place::kBeginning},
    {"startswith_any", Form::kText, Place::kBeginning, true},
    {"startswith_any_cased", Form::kText, Place::kBeginning},
    {"endswith", Form::kText, Place::kEnd, true},
    {"endswith_cased", Form::kText, Place::kEnd},
    {"endswith_any", Form::kText, Place::kEnd, true},
    {"endswith_any_cased", Form::kText, Place::kEnd},
    {"like", Form::kGlob},
    {"like_cased", Form::kGlob},
    {"like_any", Form::kGlob},
    {"like_any_cased", Form::kGlob},
    {"matches", Form::kRegex},
    {"matches_any", Form::kRegex},
};

const Row* RowOf(stdlib::KernelId kernel) {
  static const std::vector<const Row*> by_kernel = [] {
    std::vector<const Row*> rows(stdlib::Kernels().size());
    for (const Row& row : kRows) {
      const auto id = stdlib::FindKernel(row.kernel);
      SIGRUN_CHECK(id);
      rows[*id] = &row;
    }
    return rows;
  }();
  return by_kernel[kernel];
}

// False if it selects nothing.
bool Add(Place place, const std::string& text, std::vector<Literal>& to) {
  const bool everywhere = text.empty() && place != Place::kWhole;
  if (everywhere || !native::IsValidUtf8(text)) return false;
  to.push_back({place, native::FoldedString(text)});
  return true;
}

bool AddItem(const Row& row, const std::string& item, const std::string& flags,
             std::vector<Literal>& to) {
  switch (row.form) {
    case Form::kText:
      return Add(row.place, item, to);
    case Form::kGlob:
      return Add(Place::kAnywhere, native::Glob(item).LongestRun(), to);
    case Form::kRegex: {
      const std::vector<std::string> parts = native::RequiredParts(item, flags);
      return !parts.empty() && std::ranges::all_of(parts, [&](const std::string& part) {
        return Add(Place::kAnywhere, part, to);
      });
    }
  }
  return false;
}

}  // namespace

std::optional<AtomLiterals> LiteralsOf(const program::Program& program, const program::Atom& atom) {
  const auto* const test = std::get_if<program::TestOf>(&atom);
  const Row* const row = test == nullptr ? nullptr : RowOf(test->test);
  if (row == nullptr) return {};
  const program::Constant& constant = program.constants[test->constant];
  AtomLiterals literals;
  // Over a list, one literal in one element does not say that all elements pass.
  literals.sure = row->sure && !test->all_elements;
  if (const auto* text = std::get_if<std::string>(&constant)) {
    if (!AddItem(*row, *text, {}, literals.any)) return {};
  } else if (const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant)) {
    if (spec->items.size() > kMostLiterals) return {};
    for (const std::string& item : spec->items)
      if (!AddItem(*row, item, spec->flags, literals.any)) return {};
  }
  if (literals.any.empty() || literals.any.size() > kMostLiterals) return {};
  std::ranges::sort(literals.any);
  literals.any.erase(std::unique(literals.any.begin(), literals.any.end()), literals.any.end());
  return literals;
}

}  // namespace sigrun::exec
