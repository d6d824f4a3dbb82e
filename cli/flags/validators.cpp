#include "cli/flags/validators.h"

#include <fmt/format.h>

#include <algorithm>

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
