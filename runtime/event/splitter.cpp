#include "runtime/event/splitter.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/event/json/compact_json.h"
#include "runtime/event/json/members.h"
#include "runtime/event/repair/find_end.h"

namespace sigrun::event {
namespace {

constexpr size_t kWindowAfterError = 4096;
constexpr size_t kWholeRecord = SIZE_MAX;  // the error is the size of the record
constexpr size_t kLongestKey = 64;

WalkResult Done() { return {}; }

WalkResult Bad(const TokenView& view, uint32_t token, const char* problem) {
  if (token >= view.count) return {WalkResult::Kind::kIncomplete, token};
  return {WalkResult::Kind::kBad, token, RejectReason::kInvalidJson, problem};
}

// NULs between values are the rest of a file that was allocated larger than its contents.
size_t SkipBlank(const char* data, size_t size) {
  size_t i = 0;
  while (i < size && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t' ||
                      data[i] == '\0'))
    ++i;
  return i;
}

}  // namespace

Splitter::Splitter(Examiner& examiner, Outcomes& outcomes, const Limits& limits)
    : examiner_(examiner),
      outcomes_(outcomes),
      chunk_bytes_(limits.chunk_bytes),
      record_bytes_(limits.record_bytes),
      window_(limits.chunk_bytes) {}

void Splitter::Begin() {
  state_ = State::kTop;
  in_object_ = false;
  container_ = nullptr;
  resync_.Stop();
  window_ = chunk_bytes_;
}

void Splitter::ReadPayload(const char* data, size_t size, uint64_t offset, std::string_view flaw) {
  Begin();
  input_.flaw = flaw;
  input_.carried = true;
  window_ = std::max(size, chunk_bytes_);
  Read(data, size, offset, true);
}

size_t Splitter::Read(const char* data, size_t size, uint64_t offset, bool final) {
  size_t done = 0;
  for (Next next = Next::kGoOn; done < size && next == Next::kGoOn && !outcomes_.stopped();) {
    input_.offset = input_.carried ? offset : offset + done;
    done += ReadOn(data + done, size - done, final, next);
  }
  input_.offset = input_.carried ? offset : offset + done;
  if (final) Finish(done == size);
  return done;
}

size_t Splitter::ReadOn(const char* data, size_t size, bool final, Next& next) {
  if (resync_.active()) {
    const size_t dropped = resync_.Advance({data, size}, final);
    if (resync_.active()) {
      next = Next::kMoreData;
    } else {
      Resume();
    }
    return dropped;
  }
  if (state_ == State::kTop) {
    const size_t blank = SkipBlank(data, size);
    if (blank > 0) return blank;
  }
  return ReadStretch(data, size, final, next);
}

size_t Splitter::ReadStretch(const char* text, size_t available, bool final, Next& next) {
  const Stretch stretch = Index(text, available, final);
  const TokenView& view = input_.view;
  uint32_t token = 0;
  const WalkResult result = Values(token);
  const size_t begin = token < view.count ? view.at[token] : stretch.size;
  if (result.kind == WalkResult::Kind::kBad) {
    const uint32_t before = std::max(result.token, token + 1) - 1;  // the error may begin there
    Fail(result.reason, result.problem, begin, view.at[result.token], view.at[before]);
    return begin;
  }
  if (stretch.line_end != StringScan::kNone) {
    Fail(RejectReason::kInvalidJson, "a line end in a string", begin, stretch.line_end,
         stretch.size);
    return begin;
  }
  if (stretch.to_end) return AtEnd(text, token, begin, available, final, next);
  window_ = begin == 0 ? window_ * 4 : std::min(window_ * 4, chunk_bytes_);
  return begin;
}

