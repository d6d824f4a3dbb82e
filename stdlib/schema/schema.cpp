#include "stdlib/schema/schema.h"

#include <algorithm>
#include <string>

#include "base/text/ascii.h"
#include "base/text/suggest.h"

namespace sigrun::stdlib {
namespace {

constexpr size_t kMaxSuggestions = 3;
constexpr int kSlip = 2;  // edits that are surely a slip of the finger

std::string Join(std::span<const std::string_view> segments) {
  std::string path;
  for (const std::string_view segment : segments) {
    if (!path.empty()) path += '.';
    path += segment;
  }
  return path;
}

// Whether `path` ends with the whole segments of `tail`.
bool EndsWithSegments(std::string_view path, std::string_view tail) {
  return path.size() > tail.size() && path[path.size() - tail.size() - 1] == '.' &&
         EqualAsciiFolded(path.substr(path.size() - tail.size()), tail);
}

std::string_view LastSegment(std::string_view path) { return path.substr(path.rfind('.') + 1); }

void AddNew(std::vector<std::string_view>& list, std::string_view path) {
  if (std::ranges::find(list, path) == list.end()) list.push_back(path);
}

}  // namespace

Schema::Schema(std::string_view name, std::span<const FieldInfo> fields, Others others)
    : name_(name),
      fields_(fields),
      root_{"", kAny, true, "", "Any record: this source has no fixed form."},
      open_(others == Others::kAllowed) {
  for (const FieldInfo& field : fields_) {
    by_path_.push_back(&field);
    for (size_t dot = field.path.find('.'); dot != field.path.npos;
         dot = field.path.find('.', dot + 1))
      AddNew(known_, field.path.substr(0, dot));
    AddNew(known_, field.path);
  }
  std::ranges::sort(by_path_, {}, &FieldInfo::path);
}

FieldLookup Schema::Lookup(std::span<const std::string_view> segments) const {
  if (segments.empty()) return {};
  const auto at = [&](std::string_view path) {
    return std::ranges::lower_bound(by_path_, path, {}, &FieldInfo::path);
  };
  // A key that itself holds a dot cannot be a known field, only something below a subtree.
  const bool plain = std::ranges::none_of(
      segments, [](std::string_view key) { return key.find('.') != std::string_view::npos; });
  const std::string path = Join(segments);
  if (const auto found = at(path); plain && found != by_path_.end() && (*found)->path == path)
    return {LookupKind::kField, *found};

  std::vector<std::string> above;  // paths of the enclosing objects, outermost first
  for (size_t i = 1; i < segments.size(); ++i) above.push_back(Join(segments.first(i)));
  for (auto prefix = above.rbegin(); prefix != above.rend(); ++prefix) {
    const auto found = at(*prefix);
    if (found != by_path_.end() && (*found)->path == *prefix && (*found)->type == kAny)
      return {LookupKind::kBelowAny, *found};
  }
  const std::string inside = path + '.';
  if (const auto next = at(inside);
      plain && next != by_path_.end() && (*next)->path.starts_with(inside))
    return {LookupKind::kObject, nullptr};
  if (open_) return {LookupKind::kBelowAny, &root_};
  return {};
}

bool Schema::Declares(std::span<const std::string_view> segments) const {
  const FieldLookup found = Lookup(segments);
  return found.kind != LookupKind::kUnknown && found.field != &root_;
}

std::vector<std::string_view> Schema::Similar(std::span<const std::string_view> segments) const {
  std::vector<std::string_view> found;
  if (segments.empty()) return found;
  const std::string path = Join(segments);
  const auto add_where = [&](auto fits) {
    for (const std::string_view known : known_)
      if (found.size() < kMaxSuggestions && fits(known)) AddNew(found, known);
  };
  add_where([&](std::string_view known) { return EqualAsciiFolded(known, path); });
  add_where([&](std::string_view known) { return EndsWithSegments(known, path); });
  if (!found.empty()) return found;

  const std::string_view near = Suggest(path, std::span<const std::string_view>(known_));
  const bool slip = !near.empty() && EditDistance(path, near, kSlip) <= kSlip;
  if (slip) found.push_back(near);
  // The right end under a wrong parent: `userIdentity.sessionIssuer.arn`.
  for (size_t drop = 1; drop < segments.size(); ++drop) {
    const std::string tail = Join(segments.subspan(drop));
    add_where([&](std::string_view known) {
      return EndsWithSegments(known, tail) || EqualAsciiFolded(known, tail);
    });
  }
  if (!near.empty() && found.empty()) found.push_back(near);
  if (!found.empty()) return found;

  std::vector<std::string_view> names;
  for (const std::string_view known : known_) names.push_back(LastSegment(known));
  const std::string_view name = Suggest(segments.back(), std::span<const std::string_view>(names));
  add_where([&](std::string_view known) { return !name.empty() && LastSegment(known) == name; });
  return found;
}

}  // namespace sigrun::stdlib
