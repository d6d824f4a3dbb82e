#include "stdlib/schema/log_source.h"

#include <algorithm>

namespace sigrun::stdlib {

#define SIGRUN_LOG_SOURCE(function) LogSource function();
#include "stdlib/schema/log_sources.def"
#undef SIGRUN_LOG_SOURCE

const IdVector<LogSourceId, LogSource>& LogSources() {
  static const auto sources = [] {
    IdVector<LogSourceId, LogSource> all;
#define SIGRUN_LOG_SOURCE(function) all.Add(function());
#include "stdlib/schema/log_sources.def"
#undef SIGRUN_LOG_SOURCE
    return all;
  }();
  return sources;
}

LogSourceId FindLogSource(std::string_view name) {
  const auto& all = LogSources().items();
  const auto found = std::ranges::find(all, name, &LogSource::name);
  return found == all.end() ? LogSourceId{}
                            : LogSourceId{static_cast<uint32_t>(found - all.begin())};
}

const LogSource& AnyLogSource() {
  const auto& all = LogSources().items();
  const auto found = std::ranges::find_if(all, &LogSource::takes_any);
  SIGRUN_CHECK(found != all.end());
  return *found;
}

bool IsFieldOfSome(std::string_view key) {
  return std::ranges::any_of(
      LogSources(), [&](const LogSource& source) { return source.schema.Declares({&key, 1}); });
}

}  // namespace sigrun::stdlib
