// Diagnostics: errors in rules and their locations. Stages report to a sink and continue, to find
// more.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/codes/code.h"

namespace sigrun::diag {

enum class Severity : uint8_t { kError, kWarning, kNote };

// One row of a table in compiler/diag/codes.
struct CodeInfo {
  std::string_view code;  // "E0201"
  std::string_view name;  // "UnknownField"
  Severity severity;
  std::string_view message;  // an fmt format string
  std::string_view why;      // the reason, for `sigrun explain`
  std::string_view wrong;    // a file that provokes it and no other error
  std::string_view right;    // the corrected file: checks without diagnostics
};
// `code` must be one of a table.
const CodeInfo& Info(Code code);
// All rows, in table order.
const std::vector<CodeInfo>& AllCodes();

struct Label {
  Span span;
  std::string text;
};
// Replaces the text of `span`.
struct Fix {
  Span span;
  std::string replacement;
};

struct Diagnostic {
  Code code;
  Span span;
  std::string message;
  std::vector<Label> notes;  // further locations, each with an explanation; a span may be invalid
  std::string help;          // the next step
  std::vector<Fix> fixes;
  Severity severity() const { return Info(code).severity; }
};

// Collects diagnostics. Emit returns the new one so that the caller can extend it:
//   sink.Emit(codes::UnknownField, span, name).Help("did you mean `{}`?", other);
class Sink {
 public:
  class Builder {
   public:
    explicit Builder(Diagnostic& diagnostic) : diagnostic_(diagnostic) {}
    Builder& Note(Span span, std::string text) {
      diagnostic_.notes.push_back({span, std::move(text)});
      return *this;
    }
    Builder& Help(std::string text) {
      diagnostic_.help = std::move(text);
      return *this;
    }
    Builder& FixWith(Span span, std::string replacement) {
      diagnostic_.fixes.push_back({span, std::move(replacement)});
      return *this;
    }

   private:
    Diagnostic& diagnostic_;
  };

  template <class... Args>
  Builder Emit(Code code, Span span, const Args&... args) {
    return Add(code, span, Format(Info(code).message, Shown(args)...));
  }

  bool has_errors() const { return errors_ > 0; }
  size_t error_count() const { return errors_; }
  // In order of emission; SortByPlace sorts them by file and position, and removes repetitions at
  // the same location.
  const std::deque<Diagnostic>& all() const { return diagnostics_; }
  void SortByPlace();

 private:
  template <class... Args>
  static std::string Format(std::string_view message, const Args&... args) {
    return fmt::format(fmt::runtime(message), args...);
  }
  // A name can be as long as a file: only its beginning is shown.
  template <class Arg>
  static auto Shown(const Arg& arg) {
    if constexpr (std::is_convertible_v<const Arg&, std::string_view>)
      return Cut(arg);
    else
      return arg;
  }
  static std::string Cut(std::string_view text);
  Builder Add(Code code, Span span, std::string message);

  std::deque<Diagnostic> diagnostics_;
  size_t errors_ = 0;
};

}  // namespace sigrun::diag
