// Names of the language made from texts that are none. For this folder and the export to Sigma.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sigrun::sigma {

// With ASCII's capital letters made small.
std::string Lower(std::string_view text);
// Whether a text can be written as the name of a binding or rule.
bool IsName(std::string_view text);
// Letters, digits and `_`, in small letters; never empty, never a word of the language.
std::string Slug(std::string_view text);
// `name`, or with the first number behind it that `is_taken` lets pass.
std::string Unique(const std::string& name,
                   const std::function<bool(const std::string&)>& is_taken);

// Names that differ, however many ask for the same one.
class UniqueNames {
 public:
  explicit UniqueNames(std::set<std::string> taken) : taken_(std::move(taken)) {}
  // `name`, or with the first number behind it that is free; taken from now on.
  std::string Take(const std::string& name);

 private:
  std::set<std::string> taken_;
  std::map<std::string, int> last_;  // the number given last
};

}  // namespace sigrun::sigma
