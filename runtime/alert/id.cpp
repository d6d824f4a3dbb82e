#include "base/hash.h"
#include "runtime/alert/alert.h"

namespace sigrun::alert {
namespace {

// Each part is preceded by its length, so that no two lists of parts give the same bytes.
void Append(std::string& bytes, std::string_view part) {
  bytes += std::to_string(part.size());
  bytes += ':';
  bytes += part;
}

}  // namespace

std::string MakeAlertId(const program::Rule& rule, const NamedData& group,
                        const std::optional<Window>& window,
                        const std::vector<std::string>& event_ids) {
  std::string bytes;
  Append(bytes, rule.info.id);
  Append(bytes, rule.meaning);
  Append(bytes, std::to_string(group.size()));
  for (const auto& [name, datum] : group) {
    Append(bytes, std::to_string(static_cast<int>(datum.kind)));
    Append(bytes, datum.text);
  }
  if (window) {
    Append(bytes, FormatTimestamp(window->start));
    Append(bytes, FormatTimestamp(window->end));
  } else {
    for (const std::string& id : event_ids) Append(bytes, id);
  }
  return Sha256Hex(bytes).substr(0, 32);
}

}  // namespace sigrun::alert
