#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string_view>
#include <vector>

#include "engine/ruletest/ruletest.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::engine {
namespace {

using Json = nlohmann::ordered_json;

// Sets the member of a dotted path; missing objects on the way are created.
void SetPath(Json& object, std::string_view path, const Json& value) {
  Json* at = &object;
  for (;;) {
    const size_t dot = path.find('.');
    if (!at->is_object()) *at = Json::object();
    Json& member = (*at)[std::string(path.substr(0, dot))];
    if (dot == std::string_view::npos) {
      member = value;
      return;
    }
    at = &member;
    path.remove_prefix(dot + 1);
  }
}

void Apply(Json& event, const Json& changes) {
  for (const auto& [path, value] : changes.items()) SetPath(event, path, value);
}

void ReplaceAll(std::string& text, std::string_view from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// Replaces `{n}` in every string of an override by the number of the repetition.
void Number(Json& value, int64_t n) {
  if (value.is_string()) ReplaceAll(value.get_ref<std::string&>(), "{n}", fmt::format("{}", n));
  if (value.is_structured())
    for (auto& item : value) Number(item, n);
}

Json Parse(const sema::JsonText& text) {
  return text == nullptr ? Json::object() : Json::parse(*text, nullptr, true, true);
}

// The log source that the event is a record of, as far as keys tell; null where it is none.
const stdlib::LogSource* SourceOf(const Json& event) {
  for (const stdlib::LogSource& source : stdlib::LogSources())
    if (!source.keys.empty() &&
        std::ranges::all_of(source.keys, [&](std::string_view key) { return event.contains(key); }))
      return &source;
  return nullptr;
}

const Json* Find(const Json& object, std::string_view path) {
  const Json* at = &object;
  for (const auto key : std::views::split(path, '.')) {
    const auto found = at->find(std::string_view(key.begin(), key.end()));
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

std::optional<Timestamp> TimeIn(const Json& event, std::string_view field) {
  const Json* found = Find(event, field);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return ParseTimestamp(found->get_ref<const std::string&>());
}

// Empty where no field holds a time as text.
std::string_view TimeField(const Json& event) {
  if (const stdlib::LogSource* source = SourceOf(event))
    for (const std::string_view field : source->time)
      if (TimeIn(event, field)) return field;
  for (const std::string_view field : event::kUsualTimes)
    if (TimeIn(event, field)) return field;
  return {};
}

// Where an event without an id gets one, so that none is taken for a copy of another.
std::string_view IdField(const Json& event) {
  const stdlib::LogSource* const source = SourceOf(event);
  return source == nullptr || source->id.empty() ? "eventID" : source->id.front();
}

// Fields that hold the time in some log source, and those that hold the id.
struct SpecialFields {
  std::vector<std::string_view> times{std::begin(event::kUsualTimes), std::end(event::kUsualTimes)},
      ids;

  SpecialFields() {
    for (const stdlib::LogSource& source : stdlib::LogSources()) {
      times.insert(times.end(), source.time.begin(), source.time.end());
      ids.insert(ids.end(), source.id.begin(), source.id.end());
    }
  }
};
const SpecialFields& Special() {
  static const SpecialFields fields;
  return fields;
}

// One step, read once; its events differ by their number.
struct Step {
  explicit Step(const sema::TestStep& written) : changes(Parse(written.own_override)) {
    event = Parse(written.json);
    for (const sema::JsonText& text : written.overrides) {
      const Json inherited = Parse(text);
      Apply(event, inherited);
      for (const std::string_view field : Special().ids) sets_id |= inherited.contains(field);
      for (const std::string_view field : Special().times) sets_time |= inherited.contains(field);
    }
    for (const std::string_view field : Special().ids) sets_id |= changes.contains(field);
    for (const std::string_view field : Special().times)
      if (const auto own = changes.find(field); own != changes.end()) {
        own_time = field;
        numbered_time |=
            own->is_string() && own->get_ref<const std::string&>().find("{n}") != std::string::npos;
      }
  }

  Json event;    // the fixture, with the changes of those it derives from
  Json changes;  // of the step itself
  bool sets_id = false;
  bool sets_time = false;      // a fixture that it is made from changes the time
  std::string_view own_time;   // the field by which the step itself does
  bool numbered_time = false;  // to another for each repetition
};

class Maker {
 public:
  Status Add(const sema::TestStep& written) {
    const Step step(written);
    if (Status can = CheckTimes(written, step); !can) return can;
    for (int64_t n = 1; n <= written.repeat; ++n) {
      AddOne(written, step, n);
      if (lines_.size() > kMostBytes)
        return Error{fmt::format("the events of this test have more than {} MiB; repeat less often",
                                 kMostBytes >> 20)};
    }
    return Ok();
  }
  std::string Take() { return std::move(lines_); }

 private:
  static constexpr size_t kMostBytes = modules::FileSystem::kLimit;

  // `every` and `after` must have an effect.
  static Status CheckTimes(const sema::TestStep& written, const Step& step) {
    const char* const word = written.after ? "after" : "every";
    if (!written.after && (!written.every || written.repeat < 2)) return Ok();
    Json event = step.event;
    Apply(event, step.changes);
    if (!step.own_time.empty() && (written.after || step.numbered_time))
      return Error{
          fmt::format("`{}` has no effect, because the step sets `{}`: remove one of the two "
                      "away",
                      word, step.own_time)};
    if (TimeField(event).empty())
      return Error{fmt::format("`{}` has no effect: the event has no time as text in {}", word,
                               fmt::join(event::kUsualTimes, ", "))};
    return Ok();
  }

  // Times are computed from that of the first event. A time that changes set is kept, unless the
  // step says `after`; its repetitions follow from it if the step says `every`.
  void AddOne(const sema::TestStep& written, const Step& step, int64_t n) {
    Json event = step.event;
    Json changes = step.changes;
    Number(changes, n);
    Apply(event, changes);
    if (const std::string_view field = TimeField(event); !field.empty()) {
      const bool given = !step.own_time.empty() || (step.sets_time && !written.after);
      const bool first = n == 1 || !now_;
      if (!now_ || (given && (first || !written.every)))
        now_ = *TimeIn(event, field);
      else
        now_ = *now_ + (n == 1 ? written.after : written.every).value_or(Duration{});
      SetPath(event, field, FormatTimestamp(*now_));
    }
    if (!step.sets_id && event.is_object())
      SetPath(event, IdField(event), fmt::format("00000000-0000-4000-8000-{:012d}", ++made_));
    lines_ += event.dump(-1, ' ', false, Json::error_handler_t::replace);
    lines_ += '\n';
  }

  std::optional<Timestamp> now_;
  int64_t made_ = 0;
  std::string lines_;
};

}  // namespace

Result<std::string> MakeEvents(const sema::Expectation& expectation,
                               const modules::FileSystem& files) {
  if (!expectation.file.empty()) {
    modules::FileText file = files.ReadInside(expectation.pack, expectation.file);
    if (file.ok()) return std::move(file.text);
    return Error{
        fmt::format("cannot read `{}`: {}; the path is relative to the folder of the rule "
                    "file and must be inside the pack",
                    expectation.file, modules::Reason(file.failure))};
  }
  Maker maker;
  try {
    for (const sema::TestStep& step : expectation.steps)
      if (Status added = maker.Add(step); !added) return added.error();
  } catch (const Json::exception& error) {
    return Error{fmt::format("invalid fixture: {}", error.what())};
  }
  return maker.Take();
}

}  // namespace sigrun::engine
