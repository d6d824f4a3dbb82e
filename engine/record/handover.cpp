#include "engine/record/handover.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/value_codec.h"
#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

enum class Tag : uint8_t { kValue, kFeed, kMatch, kSuppressed };

// A value in a handover, followed by text, or by a list in the form of EncodeValues.
struct StoredValue {
  Tag tag = Tag::kValue;
  Kind kind;
  uint32_t index;  // in Program::values
  uint32_t size;   // of the following part
  int64_t number;
};
struct StoredFeed {
  Tag tag = Tag::kFeed;
  program::Fed fed;
};

bool IsText(Kind kind) { return kind == Kind::kString || kind == Kind::kObject; }

// Numbers from the log keep their original text.
bool HasText(const Value& value) {
  const bool number = value.kind == Kind::kInt || value.kind == Kind::kFloat;
  return IsText(value.kind) || (number && value.chars != nullptr);
}

// Calls visit(arguments) for each source that the event feeds, in the order of Feed::arguments.
template <class Visit>
void ForEachFed(const program::Stateful& state, const program::Fed& fed, Visit visit) {
  for (uint64_t bits = fed.aggregates; bits != 0; bits &= bits - 1)
    visit(state.aggregates[static_cast<size_t>(std::countr_zero(bits))].arguments);
  for (uint64_t bits = fed.first_seen; bits != 0; bits &= bits - 1)
    visit(state.first_seen[static_cast<size_t>(std::countr_zero(bits))].arguments);
}

void PutMatch(const Match& match, HandoverBytes& bytes) {
  bytes.Put(match.rule);
  bytes.Put(match.level);
  bytes.PutText(match.message);
  bytes.Put(match.cut);
  bytes.Put(static_cast<uint32_t>(match.values.size()));
  for (const alert::Datum& datum : match.values) {
    bytes.Put(datum.kind);
    bytes.Put(datum.cut);
    bytes.PutText(datum.text);
  }
}

}  // namespace

HandoverWriter::HandoverWriter(const exec::LoadedProgram& program)
    : program_(program), written_(program.program().values.size(), 0) {}

char* HandoverBytes::Extend(size_t size) {
  if (buffer_.size() - size_ < size) buffer_.resize(std::max(2 * buffer_.size(), size_ + size));
  char* const begin = buffer_.data() + size_;
  size_ += size;
  return begin;
}

void HandoverWriter::Begin() {
  ++event_;
  matches_.Clear();
  ordered_.Clear();
}

void HandoverWriter::Add(const program::Fed& fed, exec::Evaluation& evaluation) {
  for (const uint32_t value : program_.rule_entry(fed.rule).values) {
    if (written_[value] == event_) continue;
    written_[value] = event_;
    AddValue(value, evaluation.SharedValue(value));
  }
  ordered_.Put(StoredFeed{Tag::kFeed, fed});
}

// With its own values: those of feeds that were saved belong to one feed each.
void HandoverWriter::Add(const program::Feed& feed) {
  const program::Stateful& state = *program_.program().rules[feed.rule].stateful;
  for (size_t i = 0; i < state.group.size(); ++i) AddValue(state.group[i], feed.group[i]);
  size_t next = 0;
  ForEachFed(state, feed, [&](const auto& arguments) {
    for (const uint32_t argument : arguments) AddValue(argument, feed.arguments[next++]);
  });
  for (size_t i = 0; i < state.captures.size(); ++i) AddValue(state.captures[i], feed.captures[i]);
  ordered_.Put(StoredFeed{Tag::kFeed, static_cast<const program::Fed&>(feed)});
}

void HandoverWriter::AddValue(uint32_t index, const Value& value) {
  std::string_view after;
  if (HasText(value)) after = value.text();
  if (value.kind == Kind::kList) {
    list_.clear();
    EncodeValues({&value, 1}, list_);
    after = list_;
  }
  ordered_.Put(StoredValue{Tag::kValue, value.kind, index, static_cast<uint32_t>(after.size()),
                           value.integer});
  ordered_.PutBytes(after);
}

