#include "runtime/event/repair/find_end.h"

#include <algorithm>
#include <vector>

#include "runtime/event/json/members.h"

namespace sigrun::event {
namespace {

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
  EndFinder(const TokenView& view, const RecordStart& start) : view_(view), start_(start) {}

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
    const bool outside = !start_.in_array;
    if (outside && view_.text[view_.at[k] - 1] == '\n') return true;
    if (view_.Char(k) != '{' || MayFollow(view_.Char(k - 1), open_.back() == '{')) return false;
    if (outside && view_.Char(k - 1) == '}') return true;
    return view_.Char(k + 1) == '"' && start_.Has(StringText(view_, k + 1));
  }

  // If a quote is missing, text between strings looks like strings and vice versa: a record begins
  // at the end of one, followed by its first key.
  bool HidesRecord(uint32_t k) const {
    if (k + 1 >= view_.count || !IsWord(view_.Char(k + 1))) return false;
    std::string_view text(view_.text + view_.at[k], view_.at[k + 1] - view_.at[k]);
    while (text.ends_with(' ') || text.ends_with('"')) text.remove_suffix(1);
    if (!text.ends_with('{')) return false;
    if (!start_.in_array && text.ends_with("}{")) return true;
    const std::string_view behind(view_.text + view_.at[k + 1], view_.at[k + 2] - view_.at[k + 1]);
    return std::ranges::any_of(start_.keys, [&](std::string_view key) {
      return behind.starts_with(key) && view_.text[view_.at[k + 1] + key.size()] == '"';
    });
  }

  const TokenView& view_;
  const RecordStart& start_;
  std::vector<char> open_;
};

}  // namespace

WalkResult FindEnd(const TokenView& view, uint32_t token, const RecordStart& start) {
  return EndFinder(view, start).Find(token);
}

}  // namespace sigrun::event