// Everything was read except the incomplete value at `begin`.
size_t Splitter::AtEnd(const char* text, uint32_t token, size_t begin, size_t available, bool final,
                       Next& next) {
  const std::string_view rest(text + begin, available - begin);
  if (rest.empty() || (state_ == State::kTop && rest[0] == '\0')) return begin;
  const bool too_large = begin == 0 && available > record_bytes_;
  if ((final || too_large) && state_ == State::kTop && rest[0] == '{' && HoldsArray(token)) {
    OpenObject(token);
    return begin + 1;
  }
  if (final) return Truncated(rest, begin);
  next = Next::kMoreData;
  if (!too_large) return begin;
  outcomes_.Give(RejectReason::kTooLarge,
                 fmt::format("a record of more than {} bytes", record_bytes_), input_.offset);
  next = Next::kGoOn;
  StartResync(kWholeRecord);
  window_ = chunk_bytes_;
  return begin;
}

Splitter::Stretch Splitter::Index(const char* text, size_t available, bool final) {
  Stretch stretch{std::min(window_, available), window_ >= available};
  if (!stretch.to_end || !(final || available > record_bytes_))
    stretch.size = CutBetweenRecords(text, stretch.size);
  if (IndexText(text, stretch.size, available, index_, input_)) return stretch;
  const StringScan scan = ScanStrings(text, stretch.size);
  stretch.line_end = scan.line_end;
  stretch.size = std::min(scan.opened, stretch.size);
  // If the two ever disagree, nothing may be lost silently: all of it is rejected.
  if (!IndexText(text, stretch.size, available, index_, input_))
    stretch.size = stretch.line_end = 0;
  return stretch;
}

WalkResult Splitter::Values(uint32_t& token) {
  WalkResult result;
  while (token < input_.view.count && result.kind == WalkResult::Kind::kDone &&
         !outcomes_.stopped()) {
    switch (state_) {
      case State::kTop:
        result = Top(token);
        break;
      case State::kElement:
        result = Element(token);
        break;
      case State::kAfterElement:
        result = AfterElement(token);
        break;
      case State::kMember:
        result = Member(token);
        break;
    }
  }
  return result;
}

WalkResult Splitter::Top(uint32_t& token) {
  switch (input_.view.Char(token)) {
    case '{':
      return TopObject(token);
    case '[':
      ++token;
      in_object_ = counted_ = false;
      OpenArray(nullptr);
      return Done();
    case ',':  // some tools write it at the end of every line
      ++token;
      return Done();
    case '\0':
      return Bad(input_.view, input_.view.count, "");
    default:
      return Bad(input_.view, token, "expected a JSON object");
  }
}

// Most objects are records and are examined as a whole. An object with only a vendor's keys before
// the array of records is a file of them, which may be larger than memory: it is read member by
// member. So is one that cannot be read as a whole.
WalkResult Splitter::TopObject(uint32_t& token) {
  WalkResult result;
  if (IsFraming(token, result)) {
    OpenObject(token++);
    return Done();
  }
  if (!result.done()) return result;
  result = examiner_.Examine(input_, token, {});
  if (result.kind == WalkResult::Kind::kBad && HoldsArray(token)) {
    OpenObject(token++);
    return Done();
  }
  if (result.done()) token = result.token;
  return result;
}

// `result` is kIncomplete if that is unknown yet.
bool Splitter::IsFraming(uint32_t object, WalkResult& result) {
  const TokenView& view = input_.view;
  if (view.Char(object + 1) != '"' || !MayFrame(view.text[view.at[object + 1] + 1])) return false;
  for (uint32_t key = object + 1; view.Char(key) == '"' && view.Char(key + 1) == ':'; ++key) {
    const std::string_view name = StringText(view, key);
    const ContainerSpec* const container = ContainerAt(name);
    if (container != nullptr && container->how == ContainerSpec::How::kAlways)
      if (OpensArray(key)) return true;
    if (!IsFramingKey(name)) return false;
    if (IsControl(name, StringText(view, key + 2))) return false;
    const WalkResult value = examiner_.Skip(input_, key + 2);
    if (value.kind == WalkResult::Kind::kIncomplete) result = value;
    if (!value.done() || view.Char(value.token) != ',') return false;
    key = value.token;
  }
  return false;
}

