#include "runtime/event/repair/resync.h"

#include <algorithm>

namespace sigrun::event {
namespace {

constexpr size_t kMostSpaces = 256;  // between a bracket and the token that classifies it

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

size_t SkipSpaces(std::string_view text, size_t from) {
  while (from < text.size() && IsSpace(text[from])) ++from;
  return from;
}

constexpr size_t kPiece = 16384;  // what is looked through at once: what is found is mostly near
constexpr size_t kKept = 32;      // bytes that may be the beginning of something

constexpr size_t kNone = std::string_view::npos;

// The end of the first line that is followed by one beginning with { or [; or of a last line, whose
// successor is unknown; or kNone.
size_t LineBeforeRecord(std::string_view text) {
  size_t line = text.find('\n');
  while (line != kNone && line + 1 < text.size() && text[line + 1] != '{' && text[line + 1] != '[')
    line = text.find('\n', line + 1);
  return line;
}

}  // namespace

void Resync::BeginTop(std::span<const std::string_view> first_keys, size_t error) {
  mode_ = Mode::kTop;
  error_ = error;
  SetKeys(first_keys);
}

void Resync::BeginInArray(std::span<const std::string_view> first_keys, size_t error) {
  mode_ = Mode::kArray;
  error_ = error;
  SetKeys(first_keys);
  counting_ = true;
  started_ = false;
  in_string_ = escaped_ = false;
  depth_ = 0;
}

void Resync::SetKeys(std::span<const std::string_view> first_keys) {
  begins_.clear();
  for (const std::string_view key : first_keys) begins_.push_back('"' + std::string(key) + '"');
}

size_t Resync::Drop(size_t size) {
  error_ -= std::min(error_, size);
  return size;
}

size_t Resync::Finish(Found found, size_t size) {
  found_ = found;
  mode_ = Mode::kIdle;
  return size;
}

size_t Resync::Advance(std::string_view text, bool final) {
  found_ = Found::kNothing;
  size_t dropped = 0;
  if (mode_ == Mode::kArray) dropped = AdvanceInArray(text, final);
  for (bool last = false; mode_ == Mode::kTop && !last;) {
    const std::string_view piece = text.substr(dropped, kPiece);
    last = dropped + piece.size() == text.size();
    dropped += AdvanceTop(piece, final && last);
  }
  return active() && final ? text.size() : dropped;
}

size_t Resync::AdvanceTop(std::string_view text, bool final) {
  const size_t line = LineBeforeRecord(text);
  const size_t record = RecordOnLine(text.substr(0, line));
  if (record != kNone) return Finish(Found::kTop, record);
  if (line != kNone && line + 1 < text.size()) return Finish(Found::kTop, line + 1);
  return final ? text.size() : Drop(text.size() - std::min(text.size(), kKept));
}

// The first { from the error on that looks like the beginning of a record. After a colon it is only
// part of a record.
size_t Resync::RecordOnLine(std::string_view line) const {
  for (size_t i = line.find("{\"", std::max<size_t>(error_, 1)); i != kNone;
       i = line.find("{\"", i + 1)) {
    if (line[i - 1] == '}') return i;
    if (line[i - 1] != ':' && MatchesRecord(line.substr(i), true) == Match::kYes) return i;
  }
  return kNone;
}

size_t Resync::AdvanceInArray(std::string_view text, bool final) {
  if (!started_) bracketed_ = text[0] == '{' || text[0] == '[';
  started_ = true;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && (i >= error_ || !counting_)) {
      const Match match = MatchesRecord(text.substr(i), final);
      if (match == Match::kYes) return Finish(Found::kElement, i);
      if (match == Match::kNeedMore) return Drop(i);
    }
    if (!counting_) continue;
    const Match match = Count(text.substr(i), final);
    if (match == Match::kYes) return Finish(Found::kAfterElement, depth_ == 0 ? i : i + 1);
    if (match == Match::kNeedMore) return Drop(i);
  }
  return Drop(text.size());
}

// Is this { followed by a key that records begin with?
Resync::Match Resync::MatchesRecord(std::string_view text, bool final) const {
  const size_t key = SkipSpaces(text.substr(0, kMostSpaces), 1);
  bool may_go_on = false;
  for (const std::string_view begin : begins_) {
    const std::string_view there = text.substr(key, begin.size());
    if (there == begin) return Match::kYes;
    may_go_on |= there == begin.substr(0, there.size());
  }
  return may_go_on && key < kMostSpaces && !final ? Match::kNeedMore : Match::kNo;
}

// Whether the text after this bracket follows a record in an array.
Resync::Match Resync::EndsRecord(std::string_view text, bool final) const {
  const size_t next = SkipSpaces(text.substr(0, kMostSpaces), 1);
  if (next < text.size()) return text[next] == ',' || text[next] == ']' ? Match::kYes : Match::kNo;
  return final ? Match::kNo : Match::kNeedMore;
}

// Whether this comma or bracket follows a bad value that is not a record.
Resync::Match Resync::EndsScalar(std::string_view text, bool final) const {
  if (text[0] == ']') return Match::kYes;
  const size_t next = SkipSpaces(text.substr(0, kMostSpaces), 1);
  if (next < text.size()) return text[next] == '{' ? Match::kYes : Match::kNo;
  return final ? Match::kNo : Match::kNeedMore;
}

// Tracks the brackets and quotes by one character: kYes at the bracket that ends the record, or at
// the comma or bracket after something that is not a record. Stops counting where they cannot be
// right.
Resync::Match Resync::Count(std::string_view text, bool final) {
  const char c = text[0];
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    in_string_ = !in_string_;
  } else if (in_string_) {
    counting_ = c != '\n';
  } else if (c == '{' || c == '[') {
    ++depth_;
  } else if (depth_ == 0 && (c == ',' || c == ']')) {
    return EndsScalar(text, final);
  } else if (c == '}' || c == ']') {
    if (depth_ == 1 && bracketed_) {
      const Match match = EndsRecord(text, final);
      counting_ = match != Match::kNo;
      return match;
    }
    counting_ = depth_ > 0;
    --depth_;
  }
  return Match::kNo;
}

}  // namespace sigrun::event
