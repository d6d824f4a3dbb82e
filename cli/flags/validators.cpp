#include "cli/flags/validators.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/text/suggest.h"
#include "compiler/diag/named.h"

namespace sigrun::cli {

CLI::Validator OneOf(std::vector<std::string> values) {
  const std::string all = fmt::format("{}", fmt::join(values, ", "));
  return {[values, all](std::string& written) -> std::string {
            if (std::find(values.begin(), values.end(), written) != values.end()) return {};
            const std::string near = DidYouMean(written, values);
            return fmt::format("`{}` is not one of {}{}", written, all, near);
          },
          fmt::format("{{{}}}", fmt::join(values, ",")), "one of"};
}

CLI::Option* AddChoice(CLI::App& command, const std::string& flag, std::string& value,
                       const std::string& description, const std::vector<Choice>& choices) {
  std::string text = description;
  std::vector<std::string> names;
  for (const Choice& choice : choices) {
    text += fmt::format("\n{}: {}", choice.name, choice.doc);
    names.push_back(choice.name);
  }
  return command.add_option(flag, value, text)->check(OneOf(std::move(names)));
}

namespace {

constexpr std::string_view kUnits = "KMGT";

std::optional<uint64_t> ParseSize(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size()) return std::nullopt;
  const size_t unit = kUnits.find(*end);
  const std::string_view rest(end + 1, text.data() + text.size());
  if (unit == std::string_view::npos || (!rest.empty() && rest != "iB")) return std::nullopt;
  const unsigned shift = 10 * (static_cast<unsigned>(unit) + 1);
  if (number > (UINT64_MAX >> shift)) return std::nullopt;
  return number << shift;
}

std::string WriteSize(uint64_t bytes) {
  size_t unit = 0;
  for (bytes >>= 10; bytes % 1024 == 0 && unit + 1 < kUnits.size(); ++unit) bytes >>= 10;
  return fmt::format("{}{}iB", bytes, kUnits[unit]);
}

}  // namespace

CLI::Validator Size(uint64_t least, uint64_t most) {
  return {[least, most](std::string& written) -> std::string {
            const std::optional<uint64_t> size = ParseSize(written);
            if (!size || *size < least || *size > most)
              return fmt::format("`{}` is not a size from {} to {}: write 512MiB", written,
                                 WriteSize(least), WriteSize(most));
            written = std::to_string(*size);
            return {};
          },
          "", "size"};
}

CLI::Validator IgnorableCode() {
  return {[](std::string& written) -> std::string {
            std::vector<std::string> known;
            for (const diag::CodeInfo& info : diag::AllCodes()) {
              if (diag::IsNamed(info, written))
                return info.severity == diag::Severity::kError
                           ? fmt::format("{} is an error: only warnings and notes can be ignored",
                                         info.code)
                           : std::string();
              known.emplace_back(info.code);
              known.emplace_back(info.name);
            }
            return fmt::format("unknown diagnostic `{}`{}", written, DidYouMean(written, known));
          },
          "", "code"};
}

}  // namespace sigrun::cli
