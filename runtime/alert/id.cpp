#include "base/hash.h"
#include "runtime/alert/alert.h"
#include "runtime/program/program.h"

namespace sigrun::alert {
namespace {

// Each part is preceded by its length, so that no two lists of parts give the same bytes.
void Append(std::string& bytes, std::string_view part) {
  bytes += std::to_string(part.size());
  bytes += ':';
  bytes += part;
}

}  // namespace

std::string MakeAlertId(const program::Rule& rule, const Alert& alert, std::string_view event_id) {
  std::string bytes;
  Append(bytes, rule.info.id);
  Append(bytes, rule.meaning);
  for (const NamedData* data : {&alert.thresholds, &alert.group}) {
    Append(bytes, std::to_string(data->size()));
    for (const auto& [name, datum] : *data) {
      Append(bytes, std::to_string(static_cast<int>(datum.kind)));
      Append(bytes, datum.text);
    }
  }
  if (alert.window) {
    Append(bytes, FormatTimestamp(alert.window->start));
    Append(bytes, FormatTimestamp(alert.window->end));
  }
  Append(bytes, event_id);
  return Sha256Hex(bytes).substr(0, 32);
}

}  // namespace sigrun::alert