WalkResult Splitter::Element(uint32_t& token) {
  const TokenView& view = input_.view;
  const char c = view.Char(token);
  if (c == ']' || c == ',') {  // an extra comma loses nothing
    ++token;
    if (c == ']') CloseArray();
    return Done();
  }
  input_.first_keys = first_keys_;
  const WalkResult result = examiner_.Examine(input_, token, {in_object_ ? 1u : 0u, container_});
  input_.first_keys = {};
  if (!result.done()) return result;
  if (elements_++ == 0 && c == '{' && view.Char(token + 1) == '"' && view.Char(token + 2) == ':') {
    first_key_ = StringText(view, token + 1).substr(0, kLongestKey);
    first_keys_ = {first_key_};
  }
  CountCarrier();
  token = result.token;
  state_ = State::kAfterElement;
  return Done();
}

WalkResult Splitter::AfterElement(uint32_t& token) {
  const char c = input_.view.Char(token);
  if (c == ',' || c == ']') {
    ++token;
    if (c == ']') {
      CloseArray();
    } else {
      state_ = State::kElement;
    }
    return Done();
  }
  if (c != '{') return Bad(input_.view, token, "expected ',' or ']' after a record");
  state_ = State::kElement;  // a missing comma loses nothing either
  return Done();
}

WalkResult Splitter::Member(uint32_t& token) {
  const TokenView& view = input_.view;
  if (view.Char(token) == '}') {
    ++token;
    CloseObject();
    return Done();
  }
  if (view.Char(token) == ',') {
    ++token;
    return Done();
  }
  const bool named = view.Char(token) == '"' && view.Char(token + 1) == ':';
  const ContainerSpec* const container = named ? ContainerAt(StringText(view, token)) : nullptr;
  if (OpensArray(token)) {
    token += 3;
    OpenArray(container);
    return Done();
  }
  const uint32_t value = token + 2;
  const WalkResult end = MemberEnd(token);
  if (!end.done()) return end;
  if (container != nullptr && view.Char(value) == '[' && HoldsObject(view, value)) {
    CountCarrier();
    examiner_.Elements(input_, value, {1, container});
  } else {
    AddToRest(named ? StringText(view, token) : std::string_view(), token, end.token);
  }
  token = end.token;
  return Done();
}

// After a member that need not be valid: at a comma, a bracket, or an array of records.
WalkResult Splitter::MemberEnd(uint32_t token) {
  const TokenView& view = input_.view;
  for (uint32_t k = token;;) {
    if (k >= view.count) return {WalkResult::Kind::kIncomplete, k};
    const char c = view.Char(k);
    if (c == ',' || c == '}' || (k > token && OpensArray(k))) return {WalkResult::Kind::kDone, k};
    if (c == ']') return Bad(view, k, "expected ',' or '}' after a value");
    if (c != '{' && c != '[') {
      ++k;
      continue;
    }
    const WalkResult inner = examiner_.Skip(input_, k);
    if (!inner.done()) return inner;
    k = inner.token;
  }
}

// Whether this is a member such as "Records": [{".
bool Splitter::OpensArray(uint32_t key) const {
  const TokenView& view = input_.view;
  return view.Char(key) == '"' && view.Char(key + 1) == ':' && view.Char(key + 2) == '[' &&
         view.Char(key + 3) == '{' && key + 4 < view.count && view.Char(key + 4) != '}' &&
         ContainerAt(StringText(view, key)) != nullptr;
}

// Whether an incomplete or invalid object contains such a member.
bool Splitter::HoldsArray(uint32_t object) {
  const TokenView& view = input_.view;
  for (uint32_t key = object + 1; view.Char(key) == '"' && view.Char(key + 1) == ':'; ++key) {
    if (OpensArray(key)) return true;
    const WalkResult value = examiner_.Skip(input_, key + 2);
    if (!value.done() || view.Char(value.token) != ',') return false;
    key = value.token;
  }
  return false;
}

