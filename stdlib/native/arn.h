// The parts of an Amazon resource name: arn:partition:service:region:account:resource. A part that
// AWS omits (an IAM role has no region) is empty; of text that is not an ARN, every part is absent.
#pragma once

#include <optional>
#include <string_view>

namespace sigrun::stdlib::native {

// The part after `colons` colons; the last one includes the rest, with its colons.
inline std::optional<std::string_view> ArnPart(std::string_view arn, int colons) noexcept {
  if (!arn.starts_with("arn:")) return std::nullopt;
  for (int i = 0; i < colons; ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    arn.remove_prefix(colon + 1);
  }
  return colons == 5 ? arn : arn.substr(0, arn.find(':'));
}

inline std::optional<std::string_view> ArnPartition(std::string_view arn) noexcept {
  return ArnPart(arn, 1);
}
inline std::optional<std::string_view> ArnService(std::string_view arn) noexcept {
  return ArnPart(arn, 2);
}
inline std::optional<std::string_view> ArnRegion(std::string_view arn) noexcept {
  return ArnPart(arn, 3);
}
inline std::optional<std::string_view> ArnAccount(std::string_view arn) noexcept {
  return ArnPart(arn, 4);
}
inline std::optional<std::string_view> ArnResource(std::string_view arn) noexcept {
  return ArnPart(arn, 5);
}

// The end of the resource's type: the first slash or colon after its first character. npos if it
// has no type, as with S3, whose slashes are part of object keys.
inline size_t ArnTypeEnd(std::string_view arn, std::string_view resource) noexcept {
  return ArnService(arn) == "s3" ? std::string_view::npos : resource.find_first_of("/:", 1);
}

// "role" of …:role/path/name; "restapis" of …:/restapis/id.
inline std::optional<std::string_view> ArnResourceType(std::string_view arn) noexcept {
  const auto resource = ArnResource(arn);
  if (!resource) return std::nullopt;
  const size_t end = ArnTypeEnd(arn, *resource);
  if (end == std::string_view::npos) return std::nullopt;
  const size_t start = resource->starts_with('/') ? 1 : 0;
  return resource->substr(start, end - start);
}

// "path/name" of …:role/path/name; the whole resource if it has no type.
inline std::optional<std::string_view> ArnResourceName(std::string_view arn) noexcept {
  const auto resource = ArnResource(arn);
  if (!resource) return std::nullopt;
  const size_t end = ArnTypeEnd(arn, *resource);
  return end == std::string_view::npos ? resource : resource->substr(end + 1);
}

}  // namespace sigrun::stdlib::native
