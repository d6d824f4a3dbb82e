// Makes names of the language from other text. For the Sigma front end and the export to Sigma.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sigrun::sigma {

// Whether a text can be the name of a binding or rule.
bool IsName(std::string_view text);
// Letters, digits and `_`, in lower case; never empty, never a reserved word.
std::string Slug(std::string_view text);
// `name`, or `name` with the first number for which `is_taken` is false.
std::string Unique(const std::string& name,
                   const std::function<bool(const std::string&)>& is_taken);

// Hands out unique names.
class UniqueNames {
 public:
  explicit UniqueNames(std::set<std::string> taken) : taken_(std::move(taken)) {}
  // `name`, or `name` with the first free number; taken from now on.
  std::string Take(const std::string& name);

 private:
  std::set<std::string> taken_;
  std::map<std::string, int> last_;  // the number given last
};

}  // namespace sigrun::sigma
