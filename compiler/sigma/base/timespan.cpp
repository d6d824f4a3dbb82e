#include "compiler/sigma/base/timespan.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/text/parse_number.h"
#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {

std::optional<Duration> ReadTimespan(const yaml::Node& node, diag::Sink& sink) {
  static constexpr std::pair<char, int64_t> kUnits[] = {
      {'s', 1},       {'m', 60},        {'h', 3600},      {'d', 86'400},
      {'w', 604'800}, {'M', 2'629'746}, {'y', 31'556'952}};
  const std::string_view text = node.text;
  const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                 [&](const auto& row) { return text.ends_with(row.first); });
  const auto count = ParseNumber<int64_t>(text.substr(0, text.size() - !text.empty()));
  constexpr int64_t kMostSeconds = 400 * 86'400;  // the longest window of the language
  if (unit != std::end(kUnits) && count && *count > 0 && *count <= kMostSeconds / unit->second)
    return Seconds(*count * unit->second);
  sink.Emit(diag::codes::SigmaType, node.span, "timespan",
            "a number with s, m, h, d, w, M or y, at most 400 days")
      .Help("for example, 30s, 10m, 2h or 7d");
  return std::nullopt;
}

}  // namespace sigrun::sigma
