// "Did you mean …": the known name nearest to a misspelt one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun {

// The number of single-character edits (insert, delete, replace, swap of neighbours) between two
// names, letter case ignored; stops counting beyond `limit` and returns limit + 1.
int EditDistance(std::string_view a, std::string_view b, int limit);

// The most similar of `known`, or empty if none is similar enough: at most a third of the
// characters may differ. Ties go to the first in the list.
std::string_view Suggest(std::string_view name, std::span<const std::string_view> known);
std::string_view Suggest(std::string_view name, const std::vector<std::string>& known);

// The end of a message: ": did you mean `near`?", or empty.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& known);

}  // namespace sigrun
