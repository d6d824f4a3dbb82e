// Standard output and standard error. All that the program says goes through here: every write is
// checked, a failure is kept, and what a terminal or a CI service would obey is written out.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>

#include "base/ci_command.h"

namespace sigrun::cli {

class OutputStream {
 public:
  OutputStream(int descriptor, std::string name);

  // Text for people. Texts of others that are put into it, and must stay on their line, are made
  // Visible first; the rest is done here.
  template <class... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    Text(fmt::format(format, std::forward<Args>(args)...));
  }
  void Text(std::string_view text);
  // A JSON text, which may be of several lines, and a line end.
  void Json(std::string_view json);
  // Bytes as they are; a terminal gets them as text.
  void Data(std::string_view bytes);
  // What moves the cursor of a terminal: ours alone.
  void Control(std::string_view codes) { Append(codes); }

  void Flush();
  // Flushes what has waited for a second.
  void FlushInTime();

  bool is_terminal() const { return terminal_; }
  bool wants_color() const { return color_; }
  // Nothing more will get through.
  bool failed() const { return error_ != 0; }
  // Says what failed; empty where all went well. The stream is flushed and closed.
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

// Standard error is never held back, and what was written to standard output before stands before
// it.
OutputStream& Out();
OutputStream& Err();

// "sigrun: …" on standard error, on one line of its own.
template <class... Args>
void Complain(fmt::format_string<Args...> format, Args&&... args) {
  Err().Text("sigrun: " + fmt::format(format, std::forward<Args>(args)...) + "\n");
}

// Descriptors 0 to 2 that were closed at the start are taken, so that no file that is opened later
// becomes "standard output"; reading and writing them still fails. To be called first.
void GuardDescriptors();

// The end of every command: closes both streams. The code to end with is `code`, or that of failed
// output.
int FinishOutput(int code);

}  // namespace sigrun::cli
