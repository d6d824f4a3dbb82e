#include "runtime/event/record_digest.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/uuid.h"
#include "runtime/event/json/unescape.h"

namespace sigrun::event {
namespace {
// Deeper nesting is copied unchanged; no record that reaches a rule is that deep.
constexpr uint32_t kMaxDepth = 1000;
// Before each text in the canonical form: a tag and its size.
constexpr size_t kTextHead = 1 + sizeof(uint32_t);
}  // namespace

std::string_view RecordDigest::Canonical(std::string_view json) {
  rest_ = json;
  form_.clear();
  members_.clear();
  Value(0);
  SkipSpace();
  if (!rest_.empty()) Text('x', rest_);
  return form_;
}

// False if the text is not JSON there.
bool RecordDigest::Value(uint32_t depth) {
  SkipSpace();
  if (rest_.empty() || depth > kMaxDepth) return false;
  if (rest_.front() == '{') return Object(depth);
  if (rest_.front() == '[') return Array(depth);
  if (rest_.front() == '"') return String();
  Scalar();
  return true;
}

bool RecordDigest::Object(uint32_t depth) {
  form_ += '{';
  rest_.remove_prefix(1);
  const size_t first_member = members_.size(), begin = form_.size();
  if (!Take('}')) {
    do {
      SkipSpace();
      Member member{form_.size(), 0, 0};
      if (rest_.empty() || rest_.front() != '"' || !String()) return false;
      member.key_end = form_.size();
      if (!Take(':') || !Value(depth + 1)) return false;
      member.end = form_.size();
      if (depth == 0) FoldId(member);
      members_.push_back(member);
    } while (Take(','));
    if (!Take('}')) return false;
  }
  Sort(first_member, begin);
  form_ += '}';
  return true;
}

// Like the comparison of identities.
void RecordDigest::FoldId(const Member& member) {
  const std::string_view form = form_;
  const size_t value = member.key_end + kTextHead;
  if (value > member.end || member.key_end - member.key < kTextHead) return;
  const size_t key = member.key + kTextHead;
  const std::string_view name = form.substr(key, member.key_end - key);
  if (std::ranges::find(id_keys_, name) == id_keys_.end()) return;
  if (!ParseUuid(form.substr(value, member.end - value))) return;
  for (size_t i = value; i < member.end; ++i)
    if (form_[i] >= 'A' && form_[i] <= 'F') form_[i] = static_cast<char>(form_[i] - 'A' + 'a');
}

// Members with equal keys keep their order: the later one counts for rules.
void RecordDigest::Sort(size_t first_member, size_t begin) {
  const auto first = members_.begin() + static_cast<ptrdiff_t>(first_member);
  const auto less = [&](const Member& a, const Member& b) {
    const std::string_view form = form_;
    return form.substr(a.key, a.key_end - a.key) < form.substr(b.key, b.key_end - b.key);
  };
  if (!std::is_sorted(first, members_.end(), less)) {
    std::stable_sort(first, members_.end(), less);
    sorted_.clear();
    for (auto member = first; member != members_.end(); ++member)
      sorted_.append(form_, member->key, member->end - member->key);
    form_.replace(begin, sorted_.size(), sorted_);
  }
  members_.erase(first, members_.end());
}

bool RecordDigest::Array(uint32_t depth) {
  form_ += '[';
  rest_.remove_prefix(1);
  if (!Take(']')) {
    do {
      if (!Value(depth + 1)) return false;
    } while (Take(','));
    if (!Take(']')) return false;
  }
  form_ += ']';
  return true;
}

bool RecordDigest::String() {
  size_t end = rest_.find('"', 1);
  if (end == std::string_view::npos) return false;
  const size_t escape = rest_.substr(0, end).find('\\');
  const bool escaped = escape != std::string_view::npos;
  if (escaped) {
    for (end = escape; end < rest_.size() && rest_[end] != '"'; ++end)
      if (rest_[end] == '\\') ++end;
    if (end >= rest_.size()) return false;
  }
  const std::string_view text = rest_.substr(1, end - 1);
  rest_.remove_prefix(end + 1);
  if (!escaped) {
    Text('s', text);
    return true;
  }
  plain_.resize(text.size());
  const size_t size = Unescape(text, plain_.data());
  if (size == kBadEscape)
    Text('e', text);
  else
    Text('s', {plain_.data(), size});
  return true;
}

void RecordDigest::Scalar() {
  const size_t size = std::min(rest_.find_first_of(",:]} \t\r\n"), rest_.size());
  Text('n', rest_.substr(0, size));
  rest_.remove_prefix(size);
}

// The length comes first: no text can look like two.
void RecordDigest::Text(char tag, std::string_view text) {
  const auto size = static_cast<uint32_t>(text.size());
  form_ += tag;
  form_.append(reinterpret_cast<const char*>(&size), sizeof size);
  form_ += text;
}

void RecordDigest::SkipSpace() {
  const size_t size = rest_.find_first_not_of(" \t\r\n");
  rest_.remove_prefix(std::min(size, rest_.size()));
}

bool RecordDigest::Take(char c) {
  SkipSpace();
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

}  // namespace sigrun::event
