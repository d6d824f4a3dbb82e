#include "engine/record/handover.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

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

HandoverWriter::HandoverWriter(const exec::LoadedProgram& program, bool saved)
    : program_(program), hashes_(saved), written_(program.program().values.size(), 0) {
  std::map<std::vector<uint32_t>, uint32_t> groups;
  for (const program::Rule& rule : program.program().rules) {
    const auto next = static_cast<uint32_t>(groups.size());
    group_of_.push_back(rule.stateful ? groups.try_emplace(rule.stateful->group, next).first->second
                                      : 0);
  }
  group_hashes_.resize(groups.size());
}

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
  keys_.clear();
}

void HandoverWriter::End(std::string_view order_id) {
  for (const FeedKey& key : keys_) ordered_.Put(key);
  ordered_.Put(static_cast<uint32_t>(keys_.size()));
  ordered_.PutBytes(order_id);
}

// Saved values of groups belong to one feed each; those of an event are the same for all rules.
const Hash128& HandoverWriter::GroupHashOf(const std::vector<uint32_t>& group, uint32_t number,
                                           exec::Evaluation& evaluation) {
  GroupHash& known = group_hashes_[number];
  if (known.event == event_) return known.hash;
  group_.clear();
  for (const uint32_t value : group) group_.push_back(evaluation.SharedValue(value));
  known = {event_, hashes_.Of(group_)};
  return known.hash;
}

void HandoverWriter::Add(const program::Fed& fed, exec::Evaluation& evaluation) {
  for (const uint32_t value : program_.rule_entry(fed.rule).values) {
    if (written_[value] == event_) continue;
    written_[value] = event_;
    AddValue(value, evaluation.SharedValue(value));
  }
  ordered_.Put(StoredFeed{Tag::kFeed, fed});
  const program::Stateful& state = *program_.program().rules[fed.rule].stateful;
  if (state.window)
    keys_.push_back({fed.rule, GroupHashOf(state.group, group_of_[fed.rule], evaluation)});
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
  if (state.window) keys_.push_back({feed.rule, hashes_.Of(feed.group)});
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

void HandoverReader::OpenMatches(std::string_view matches) {
  arena_.Reset();
  rest_ = matches;
}

void HandoverReader::OpenOrdered(std::string_view ordered) {
  const size_t keys = KeyCount(ordered) * sizeof(FeedKey) + sizeof(uint32_t);
  OpenMatches(ordered.substr(0, ordered.size() - keys));
  ordered_ = ordered;
  next_key_ = 0;
}

uint32_t HandoverReader::KeyCount(std::string_view ordered) {
  uint32_t count = 0;
  SIGRUN_CHECK(ordered.size() >= sizeof count);
  std::memcpy(&count, ordered.data() + ordered.size() - sizeof count, sizeof count);
  return count;
}

FeedKey HandoverReader::KeyAt(std::string_view ordered, uint32_t index) {
  FeedKey key;
  const size_t from_end = (KeyCount(ordered) - index) * sizeof key + sizeof(uint32_t);
  SIGRUN_CHECK(ordered.size() >= from_end);
  std::memcpy(static_cast<void*>(&key), ordered.data() + ordered.size() - from_end, sizeof key);
  return key;
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
  if (state.window) feed.key = KeyAt(ordered_, next_key_++).key;
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
