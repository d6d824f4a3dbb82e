#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/ruletest/ruletest.h"

namespace sigrun::engine {
namespace {

using Json = nlohmann::ordered_json;

// Sets the member that a dotted path names; objects on the way are made.
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

void ReplaceAll(std::string& text, std::string_view from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// `{n}` in every string of an override is the number of the repetition.
void Number(Json& value, int64_t n) {
  if (value.is_string()) ReplaceAll(value.get_ref<std::string&>(), "{n}", fmt::format("{}", n));
  if (value.is_structured())
    for (auto& item : value) Number(item, n);
}

Json MakeEvent(const sema::TestStep& step, int64_t n, bool& sets_id, bool& sets_time) {
  Json event = Json::parse(step.json, nullptr, true, true);
  for (const std::string& text : step.overrides) {
    Json changes = Json::parse(text, nullptr, true, true);
    Number(changes, n);
    for (const auto& [path, value] : changes.items()) {
      SetPath(event, path, value);
      sets_id |= path == "eventID";
      sets_time |= path == "eventTime";
    }
  }
  return event;
}

std::optional<Timestamp> TimeOf(const Json& event) {
  const auto found = event.find("eventTime");
  if (found == event.end() || !found->is_string()) return std::nullopt;
  return ParseTimestamp(found->get_ref<const std::string&>());
}

class Maker {
 public:
  void Add(const sema::TestStep& step) {
    for (int64_t n = 1; n <= step.repeat; ++n) AddOne(step, n);
  }
  std::string Take() { return std::move(lines_); }

 private:
  // Times follow from the first event's; an eventID or eventTime that an override sets is left as
  // it is.
  void AddOne(const sema::TestStep& step, int64_t n) {
    bool sets_id = false, sets_time = false;
    Json event = MakeEvent(step, n, sets_id, sets_time);
    const auto own = TimeOf(event);
    if (own && !sets_time) {
      if (!now_)
        now_ = *own;
      else
        now_ = *now_ + (n == 1 ? step.after : step.every);
      event["eventTime"] = FormatTimestamp(*now_);
    } else if (own) {
      now_ = *own;
    }
    if (!sets_id && event.is_object())
      event["eventID"] = fmt::format("00000000-0000-4000-8000-{:012d}", ++made_);
    lines_ += event.dump(-1, ' ', false, Json::error_handler_t::replace);
    lines_ += '\n';
  }

  std::optional<Timestamp> now_;
  int64_t made_ = 0;
  std::string lines_;
};

}  // namespace

Result<std::string> MakeEvents(const sema::Expectation& expectation) {
  if (!expectation.file.empty()) {
    std::ifstream stream(expectation.file, std::ios::binary);
    if (!stream)
      return Error{fmt::format("cannot read `{}`: the path starts from the folder of the rule file",
                               expectation.file)};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }
  Maker maker;
  try {
    for (const sema::TestStep& step : expectation.steps) maker.Add(step);
  } catch (const Json::exception& error) {
    return Error{fmt::format("the fixture is not usable: {}", error.what())};
  }
  return maker.Take();
}

}  // namespace sigrun::engine
