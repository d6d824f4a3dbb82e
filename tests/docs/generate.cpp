// sigrun_docs FOLDER          writes the generated reference pages into a folder
// sigrun_docs --check FOLDER  exits with 1 if the pages there are out of date
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/text/utf8.h"
#include "base/write_file.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/diag/format.h"
#include "runtime/program/program.h"
#include "stdlib/aggregate.h"
#include "stdlib/constant_function.h"
#include "stdlib/kernel.h"
#include "stdlib/schema/log_source.h"
#include "tests/docs/pages.h"

namespace sigrun::docs {

std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

namespace {

namespace fs = std::filesystem;

// A message with its arguments replaced: "unknown module `…`".
std::string Message(std::string_view format) {
  std::string text;
  for (size_t at = 0; at < format.size(); ++at) {
    const bool place = format.substr(at, 2) == "{}";
    text += place ? std::string_view("…") : format.substr(at, 1);
    at += place;
  }
  return Cell(text);
}

std::string Code(std::string_view text) { return text.empty() ? "" : "`" + Cell(text) + "`"; }

// ---- functions

bool IsFunctionName(std::string_view op) {
  return !op.empty() && ((op[0] >= 'a' && op[0] <= 'z') || op[0] == '_') && op != "negate";
}

std::string_view PreparedName(stdlib::PreparedKind kind) {
  switch (kind) {
    case stdlib::PreparedKind::kRegex:
      return "regex";
    case stdlib::PreparedKind::kGlob:
      return "pattern";
    case stdlib::PreparedKind::kCidrSet:
      return "list<cidr>";
    case stdlib::PreparedKind::kNumberSet:
      return "list<number>";
    default:
      return "list<string>";
  }
}

std::string ParameterName(const stdlib::Parameter& parameter) {
  if (parameter.prepared) return std::string(PreparedName(*parameter.prepared));
  return parameter.type == stdlib::kFloat ? "number" : stdlib::TypeName(parameter.type);
}

std::string Signature(const stdlib::Kernel& kernel) {
  std::vector<std::string> names;
  for (const stdlib::Parameter& parameter : kernel.parameters)
    names.push_back(ParameterName(parameter));
  std::string op(kernel.op);
  if (kernel.cased) op = "cased " + op;
  if (kernel.name == "is_true") return names[0];
  if (op == "negate") return "-" + names[0];
  if (op == "is empty") return names[0] + " is empty";
  if ((kernel.is_test || !IsFunctionName(op)) && names.size() == 2)
    return names[0] + " " + op + " " + names[1];
  std::string text = op + "(";
  for (size_t i = 0; i < names.size(); ++i) text += (i ? ", " : "") + names[i];
  return text + (kernel.variadic ? ", …)" : ")");
}

std::string ResultName(const stdlib::Kernel& kernel) {
  if (kernel.int_if_ints) return "int or float";
  return stdlib::TypeName(kernel.result);
}

std::string FunctionRows(bool tests, bool functions) {
  std::string text = tests ? "| test | true when | true example |\n|---|---|---|\n"
                           : "| form | gives | what | true example |\n|---|---|---|---|\n";
  for (const stdlib::Kernel& kernel : stdlib::Kernels()) {
    if (kernel.is_test != tests) continue;
    if (!tests && IsFunctionName(kernel.op) != functions) continue;
    text += fmt::format("| {} |", Code(Signature(kernel)));
    if (!tests) text += fmt::format(" {} |", ResultName(kernel));
    text += fmt::format(" {} | {} |\n", Cell(kernel.doc), Code(kernel.example));
  }
  return text;
}

std::string ConstantRows() {
  std::string text = "| form | gives | what | true example |\n|---|---|---|---|\n";
  for (const stdlib::ConstantFunction& function : stdlib::ConstantFunctions())
    text += fmt::format("| {} | {} | {} | {} |\n", Code(fmt::format("{}(string)", function.name)),
                        function.several ? "list of string" : "string", Cell(function.doc),
                        Code(function.example));
  return text;
}

std::string_view ResultName(const stdlib::AggregateInfo& info) {
  switch (info.result) {
    case stdlib::AggregateResult::kInteger:
      return "int";
    case stdlib::AggregateResult::kReal:
      return "float";
    case stdlib::AggregateResult::kNumber:
    case stdlib::AggregateResult::kSameAsArgument:
      return "the type of the argument";
  }
  return "";
}

std::string AggregateRows() {
  std::string text =
      "| aggregate | arguments | gives | what | true after these values of `v` |\n"
      "|---|---|---|---|---|\n";
  for (const stdlib::AggregateInfo& info : stdlib::Aggregates()) {
    const std::string count =
        info.least_arguments() == info.most_arguments()
            ? fmt::format("{}", info.least_arguments())
            : fmt::format("{} to {}", info.least_arguments(), info.most_arguments());
    text += fmt::format("| `{}` | {}{} | {} | {} | {}: {} |\n", info.name, count,
                        info.needs_number() ? ", numbers" : "", ResultName(info), Cell(info.doc),
                        info.values, Code(info.example));
  }
  for (const stdlib::ReservedAggregate& each : stdlib::ReservedAggregates())
    text += fmt::format("| `{}` | {} | {} | {} **Not available yet.** | |\n", each.name,
                        each.arguments, each.result, Cell(each.doc));
  return text;
}

std::string Functions() {
  return fmt::format(
      "# Tests, functions, aggregates\n\n{}\n"
      "A test on an absent value is false, and a function of one is absent; "
      "[semantics](semantics.md#arrays) describes lists. `number` means int, float and bytes. The "
      "tests run every example.\n\n"
      "## Tests\n\n{}\n## Functions\n\n{}\n## Functions of constant text\n\n"
      "Evaluated when the rule is checked. Applied to a list, they give the list of all "
      "results.\n\n{}\n## Operators\n\n{}\n## Aggregates\n\n{}",
      kGenerated, FunctionRows(true, false), FunctionRows(false, true), ConstantRows(),
      FunctionRows(false, false), AggregateRows());
}

// ---- fields

std::string Names(std::string_view what, const std::vector<std::string_view>& names) {
  if (names.empty()) return "";
  std::string list;
  for (const std::string_view name : names) list += fmt::format(" `{}`", name);
  return fmt::format("- {}:{}\n", what, list);
}

// What there is to say of a source beside its fields.
std::string AboutSource(const stdlib::LogSource& source) {
  std::string text = Names("keys of a record", source.keys);
  text += Names("time, the first that is there", source.time);
  text += Names("id, the first that is there", source.id);
  if (!source.sigma.service.empty())
    text += fmt::format("- in Sigma: `product: {}`, `service: {}`\n", source.sigma.product,
                        source.sigma.service);
  return text.empty() ? text : text + "\n";
}

std::string Fields() {
  std::string text = fmt::format(
      "# Fields\n\n{}\n"
      "The fields of the records of each log source. Below a field of type any, every path is "
      "allowed and has type any. A field marked with * is always present.\n",
      kGenerated);
  for (const stdlib::LogSource& source : stdlib::LogSources()) {
    const stdlib::Schema& schema = source.schema;
    text += fmt::format("\n## {}\n\n{}\n\n", source.name(), source.doc) + AboutSource(source);
    if (schema.fields().empty()) {
      text += "No fixed structure: every path is allowed and has type any.\n";
      continue;
    }
    text += "| field | type | since | what |\n|---|---|---|---|\n";
    for (const stdlib::FieldInfo& field : schema.fields())
      text += fmt::format("| `{}`{} | {} | {} | {} |\n", field.path, field.optional ? "" : " *",
                          Cell(stdlib::TypeName(field.type)), Cell(field.since), Cell(field.doc));
  }
  return text;
}

// ---- formats

struct FormatRow {
  std::string_view name, doc;
};
constexpr FormatRow kAlertFormats[] = {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) {#name, doc},
#include "cli/formats/alert_formats.def"
};

template <class Rows>
std::string FormatTable(const Rows& rows) {
  std::string text = "\n| format | what |\n|---|---|\n";
  for (const auto& row : rows) text += fmt::format("| `{}` | {} |\n", row.name, Cell(row.doc));
  return text;
}

std::string Formats() {
  return fmt::format(
      "# Formats\n\n{}\n"
      "## Alerts\n\n`sigrun scan --format FORMAT`; [alerts.md](alerts.md) describes each of "
      "them.\n{}\n"
      "## Diagnostics\n\n`sigrun check --format FORMAT`\n{}",
      kGenerated, FormatTable(kAlertFormats), FormatTable(diag::Formats()));
}

// ---- diagnostics

std::string SeverityName(diag::Severity severity) {
  switch (severity) {
    case diag::Severity::kError:
      return "error";
    case diag::Severity::kWarning:
      return "warning";
    case diag::Severity::kNote:
      return "note";
  }
  return "";
}

// Long examples, and examples that are deliberately not UTF-8, are only for the tests.
std::string Example(std::string_view title, std::string_view text) {
  constexpr size_t kMostShown = 2'000;
  if (text.empty() || text.size() > kMostShown || !utf8::IsValid(text)) return "";
  return fmt::format("\n{}:\n\n```text\n{}```\n", title, text);
}

std::string Diagnostics() {
  std::string text = fmt::format(
      "# Diagnostics\n\n{}\n"
      "Codes are stable: they are never renumbered or reused. `sigrun explain CODE` prints the "
      "same.\n\n| code | name | kind | message |\n|---|---|---|---|\n",
      kGenerated);
  for (const diag::CodeInfo& info : diag::AllCodes())
    text += fmt::format("| [{}](#{}) | {} | {} | {} |\n", info.code, info.code, info.name,
                        SeverityName(info.severity), Message(info.message));
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    text += fmt::format("\n<a id=\"{}\"></a>\n## {} {}\n\n{}\n", info.code, info.code, info.name,
                        info.why);
    text += Example("Wrong", info.wrong);
    text += Example("Right", info.right);
  }
  return text;
}

// ---- opcodes

std::string_view OperandName(program::OperandKind kind) {
  using enum program::OperandKind;
  switch (kind) {
    case kNone:
      return "";
    case kDst:
      return "register written";
    case kReg:
      return "register read";
    case kArgs:
      return "first argument register";
    case kCount:
      return "count";
    case kSlot:
      return "slot";
    case kConst:
      return "constant";
    case kKey:
      return "text constant";
    case kAtom:
      return "atom";
    case kValueUnit:
      return "value";
    case kCapture:
      return "capture";
    case kRule:
      return "rule";
    case kCell:
      return "cell";
    case kTestKernel:
      return "test kernel";
    case kFunctionKernel:
      return "function kernel";
    case kTarget:
      return "target";
    case kPresenceMode:
      return "presence";
    case kAnswer:
      return "answer, 0 or 1";
    case kResult:
      return "register returned";
  }
  return "";
}

std::string Opcodes() {
  std::string text = fmt::format(
      "# Instructions\n\n{}\n"
      "[bytecode.md](../inside/bytecode.md) describes the program, its units, atoms and "
      "values.\n\n"
      "| instruction | a | b | c | d | meaning |\n|---|---|---|---|---|---|\n",
      kGenerated);
  for (size_t i = 0; i < program::kOpCount; ++i) {
    const program::OpInfo& info = program::Info(static_cast<program::Op>(i));
    text += fmt::format("| `{}` |", info.text);
    for (const program::OperandKind kind : info.operands)
      text += fmt::format(" {} |", OperandName(kind));
    text += fmt::format(" {} |\n", Cell(info.doc));
  }
  return text;
}

std::string ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

int Run(const std::string& folder, bool check) {
  const fs::path rules = fs::weakly_canonical(folder) / "../../rules";
  const Page library = LibraryPage(rules), shipped = RulesPage(rules);
  const std::map<std::string, std::string> pages = {
      {"functions.md", Functions()}, {"fields.md", Fields()},   {"diagnostics.md", Diagnostics()},
      {"formats.md", Formats()},     {"opcodes.md", Opcodes()}, {"library.md", library.text},
      {"rules.md", shipped.text}};
  int wrong = 0;
  for (const Page* page : {&library, &shipped})
    for (const std::string& missing : page->missing) {
      fmt::print(stderr, "{} is not described: write a comment before it, or add what is missing\n",
                 missing);
      wrong = 1;
    }
  for (const auto& [name, text] : pages) {
    const std::string path = folder + "/" + name;
    if (check) {
      if (ReadFile(path) == text) continue;
      fmt::print(stderr, "{} is out of date: run sigrun_docs {}\n", path, folder);
      wrong = 1;
      continue;
    }
    const Status written = WriteFile(path, text);
    if (written) continue;
    fmt::print(stderr, "{}\n", written.error().message);
    wrong = 1;
  }
  return wrong;
}

}  // namespace
}  // namespace sigrun::docs

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string(argv[1]) == "--check";
  if (argc != 2 && !check) {
    fmt::print(stderr, "usage: sigrun_docs [--check] FOLDER\n");
    return 2;
  }
  return sigrun::docs::Run(argv[argc - 1], check);
}
