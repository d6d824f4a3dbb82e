#include "runtime/event/repair/repair.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <vector>

#include "runtime/event/json/odd_bytes.h"
#include "runtime/event/json/scalars.h"
#include "runtime/event/json/utf8.h"
#include "runtime/event/repair/find_end.h"

namespace sigrun::event {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr uint32_t kNone = UINT32_MAX;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The text as a JSON string. It must be readable 5 bytes beyond its end.
void WriteString(std::string_view text, std::string& out) {
  out += '"';
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    size_t size = 1;
    if (c == '\\') {
      size = EscapeSize(text.data() + i);
      if (size == 0 || size > text.size() - i) {
        out += "\\\\";
        size = 1;
      } else {
        out.append(text, i, size);
      }
    } else if (c == '"') {
      out += "\\\"";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      const Utf8Step step = Utf8At(text.data() + i, text.size() - i);
      size = step.size;
      if (step.valid) {
        out.append(text, i, size);
      } else {
        out += kReplacement;
      }
    }
    i += size;
  }
  out += '"';
}

class Repairer {
 public:
  Repairer(const TokenView& view, std::string& out) : view_(view), out_(out) {}

  void Run(uint32_t first, uint32_t last) {
    out_.clear();
    for (uint32_t k = first; k <= last; ++k) {
      const char c = view_.Char(k);
      if (c == '{' || c == '[') {
        Open(c == '{');
      } else if (c == '}' || c == ']') {
        Close();
      } else if (open_.back().object) {
        InObject(k);
      } else if (c != ',' && c != ':') {
        WriteComma();
        WriteValue(k, k);
      }
    }
  }

 private:
  enum class At : uint8_t { kKey, kColon, kValue, kAfter };  // what the object expects next
  struct Level {
    bool object;
    bool any = false;  // something has been written in it
    At at = At::kKey;
  };

  void InObject(uint32_t k) {
    const char c = view_.Char(k);
    At& at = open_.back().at;
    if (c == ',') {
      FinishMember();
      at = At::kKey;
    } else if (c == ':') {
      if (at == At::kColon) at = At::kValue;
    } else if (at == At::kKey || (at != At::kValue && view_.Char(k + 1) == ':')) {
      FinishMember();
      key_ = k;
      at = At::kColon;
    } else {
      if (first_ == kNone) first_ = k;
      last_ = k;
      at = At::kAfter;
    }
  }

  void Open(bool object) {
    if (!open_.empty() && open_.back().object) {
      if (open_.back().at == At::kKey || open_.back().at == At::kAfter) FinishMember();
      WriteKey();
      open_.back().at = At::kAfter;
    } else if (!open_.empty()) {
      WriteComma();
    }
    open_.push_back({object});
    out_ += object ? '{' : '[';
  }

  void Close() {
    if (open_.back().object) FinishMember();
    out_ += open_.back().object ? '}' : ']';
    open_.pop_back();
  }

  // Writes the pending member, if there is one.
  void FinishMember() {
    if (key_ == kNone && first_ == kNone) return;
    WriteKey();
    if (first_ == kNone) {
      out_ += "null";
    } else {
      WriteValue(first_, last_);
    }
    first_ = last_ = kNone;
  }

  void WriteKey() {
    WriteComma();
    WriteString(key_ == kNone ? std::string_view() : PlainText(key_, key_), out_);
    out_ += ':';
    key_ = kNone;
  }

  void WriteComma() {
    if (open_.back().any) out_ += ',';
    open_.back().any = true;
  }

  void WriteValue(uint32_t first, uint32_t last) {
    const std::string_view text = PlainText(first, last);
    const char c = view_.Char(first);
    const size_t size = c == '"' || first != last ? 0 : ScalarSize(text.data());
    if (size > 0 && size == text.size()) {
      out_ += text;
    } else {
      WriteString(text, out_);
    }
  }

  // The text from one token to another, as written, without the quotes around it.
  std::string_view PlainText(uint32_t first, uint32_t last) const {
    uint32_t begin = view_.at[first], end = view_.at[last + 1];
    while (IsSpace(view_.text[end - 1])) --end;
    if (end - begin > 1 && view_.text[begin] == '"' && view_.text[end - 1] == '"') {
      ++begin;
      --end;
    }
    return {view_.text + begin, end - begin};
  }

  const TokenView& view_;
  std::string& out_;
  std::vector<Level> open_;
  uint32_t key_ = kNone;                   // of the member that is waiting
  uint32_t first_ = kNone, last_ = kNone;  // its value
};

}  // namespace

void Repair(const TokenView& view, uint32_t first, uint32_t last, std::string& out) {
  Repairer(view, out).Run(first, last);
}

}  // namespace sigrun::event
