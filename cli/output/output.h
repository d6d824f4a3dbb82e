// Standard output and standard error. All output of the program goes through this class: every
// write is checked, a failure is kept, and what a terminal or a CI service would interpret is
// escaped.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>

#include "base/text/ci_command.h"

namespace sigrun::cli {

class OutputStream {
 public:
  OutputStream(int descriptor, std::string name);

  // Text for people. Untrusted text that must stay on its line is passed through Visible first; the
  // rest is done here.
  template <class... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    Text(fmt::format(format, std::forward<Args>(args)...));
  }
  void Text(std::string_view text);
  // JSON text, possibly with several lines, and a line break.
  void Json(std::string_view json);
  // Raw bytes; a terminal gets them escaped.
  void Data(std::string_view bytes);
  // Control codes for the cursor: only our own.
  void Control(std::string_view codes) { Append(codes); }

  void Flush();
  // Flushes output that has waited for a second.
  void FlushInTime();

  bool is_terminal() const { return terminal_; }
  bool wants_color() const { return color_; }
  // No further output will succeed.
  bool failed() const { return error_ != 0; }
  // The failure; empty if there was none. The stream is flushed and closed.
  std::string Close();

 private:
  void Append(std::string_view bytes);

  const int descriptor_;
  const std::string name_;
  const bool terminal_, color_;
  std::string buffer_;
  CiCommandFilter commands_;
  int error_ = 0;  // errno of the first failure
  std::chrono::steady_clock::time_point flushed_{};
};

// Standard error is never buffered, and earlier output on standard output appears before it.
OutputStream& Out();
OutputStream& Err();

// "sigrun: …" on standard error, on one line of its own.
template <class... Args>
void Complain(fmt::format_string<Args...> format, Args&&... args) {
  Err().Text("sigrun: " + fmt::format(format, std::forward<Args>(args)...) + "\n");
}

// Opens descriptors 0 to 2 if they were closed at the start, so that no file opened later becomes
// "standard output"; reading and writing them still fails. Must be called first.
void GuardDescriptors();

// The end of every command: closes both streams. Returns `code`, or the exit code of failed output.
int FinishOutput(int code);

}  // namespace sigrun::cli
