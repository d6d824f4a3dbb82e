// Several substrings, prefixes or suffixes for the tests with `any`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::stdlib::native {

class TextList {
 public:
  explicit TextList(std::vector<std::string> items) : items_(std::move(items)) {}
  auto begin() const noexcept { return items_.begin(); }
  auto end() const noexcept { return items_.end(); }

 private:
  std::vector<std::string> items_;
};

}  // namespace sigrun::stdlib::native