void Splitter::OpenObject(uint32_t object) {
  state_ = State::kMember;
  in_object_ = true;
  object_offset_ = input_.OffsetOf(object);
  object_record_ = outcomes_.next();
  own_keys_ = counted_ = false;
  rest_ = "{";
}

// An object with keys of its own is an event in addition to its records.
void Splitter::CloseObject() {
  CountCarrier();
  state_ = State::kTop;
  in_object_ = false;
  if (!own_keys_) return;
  if (rest_.size() > record_bytes_)
    outcomes_.Give(RejectReason::kTooLarge,
                   fmt::format("more than {} bytes beside the records", record_bytes_),
                   object_offset_);
  else
    examiner_.Rest(rest_ + '}', object_offset_, object_record_);
}

void Splitter::AddToRest(std::string_view key, uint32_t begin, uint32_t end) {
  own_keys_ |= ContainerAt(key) == nullptr && !IsFramingKey(key) &&
               !(container_ != nullptr && container_->Knows(key));
  if (rest_.size() > record_bytes_) return;
  if (rest_.size() > 1) rest_ += ',';
  rest_ += ViewText(input_.view, begin, end);
}

void Splitter::OpenArray(const ContainerSpec* container) {
  state_ = State::kElement;
  container_ = container;
  elements_ = 0;
  first_keys_ = examiner_.first_keys();
}

void Splitter::CloseArray() {
  CountCarrier();
  state_ = in_object_ ? State::kMember : State::kTop;
}

void Splitter::CountCarrier() {
  if (!counted_) outcomes_.GiveCarrier();
  counted_ = true;
}

// Rejects the value that begins at `begin`; the error is at `at`, and may have begun at `suspect`.
void Splitter::Fail(RejectReason reason, const char* problem, size_t begin, size_t at,
                    size_t suspect) {
  const uint64_t offset = input_.carried ? input_.offset : input_.offset + begin;
  const uint64_t place = input_.carried ? at : input_.offset + at;
  outcomes_.Give(
      reason,
      fmt::format("{} at byte {}{}", problem, place, input_.carried ? " of the payload" : ""),
      offset);
  StartResync(std::max<size_t>(suspect - begin, 1));
}

// The input ends inside the value at the beginning of the rest. If another value begins on a later
// line, the first one is broken.
size_t Splitter::Truncated(std::string_view rest, size_t begin) {
  const uint64_t offset = input_.carried ? input_.offset : input_.offset + begin;
  if (state_ == State::kTop && rest.find("\n{") != std::string_view::npos) {
    outcomes_.Give(RejectReason::kInvalidJson, "the record is incomplete", offset);
    StartResync(1);
    return begin;
  }
  outcomes_.Give(RejectReason::kTruncated, "the input ends inside a record", offset);
  state_ = State::kTop;
  return begin + rest.size();
}

void Splitter::StartResync(size_t error) {
  window_ = std::min(kWindowAfterError, chunk_bytes_);
  const bool no_array = state_ == State::kElement && !in_object_ && elements_ == 0;
  if (state_ == State::kTop || state_ == State::kMember || no_array) {
    state_ = State::kTop;
    resync_.BeginTop(examiner_.first_keys(), error == kWholeRecord ? 1 : error);
  } else {
    resync_.BeginInArray(first_keys_, error);
  }
}

void Splitter::Resume() {
  if (resync_.found() == Resync::Found::kElement) state_ = State::kElement;
  if (resync_.found() == Resync::Found::kAfterElement) state_ = State::kAfterElement;
}

void Splitter::Finish(bool at_end) {
  if (at_end && state_ != State::kTop && !resync_.active())
    outcomes_.Give(RejectReason::kTruncated, "the input ends before the array of records does",
                   input_.offset);
  Begin();
}

}  // namespace sigrun::event
