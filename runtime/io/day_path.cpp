#include "runtime/io/day_path.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/time/log_time.h"

namespace sigrun::io {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

bool IsNumber(std::string_view text, size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<DeliveryTime> OfFolders(const std::vector<std::string_view>& parts) {
  // … account, CloudTrail, region, year, month, day, name
  if (parts.size() < 7) return std::nullopt;
  const auto* const last = parts.data() + parts.size() - 7;
  if (!IsNumber(last[0], 12) || last[1] != "CloudTrail" || !IsNumber(last[3], 4) ||
      !IsNumber(last[4], 2) || !IsNumber(last[5], 2))
    return std::nullopt;
  std::string date(last[3]);
  date.append("-").append(last[4]).append("-").append(last[5]);
  const auto day = ParseTimestamp(date);
  if (!day) return std::nullopt;
  return DeliveryTime{*day, *day + Days(1)};
}

std::optional<DeliveryTime> OfName(std::string_view name) {
  const std::vector<std::string_view> parts = Split(name, '_');
  if (parts.size() != 5 || !IsNumber(parts[0], 12) || parts[1] != "CloudTrail" ||
      parts[3].size() != 14 || parts[3].back() != 'Z')
    return std::nullopt;
  std::string text(parts[3]);
  text.insert(13, "00");  // seconds
  const auto time = ParseLogTime(text);
  if (!time) return std::nullopt;
  return DeliveryTime{*time, *time};
}

}  // namespace

std::optional<DeliveryTime> DeliveryTimeOf(std::string_view path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  const auto folders = OfFolders(parts);
  const auto name = OfName(parts.back());
  if (!folders || !name) return folders ? folders : name;
  if (name->end < folders->begin || name->begin > folders->end) return std::nullopt;
  return name;
}

}  // namespace sigrun::io
