#include <nlohmann/json.hpp>

#include "compiler/diag/format.h"

namespace sigrun::diag {
namespace {

using Json = nlohmann::ordered_json;

const char* Name(Severity severity) {
  static constexpr const char* kNames[] = {"error", "warning", "note"};
  return kNames[static_cast<size_t>(severity)];
}

// null for the keys of a span without a location.
void AddPlace(Json& object, Span span, const SourceMap& sources) {
  static constexpr const char* kKeys[] = {"file", "line", "column", "end_line", "end_column"};
  for (const char* key : kKeys) object[key] = nullptr;
  if (!span.valid()) return;
  const SourceFile& file = sources[span.source];
  const LineColumn begin = file.Locate(span.begin), end = file.Locate(span.end);
  object["file"] = file.path();
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

}  // namespace

std::string RenderJson(const Diagnostic& diagnostic, const SourceMap& sources) {
  const CodeInfo& info = Info(diagnostic.code);
  Json object;
  AddPlace(object, diagnostic.span, sources);
  object["severity"] = Name(info.severity);
  object["code"] = info.code;
  object["name"] = info.name;
  object["message"] = diagnostic.message;
  object["notes"] = Json::array();
  for (const Label& note : diagnostic.notes) {
    Json& one = object["notes"].emplace_back();
    AddPlace(one, note.span, sources);
    one["message"] = note.text;
  }
  object["help"] = diagnostic.help.empty() ? Json(nullptr) : Json(diagnostic.help);
  object["fixes"] = Json::array();
  for (const Fix& fix : diagnostic.fixes) {
    Json& one = object["fixes"].emplace_back();
    AddPlace(one, fix.span, sources);
    one["replacement"] = fix.replacement;
  }
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string> formats::Json(const Selection& selection, const SourceMap& sources,
                                       RenderOptions) {
  std::vector<std::string> lines;
  for (const Diagnostic* diagnostic : selection) lines.push_back(RenderJson(*diagnostic, sources));
  return lines;
}

}  // namespace sigrun::diag
