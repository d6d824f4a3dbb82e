#include "base/text/suggest.h"

#include <algorithm>
#include <cstdlib>

#include "base/text/ascii.h"

namespace sigrun {
namespace {

constexpr size_t kLongestName = 200;

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > kLongestName || b.size() > kLongestName) return limit + 1;
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > limit) return limit + 1;
  std::vector<int> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = AsciiLower(a[i - 1]) == AsciiLower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && AsciiLower(a[i - 1]) == AsciiLower(b[j - 2]) &&
                           AsciiLower(a[i - 2]) == AsciiLower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[b.size()], limit + 1);
}

std::string_view Suggest(std::string_view name, std::span<const std::string_view> known) {
  const int limit = std::max(1, static_cast<int>(name.size()) / 3);
  int best_distance = limit + 1;
  std::string_view best;
  for (const std::string_view candidate : known) {
    const int distance = EditDistance(name, candidate, limit);
    // If every second character differs, the names are not similar: `a` does not suggest `c`.
    const bool alike = static_cast<size_t>(distance) * 2 <= std::max(name.size(), candidate.size());
    if (alike && distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string_view Suggest(std::string_view name, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return Suggest(name, std::span<const std::string_view>(views));
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& known) {
  const std::string_view near = Suggest(name, known);
  return near.empty() ? "" : ": did you mean `" + std::string(near) + "`?";
}

}  // namespace sigrun
