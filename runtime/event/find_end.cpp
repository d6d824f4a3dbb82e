#include "runtime/event/find_end.h"

#include <vector>

namespace sigrun::event {
namespace {

constexpr std::string_view kCloudTrailKey = "eventVersion";
constexpr size_t kDepth = 20'000;

bool IsOpening(char c) { return c == '{' || c == '['; }

bool IsWord(char c) {
  return c != '{' && c != '}' && c != '[' && c != ']' && c != ':' && c != ',' && c != '"';
}

// Whether JSON allows an object after this token, in an object or an array.
bool MayFollow(char before, bool in_object) {
  if (in_object) return before == ':';
  return before == ',' || before == '[';
}

class EndFinder {
 public:
  EndFinder(const TokenView& view, std::string_view first_key)
      : view_(view), first_key_(first_key) {}

  WalkResult Find(uint32_t token) {
    for (uint32_t k = token;; ++k) {
      if (k >= view_.count) return {WalkResult::Kind::kIncomplete, k};
      const char c = view_.Char(k);
      if (IsOpening(c)) {
        if (open_.size() == kDepth) return Bad(k, "nested too deeply", RejectReason::kTooDeep);
        if (k != token && BeginsRecord(k)) return Bad(k, "another record begins inside it");
        open_.push_back(c);
      } else if (c == '}' || c == ']') {
        if (open_.back() != (c == '}' ? '{' : '[')) return Bad(k, "its brackets do not match");
        open_.pop_back();
        if (open_.empty()) return {WalkResult::Kind::kDone, k + 1};
      } else if (HidesRecord(k)) {
        return Bad(k, "another record begins inside it");
      }
    }
  }

 private:
  static WalkResult Bad(uint32_t token, const char* problem,
                        RejectReason reason = RejectReason::kInvalidJson) {
    return {WalkResult::Kind::kBad, token, reason, problem};
  }

  bool BeginsRecord(uint32_t k) const {
    const bool outside = first_key_.empty();
    if (outside && view_.text[view_.at[k] - 1] == '\n') return true;
    if (view_.Char(k) != '{' || MayFollow(view_.Char(k - 1), open_.back() == '{')) return false;
    if (outside && view_.Char(k - 1) == '}') return true;
    return view_.Char(k + 1) == '"' &&
           StringText(view_, k + 1) == (outside ? kCloudTrailKey : first_key_);
  }

  // If a quote is missing, text between strings looks like strings and vice versa: a record begins
  // at the end of one, followed by its first key.
  bool HidesRecord(uint32_t k) const {
    if (k + 1 >= view_.count || !IsWord(view_.Char(k + 1))) return false;
    std::string_view text(view_.text + view_.at[k], view_.at[k + 1] - view_.at[k]);
    while (text.ends_with(' ') || text.ends_with('"')) text.remove_suffix(1);
    if (!text.ends_with('{')) return false;
    if (first_key_.empty() && text.ends_with("}{")) return true;
    const std::string_view key = first_key_.empty() ? kCloudTrailKey : first_key_;
    const std::string_view behind(view_.text + view_.at[k + 1], view_.at[k + 2] - view_.at[k + 1]);
    return behind.starts_with(key) && view_.text[view_.at[k + 1] + key.size()] == '"';
  }

  const TokenView& view_;
  const std::string_view first_key_;
  std::vector<char> open_;
};

}  // namespace

WalkResult FindEnd(const TokenView& view, uint32_t token, std::string_view first_key) {
  return EndFinder(view, first_key).Find(token);
}

std::string_view StringText(const TokenView& view, uint32_t token) {
  uint32_t end = view.at[token + 1] - 1;
  while (view.text[end] != '"') --end;
  return {view.text + view.at[token] + 1, end - view.at[token] - 1};
}

}  // namespace sigrun::event