void HandoverWriter::Add(const Match& match) {
  matches_.Put(Tag::kMatch);
  PutMatch(match, matches_);
}

void HandoverWriter::Add(const SuppressedMatch& suppressed, std::string_view alert_key) {
  ordered_.Put(Tag::kSuppressed);
  PutMatch(suppressed.match, ordered_);
  ordered_.PutText(suppressed.suppress_key);
  ordered_.PutText(alert_key);
}

HandoverReader::HandoverReader(const program::Program& program)
    : program_(program), values_(program.values.size()) {}

template <class T>
T HandoverReader::Take() {
  SIGRUN_CHECK(rest_.size() >= sizeof(T));  // the bytes are our own
  T pod;
  std::memcpy(static_cast<void*>(&pod), rest_.data(), sizeof pod);
  rest_.remove_prefix(sizeof pod);
  return pod;
}

std::string_view HandoverReader::TakeText() {
  const size_t size = Take<uint32_t>();
  SIGRUN_CHECK(rest_.size() >= size);
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return text;
}

void HandoverReader::Open(std::string_view bytes) {
  arena_.Reset();
  rest_ = bytes;
}

std::optional<HandoverReader::Entry> HandoverReader::Next() {
  while (!rest_.empty()) {
    switch (static_cast<Tag>(rest_.front())) {
      case Tag::kValue:
        TakeValue();
        break;
      case Tag::kFeed:
        return TakeFeed();
      case Tag::kMatch:
        Take<Tag>();
        return TakeMatch();
      case Tag::kSuppressed:
        Take<Tag>();
        return TakeSuppressed();
    }
  }
  return std::nullopt;
}

void HandoverReader::TakeValue() {
  const auto head = Take<StoredValue>();
  SIGRUN_CHECK(rest_.size() >= head.size);
  const std::string_view after = rest_.substr(0, head.size);
  rest_.remove_prefix(head.size);
  Value& value = values_[head.index];
  if (head.kind == Kind::kList) {
    const auto list = DecodeValues(after, arena_);
    SIGRUN_CHECK(list.ok());
    value = list->front();
    return;
  }
  value.kind = head.kind;
  value.size = head.size;
  value.chars = after.empty() && !IsText(head.kind) ? nullptr : after.data();
  value.integer = head.number;
}

program::Feed HandoverReader::TakeFeed() {
  program::Feed feed;
  static_cast<program::Fed&>(feed) = Take<StoredFeed>().fed;
  const program::Stateful& state = *program_.rules[feed.rule].stateful;
  group_.clear();
  arguments_.clear();
  feed.group = Gather(state.group, group_);
  ForEachFed(state, feed, [&](const auto& arguments) { Gather(arguments, arguments_); });
  feed.arguments = arguments_;
  feed.captures = {values_.data(), state.captures};
  return feed;
}

Match HandoverReader::TakeMatch() {
  Match match;
  match.rule = Take<uint32_t>();
  match.level = Take<program::Level>();
  match.message = TakeText();
  match.cut = Take<bool>();
  for (auto values = Take<uint32_t>(); values > 0; --values) {
    const auto kind = Take<Kind>();
    const auto cut = Take<bool>();
    match.values.push_back({kind, std::string(TakeText()), cut});
  }
  return match;
}

HandoverReader::Suppressed HandoverReader::TakeSuppressed() {
  Suppressed suppressed;
  suppressed.match = TakeMatch();
  suppressed.suppress_key = TakeText();
  suppressed.alert_key = TakeText();
  return suppressed;
}

std::span<const Value> HandoverReader::Gather(const std::vector<uint32_t>& values,
                                              std::vector<Value>& out) const {
  for (const uint32_t value : values) out.push_back(values_[value]);
  return out;
}

}  // namespace sigrun::engine
