#include "compiler/diag/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text/visible.h"
#include "compiler/diag/format.h"
#include "compiler/diag/source_line.h"

namespace sigrun::diag {
namespace {

struct Style {
  std::string_view on, off;
};

class Renderer {
 public:
  Renderer(const Diagnostic& diagnostic, const SourceMap& sources, RenderOptions options)
      : diagnostic_(diagnostic), sources_(sources), color_(options.color) {
    gutter_ = GutterFor(diagnostic.span);
    for (const Label& note : diagnostic.notes) gutter_ = std::max(gutter_, GutterFor(note.span));
  }

  std::string Go() {
    const CodeInfo& info = Info(diagnostic_.code);
    const Style style = Of(info.severity);
    out_ = Place(diagnostic_.span);
    out_ += Styled(style, fmt::format("{}[{}]", Word(info.severity), info.code));
    out_ += Styled(Bold(), fmt::format(": {}", Indented(diagnostic_.message, "  "))) + "\n";
    Snippet(diagnostic_.span, style);
    for (const Label& note : diagnostic_.notes) Note(note);
    if (!diagnostic_.help.empty()) Remark("help", diagnostic_.help);
    return out_;
  }

 private:
  static std::string_view Word(Severity severity) {
    static constexpr std::string_view kWords[] = {"error", "warning", "note"};
    return kWords[static_cast<size_t>(severity)];
  }

  Style Of(Severity severity) const {
    static constexpr std::string_view kOn[] = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
    return Colored(kOn[static_cast<size_t>(severity)]);
  }
  Style Bold() const { return Colored("\x1b[1m"); }
  Style Frame() const { return Colored("\x1b[1;34m"); }
  Style Colored(std::string_view on) const { return color_ ? Style{on, "\x1b[0m"} : Style{"", ""}; }
  static std::string Styled(Style style, std::string_view text) {
    return fmt::format("{}{}{}", style.on, text, style.off);
  }

  // Continuation lines are indented, so that they cannot imitate lines of the program: a name may
  // contain a line break.
  static std::string Indented(std::string_view text, const std::string& margin) {
    std::string out;
    for (const char c : VisibleLines(text)) out += c == '\n' ? "\n" + margin : std::string(1, c);
    return out;
  }

  // "path:line:col: ", or empty without a location.
  std::string Place(Span span) const {
    if (!span.valid()) return {};
    const SourceFile& file = sources_[span.source];
    const LineColumn at = file.Locate(span.begin);
    return Styled(Bold(), fmt::format("{}:{}:{}: ", Visible(file.path()), at.line, at.column));
  }

  size_t GutterFor(Span span) const {
    if (!span.valid()) return 0;
    return fmt::format("{}", sources_[span.source].Locate(span.begin).line).size();
  }

  void Line(std::string_view number, std::string_view rest) {
    out_ += Styled(Frame(), fmt::format("{:>{}} |", number, gutter_));
    out_ += rest.empty() ? "\n" : fmt::format(" {}\n", rest);
  }

  // The first line of the span, underlined; for a longer span, where it ends.
  void Snippet(Span span, Style style) {
    if (!span.valid()) return;
    const SourceFile& file = sources_[span.source];
    const LineColumn begin = file.Locate(span.begin);
    const uint32_t last_line = file.Locate(std::max(span.begin, span.end)).line;
    const std::string_view text = file.Line(begin.line);
    const uint32_t line_begin = file.line_begin(begin.line);
    const ShownLine shown =
        ShowLine(text, span.begin - line_begin, std::max(span.begin, span.end) - line_begin);
    const bool goes_on = last_line > begin.line && span.end > file.line_begin(begin.line + 1);
    std::string mark = std::string(shown.mark_width, '^');
    if (goes_on) mark += fmt::format("… to line {}", last_line);
    Line("", "");
    Line(fmt::format("{}", begin.line), shown.text);
    Line("", std::string(shown.mark_begin, ' ') + Styled(style, mark));
  }

  void Note(const Label& note) {
    if (!note.span.valid()) return Remark("note", note.text);
    const Style style = Of(Severity::kNote);
    out_ += Place(note.span) + Styled(style, "note") + ": " + Indented(note.text, "  ") + "\n";
    Snippet(note.span, style);
  }

  // "   = help: …", with continuation lines aligned to its text.
  void Remark(std::string_view word, const std::string& text) {
    const std::string lead = std::string(gutter_ + 1, ' ');
    out_ += lead + Styled(Frame(), "=") + " " + Styled(Bold(), fmt::format("{}:", word)) + " ";
    out_ += Indented(text, lead + std::string(word.size() + 4, ' ')) + "\n";
  }

  const Diagnostic& diagnostic_;
  const SourceMap& sources_;
  bool color_;
  size_t gutter_ = 0;
  std::string out_;
};

}  // namespace

std::string Render(const Diagnostic& diagnostic, const SourceMap& sources, RenderOptions options) {
  return Renderer(diagnostic, sources, options).Go();
}

std::vector<std::string> formats::Text(const Selection& selection, const SourceMap& sources,
                                       RenderOptions options) {
  std::vector<std::string> texts;
  for (const Diagnostic* diagnostic : selection)
    texts.push_back(Render(*diagnostic, sources, options));
  return texts;
}

}  // namespace sigrun::diag
