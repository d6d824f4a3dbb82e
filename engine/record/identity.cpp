#include "engine/record/identity.h"

#include <algorithm>

#include "base/text/ascii.h"
#include "base/uuid.h"

namespace sigrun::engine {
namespace {

bool IsText(const Value& value) {
  const bool number = value.kind == Kind::kInt || value.kind == Kind::kFloat;
  return value.kind == Kind::kString || (number && value.chars != nullptr);
}

std::vector<std::string> IdKeys(std::span<const event::SourceSpec> sources) {
  std::vector<std::string> keys;
  for (const event::SourceSpec& source : sources)
    for (const event::Path& path : source.id)
      if (path.size() == 1) keys.push_back(path.front());
  return keys;
}

Hash128 HashOf(std::string_view bytes, Comparison comparison) {
  return comparison == Comparison::kCarried ? Sha256Hash128(bytes) : SecretHash128(bytes);
}

}  // namespace

Hash128 HashOfId(std::string_view id, Comparison comparison) {
  const auto uuid = ParseUuid(id);
  return uuid ? *uuid : HashOf(id, comparison);
}

IdentityReader::IdentityReader(const Options& options, Comparison comparison,
                               std::optional<size_t> dedup_slot,
                               std::span<const event::SourceSpec> sources)
    : comparison_(comparison),
      deduplicate_(options.deduplicate),
      dedup_slot_(dedup_slot),
      digest_(IdKeys(sources)) {}

bool IdentityReader::HasDedupField(const event::Event& event) const {
  return dedup_slot_ && IsText(event.slots[*dedup_slot_]);
}

// Ids that are not UUIDs may be anything: copies of such records count, as they would without an
// id. That they differ is reported all the same.
const Identity& IdentityReader::Read(const event::Event& event) {
  identity_ = {};
  std::string_view& id = identity_.id;
  const bool asked = !event.carrier && HasDedupField(event);
  if (asked)
    id = event.slots[*dedup_slot_].text();
  else
    id = event.id;
  if (id.size() > kLongestEventId) id = {};
  if (id.empty()) return identity_;
  const auto uuid = ParseUuid(id);
  if (uuid && std::ranges::any_of(id, IsAsciiUpper)) {
    lower_case_ = id;
    for (char& c : lower_case_) c = AsciiLower(c);
    id = lower_case_;
  }
  identity_.hash = uuid ? *uuid : HashOf(id, comparison_);
  identity_.unique = deduplicate_ && (asked || uuid);
  return identity_;
}

const Identity& IdentityReader::Mark(const event::Event& event) {
  if (!identity_.hash) return identity_;
  const bool by_bytes = comparison_ == Comparison::kBytes;
  identity_.mark = HashOf(by_bytes ? event.json : digest_.Canonical(event.json), comparison_);
  return identity_;
}

std::string IdentityReader::DigestOf(const event::Event& event) {
  return ToHex(digest_.Of(event.json));
}

}  // namespace sigrun::engine
