#include "runtime/event/sources.h"

#include <algorithm>

#include "base/time/epoch_time.h"
#include "base/time/log_time.h"

namespace sigrun::event {

Sources::Sources(const Layout& layout, ProbePaths& paths) {
  const auto record_of = [&](const SourceSpec& source) {
    Record record{{}, source.time.empty(), {}};
    std::vector<Path> times = source.time;
    if (record.guessed)
      for (const std::string_view field : kUsualTimes) times.push_back({std::string(field)});
    for (const Path& path : times) record.time.push_back({paths.Add(path), PathText(path)});
    for (const Path& path : source.id) record.id.push_back(paths.Add(path));
    return record;
  };
  other_ = record_of({});
  for (uint32_t i = 0; i < layout.sources.size(); ++i) {
    const SourceSpec& source = layout.sources[i];
    records_.push_back(record_of(source));
    if (source.takes_any()) {
      if (!any_.valid()) any_ = {i};
      continue;
    }
    known_.push_back({{i}, MakeReader(source, paths)});
    std::visit(
        [&](const auto& reader) {
          if (!reader.kFirstKey.empty()) first_keys_.push_back(reader.kFirstKey);
          hints_.insert(hints_.end(), std::begin(reader.kHints), std::end(reader.kHints));
        },
        known_.back().reader);
  }
}

RecordTime Sources::TimeOf(LogSourceId source, const Walked& record, Arena& arena) const {
  const Record& spec = source.valid() ? records_[source.index] : other_;
  RecordTime time;
  for (const Field& field : spec.time) {
    if (!record.HasValue(field.probe)) continue;
    const RecordTime found = ReadTime(field.name, record.Scalar(field.probe, arena));
    time.time = found.time;
    if (time.unread.field.empty()) time.unread = found.unread;
    if (time.time || !spec.guessed) break;
  }
  return time;
}

std::string_view Sources::IdOf(LogSourceId source, const Walked& record, Arena& arena) const {
  if (!source.valid()) return {};
  for (const Probe probe : records_[source.index].id)
    if (const std::string_view id = record.Text(probe, arena); !id.empty()) return id;
  return {};
}

std::optional<Classified> Sources::Classify(const Walked& object) const {
  for (const Known& known : known_)
    if (const auto found =
            std::visit([&](const auto& reader) { return reader.Classify(object); }, known.reader))
      return found;
  return std::nullopt;
}

bool Sources::MayHoldRecord(std::string_view text) const {
  return std::ranges::any_of(
      hints_, [&](std::string_view hint) { return text.find(hint) != std::string_view::npos; });
}

RecordTime ReadTime(std::string_view field, const Value& value) {
  RecordTime time;
  if (value.kind == Kind::kString) time.time = ParseLogTime(value.text());
  if (value.kind == Kind::kInt) time.time = TimestampOfEpoch(value.integer);
  if (value.kind == Kind::kFloat) time.time = TimestampOfEpoch(value.number);
  if (time.time) return time;
  const bool scalar =
      value.kind == Kind::kString || value.kind == Kind::kInt || value.kind == Kind::kFloat;
  time.unread = {field, scalar ? value.text() : std::string_view()};
  return time;
}

}  // namespace sigrun::event
