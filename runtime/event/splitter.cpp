#include "runtime/event/splitter.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/event/utf8.h"

namespace sigrun::event {
namespace {

constexpr size_t kWindowAfterError = 4096;
constexpr size_t kWholeRecord = SIZE_MAX;  // the error is that there is so much of it
constexpr size_t kLongestKey = 64;

WalkResult Done() { return {}; }

WalkResult Bad(const TokenView& view, uint32_t token, const char* problem) {
  if (token >= view.count) return {WalkResult::Kind::kIncomplete, token};
  return {WalkResult::Kind::kBad, token, RejectReason::kInvalidJson, problem};
}

// NULs between values are what is left of a file that was made larger than its contents.
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
  resync_.Stop();
  window_ = chunk_bytes_;
}

void Splitter::ReadPayload(const char* data, size_t size, uint64_t offset) {
  Begin();
  input_.carried = true;
  window_ = std::max(size, chunk_bytes_);
  Read(data, size, offset, true);
}

size_t Splitter::Read(const char* data, size_t size, uint64_t offset, bool final) {
  size_t done = 0;
  for (Next next = Next::kGoOn; done < size && next == Next::kGoOn && !outcomes_.hopeless();) {
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
  if (stretch.control != StringScan::kNone) {
    Fail(RejectReason::kInvalidJson, "a control character in a string", begin, stretch.control,
         stretch.size);
    return begin;
  }
  if (stretch.to_end) return AtEnd(text, begin, available, final, next);
  window_ = begin == 0 ? window_ * 4 : std::min(window_ * 4, chunk_bytes_);
  return begin;
}

// All has been read but what begins at `begin` and is not complete.
size_t Splitter::AtEnd(const char* text, size_t begin, size_t available, bool final, Next& next) {
  const std::string_view rest(text + begin, available - begin);
  if (rest.empty() || (state_ == State::kTop && rest[0] == '\0')) return begin;
  if (final) return Truncated(rest, begin);
  next = Next::kMoreData;
  if (begin > 0 || available <= record_bytes_) return begin;
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
  auto status = index_.Build(text, stretch.size, available);
  if (status == StructuralIndex::Status::kBrokenString) {
    const StringScan scan = ScanStrings(text, stretch.size);
    stretch.control = scan.control;
    stretch.size = std::min(scan.opened, stretch.size);
    status = index_.Build(text, stretch.size, available);
    // Should the two ever disagree, nothing may get lost in silence: all of it is rejected.
    if (status == StructuralIndex::Status::kBrokenString) stretch.size = stretch.control = 0;
  }
  input_.view = index_.view();
  input_.broken.clear();
  if (status == StructuralIndex::Status::kInvalidUtf8)
    FindInvalidUtf8(text, stretch.size, input_.broken);
  return stretch;
}

WalkResult Splitter::Values(uint32_t& token) {
  WalkResult result;
  while (token < input_.view.count && result.kind == WalkResult::Kind::kDone &&
         !outcomes_.hopeless()) {
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
      Open(false);
      return Done();
    case ',':  // some write it at the end of every line
      ++token;
      return Done();
    case '\0':
      return Bad(input_.view, input_.view.count, "");
    default:
      return Bad(input_.view, token, "expected a JSON object");
  }
}

WalkResult Splitter::TopObject(uint32_t& token) {
  if (OpensArray(token + 1)) {
    token += 4;
    Open(true);
    return Done();
  }
  const WalkResult result = examiner_.Examine(input_, token);
  if (result.kind == WalkResult::Kind::kDone) {
    token = result.token;
  } else if (FindArray(token, token)) {
    return Done();
  }
  return result;
}

WalkResult Splitter::Element(uint32_t& token) {
  const TokenView& view = input_.view;
  const char c = view.Char(token);
  if (c == ']' || c == ',') {  // a comma too many loses nothing
    ++token;
    if (c == ']') Close();
    return Done();
  }
  const WalkResult result = examiner_.Examine(input_, token);
  if (result.kind != WalkResult::Kind::kDone) return result;
  if (elements_++ == 0 && c == '{' && view.Char(token + 1) == '"')
    first_key_ = KeyText(token + 1).substr(0, kLongestKey);
  token = result.token;
  state_ = State::kAfterElement;
  return Done();
}

WalkResult Splitter::AfterElement(uint32_t& token) {
  const char c = input_.view.Char(token);
  if (c == ',' || c == ']') {
    ++token;
    if (c == ']') {
      Close();
    } else {
      state_ = State::kElement;
    }
    return Done();
  }
  if (c != '{') return Bad(input_.view, token, "expected ',' or ']' after a record");
  if (!comma_missing_)
    outcomes_.Give(RejectReason::kInvalidJson, "a comma is missing between two records",
                   input_.OffsetOf(token));
  comma_missing_ = true;
  state_ = State::kElement;
  return Done();
}

WalkResult Splitter::Member(uint32_t& token) {
  const TokenView& view = input_.view;
  if (view.Char(token) == '}') {
    ++token;
    state_ = State::kTop;
    return Done();
  }
  if (view.Char(token) != ',') return Bad(view, token, "expected ',' or '}' after the records");
  if (view.Char(token + 1) != '"') return Bad(view, token + 1, "expected a key in quotes");
  if (view.Char(token + 2) != ':') return Bad(view, token + 2, "expected ':' after a key");
  if (OpensArray(token + 1)) {
    token += 4;
    Open(true);
    return Done();
  }
  const WalkResult result = examiner_.Skip(input_, token + 3);
  if (result.kind == WalkResult::Kind::kDone) token = result.token;
  return result;
}

std::string_view Splitter::KeyText(uint32_t key) const {
  const TokenView& view = input_.view;
  uint32_t end = view.at[key + 1] - 1;
  while (view.text[end] != '"') --end;
  return {view.text + view.at[key] + 1, end - view.at[key] - 1};
}

// Is this a member such as "Records": [ ?
bool Splitter::OpensArray(uint32_t key) const {
  const TokenView& view = input_.view;
  return view.Char(key) == '"' && view.Char(key + 1) == ':' && view.Char(key + 2) == '[' &&
         IsContainerKey(KeyText(key));
}

// Looks for such a member in an object that is not complete or has an error in it, and opens it.
bool Splitter::FindArray(uint32_t object, uint32_t& token) {
  const TokenView& view = input_.view;
  for (uint32_t key = object + 1; view.Char(key) == '"' && view.Char(key + 1) == ':'; ++key) {
    if (OpensArray(key)) {
      token = key + 3;
      Open(true);
      return true;
    }
    const WalkResult value = examiner_.Skip(input_, key + 2);
    if (value.kind != WalkResult::Kind::kDone || view.Char(value.token) != ',') return false;
    key = value.token;
  }
  return false;
}

void Splitter::Open(bool in_object) {
  state_ = State::kElement;
  in_object_ = in_object;
  comma_missing_ = false;
  elements_ = 0;
  first_key_ = "eventVersion";
}

// Rejects what begins at `begin`; what went wrong is at `at`, and may have begun at `suspect`.
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

// The input ends inside the value at the beginning of the rest. If another begins on a later line,
// it is this one that is broken.
size_t Splitter::Truncated(std::string_view rest, size_t begin) {
  const uint64_t offset = input_.carried ? input_.offset : input_.offset + begin;
  if (state_ == State::kTop && rest.find("\n{") != std::string_view::npos) {
    outcomes_.Give(RejectReason::kInvalidJson, "the record is not complete", offset);
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
    resync_.BeginTop(error == kWholeRecord ? 1 : error);
  } else {
    resync_.BeginInArray(first_key_, error);
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
