#include "engine/identities.h"

#include <algorithm>

#include "base/uuid.h"
#include "engine/alert_maker.h"

namespace sigrun::engine {
namespace {

// UUIDs without regard to case; other texts by a hash that nobody can make collide.
Hash128 IdentityOf(std::string_view id) {
  const auto uuid = ParseUuid(id);
  return uuid ? *uuid : SecretHash128(id);
}

bool IsText(const Value& value) {
  const bool number = value.kind == Kind::kInt || value.kind == Kind::kFloat;
  return value.kind == Kind::kString || (number && value.chars != nullptr);
}

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

Identities::Identities(const Options& options, Comparison comparison,
                       std::optional<size_t> dedup_slot)
    : comparison_(comparison),
      deduplicate_(options.deduplicate),
      dedup_slot_(dedup_slot),
      first_(options.dedup_memory),
      others_(options.dedup_memory / 8) {}

bool Identities::IsAskedFor(const event::Event& event) const {
  return dedup_slot_ && IsText(event.slots[*dedup_slot_]);
}

// Ids of CloudTrail that are no UUIDs may be anything: copies of them count, as they would without
// an id; that they differ is told all the same.
void Identities::Prefetch(const event::Event& event) {
  const bool asked = !event.carrier && IsAskedFor(event);
  if (asked)
    id_ = event.slots[*dedup_slot_].text();
  else
    id_ = event.source == event::Source::kCloudTrail ? event.id : std::string_view();
  identity_.reset();
  if (id_.size() > kLongestEventId) id_ = {};
  if (id_.empty()) return;
  const auto uuid = ParseUuid(id_);
  if (uuid && std::ranges::any_of(id_, IsCapital)) {
    small_letters_ = id_;
    for (char& c : small_letters_)
      if (IsCapital(c)) c = static_cast<char>(c - 'A' + 'a');
    id_ = small_letters_;
  }
  identity_ = uuid ? *uuid : SecretHash128(id_);
  unique_ = deduplicate_ && (asked || uuid);
  first_.Prefetch(*identity_);
}

uint64_t Identities::PrintOf(std::string_view json) {
  switch (comparison_) {
    case Comparison::kBytes:
      return SecretHash64(json);
    case Comparison::kCanonical:
      return SecretHash64(digest_.Canonical(json));
  }
  return 0;
}

Identities::Sight Identities::See(const event::Event& event) {
  using enum state::Dedup::Verdict;
  if (!identity_) return {};
  Sight sight;
  sight.mark = PrintOf(event.json);
  const auto first = first_.Insert(*identity_, event.time, sight.mark);
  if (first == kNew) return sight;
  sight.differs = first == kDiffers;
  sight.copy = first == kCopy;
  if (sight.differs) {
    struct {
      Hash128 identity;
      uint64_t print;
    } const both{*identity_, sight.mark};
    const std::string_view bytes(reinterpret_cast<const char*>(&both), sizeof both);
    sight.copy = others_.Insert(SecretHash128(bytes), event.time) == kCopy;
  }
  sight.copy = sight.copy && unique_;
  return sight;
}

bool Identities::IsContested(std::string_view id) const {
  return first_.IsContested(IdentityOf(id));
}

std::string Identities::DigestOf(const event::Event& event) {
  return ToHex(digest_.Of(event.json));
}

}  // namespace sigrun::engine
