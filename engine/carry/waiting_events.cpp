#include "engine/carry/waiting_events.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <variant>

#include "base/arena.h"
#include "base/value_codec.h"
#include "engine/record/handover.h"
#include "runtime/event/origin_fields.h"
#include "runtime/state/kept/saved_captures.h"

namespace sigrun::engine {

struct SavedFeed {
  uint32_t rule = 0;
  uint64_t aggregates = 0, first_seen = 0, steps = 0;
  std::string group, arguments, captures;  // in the form of EncodeValues

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.rule, self.aggregates, self.first_seen, self.steps);
    a(self.group, self.arguments, self.captures);
  }
};

struct SavedDatum {
  alert::Datum datum;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.datum.kind, self.datum.text, self.datum.cut);
  }
};

struct SavedMatch {
  uint32_t rule = 0;
  program::Level level = program::Level::kMedium;
  std::string message;
  bool cut = false;
  std::vector<SavedDatum> values;
  std::string suppress_key, alert_key;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.rule, self.level, self.message, self.cut, self.values);
    a(self.suppress_key, self.alert_key);
  }
};

struct SavedEvent {
  Timestamp time;
  event::Origin origin;
  std::string order_id;
  std::vector<std::variant<SavedFeed, SavedMatch>> entries;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.time, self.origin, self.order_id, self.entries);
    if constexpr (A::kReads)
      a.Require(IsPlausible(self.time) && self.order_id.size() > kDigestSize,
                "an event that waits has an impossible time or id");
  }
};

}  // namespace sigrun::engine

namespace sigrun {
template <>
inline constexpr std::array<std::string_view, 2>
    kAlternatives<std::variant<engine::SavedFeed, engine::SavedMatch>> = {"feed", "match"};
}  // namespace sigrun

namespace sigrun::engine {
namespace {

std::string Encoded(const std::vector<Value>& values) {
  std::string bytes;
  EncodeValues(values, bytes);
  return bytes;
}

class EventSaver {
 public:
  EventSaver(const program::Program& program, const std::vector<uint32_t>& numbers)
      : numbers_(numbers), reader_(program) {}

  SavedEvent operator()(const state::ReorderItem& item) {
    SavedEvent event{item.time, item.origin, std::string(item.id()), {}};
    reader_.OpenOrdered(item.payload.substr(0, item.payload.size() - item.id_size));
    while (auto entry = reader_.Next()) {
      if (const auto* feed = std::get_if<program::Feed>(&*entry))
        event.entries.emplace_back(Save(*feed));
      else
        event.entries.emplace_back(Save(std::get<HandoverReader::Suppressed>(std::move(*entry))));
    }
    return event;
  }

 private:
  SavedFeed Save(const program::Feed& feed) const {
    std::vector<Value> captures;
    captures.reserve(feed.captures.size());
    for (size_t i = 0; i < feed.captures.size(); ++i) captures.push_back(feed.captures[i]);
    return {numbers_[feed.rule],
            feed.aggregates,
            feed.first_seen,
            feed.steps,
            Encoded({feed.group.begin(), feed.group.end()}),
            Encoded({feed.arguments.begin(), feed.arguments.end()}),
            Encoded(captures)};
  }

  SavedMatch Save(HandoverReader::Suppressed&& suppressed) const {
    Match& match = suppressed.match;
    SavedMatch saved{numbers_[match.rule],
                     match.level,
                     std::move(match.message),
                     match.cut,
                     {},
                     std::move(suppressed.suppress_key),
                     std::string(suppressed.alert_key)};
    for (alert::Datum& datum : match.values) saved.values.push_back({std::move(datum)});
    return saved;
  }

  const std::vector<uint32_t>& numbers_;
  HandoverReader reader_;
};

// Makes handovers of the program out of saved events.
class EventLoader {
 public:
  EventLoader(const std::vector<RuleKey>& saved, const Successors& successors,
              const exec::LoadedProgram& program)
      : saved_(saved),
        successors_(successors),
        program_(program.program()),
        writer_(program, true) {
    for (size_t i = 0; i < saved.size(); ++i) {
      const std::optional<uint32_t>& rule = successors.by_state[i];
      captures_of_.push_back(
          rule ? state::SavedCaptures(saved[i].captures,
                                      program_.rules[*rule].stateful->memory.captures)
               : state::SavedCaptures());
    }
  }

  // False if the event makes no sense.
  bool Load(const SavedEvent& event) {
    writer_.Begin();
    arena_.Reset();
    for (const auto& entry : event.entries)
      if (!std::visit([this](const auto& held) { return Load(held); }, entry)) return false;
    payload_.clear();
    if (writer_.has_ordered()) {
      writer_.End(event.order_id);
      payload_ = writer_.ordered();
    }
    return true;
  }
  // Empty if no rule of the program is interested.
  const std::string& payload() const { return payload_; }

 private:
  using Values = std::optional<std::span<const Value>>;

  Values Decode(const std::string& bytes, size_t count) {
    const auto values = DecodeValues(bytes, arena_);
    return values.ok() && values->size() == count ? Values(*values) : std::nullopt;
  }

  bool Load(const SavedFeed& from) {
    if (from.rule >= saved_.size()) return false;
    const RuleKey& key = saved_[from.rule];
    const Values captures = Decode(from.captures, key.captures.size());
    if (!captures) return false;
    if (!successors_.by_state[from.rule]) return true;
    program::Feed feed;
    feed.rule = *successors_.by_state[from.rule];
    feed.aggregates = from.aggregates;
    feed.first_seen = from.first_seen;
    feed.steps = from.steps;
    const program::Stateful& state = *program_.rules[feed.rule].stateful;
    const std::optional<size_t> arguments = CountArguments(state, feed);
    if (!arguments) return false;
    const Values group = Decode(from.group, state.group.size()),
                 values = Decode(from.arguments, *arguments);
    if (!group || !values) return false;
    feed.group = *group;
    feed.arguments = *values;
    captures_.clear();
    for (const std::optional<size_t>& index : captures_of_[from.rule].from)
      captures_.push_back(index ? (*captures)[*index] : Value());
    feed.captures = {captures_.data(), captures_.size()};
    writer_.Add(feed);
    return true;
  }

  // Nullopt if it feeds what the rule does not have.
  static std::optional<size_t> CountArguments(const program::Stateful& state,
                                              const program::Fed& fed) {
    size_t count = 0;
    const auto add = [&count](uint64_t bits, const auto& parts) {
      for (; bits != 0; bits &= bits - 1) {
        const auto index = static_cast<size_t>(std::countr_zero(bits));
        if (index >= parts.size()) return false;
        count += parts[index].arguments.size();
      }
      return true;
    };
    if (!add(fed.aggregates, state.aggregates) || !add(fed.first_seen, state.first_seen))
      return std::nullopt;
    const size_t steps = state.sequence ? state.sequence->steps.size() : 0;
    if (static_cast<size_t>(std::bit_width(fed.steps)) > steps) return std::nullopt;
    return count;
  }

  bool Load(const SavedMatch& from) {
    if (from.rule >= saved_.size()) return false;
    const std::optional<uint32_t>& rule = successors_.by_suppress[from.rule];
    if (!rule) return true;
    SuppressedMatch made{{*rule, from.level, from.message, from.cut, {}}, from.suppress_key};
    for (const SavedDatum& value : from.values) made.match.values.push_back(value.datum);
    writer_.Add(made, from.alert_key);
    return true;
  }

  const std::vector<RuleKey>& saved_;
  const Successors& successors_;
  const program::Program& program_;
  HandoverWriter writer_;
  Arena arena_{SIZE_MAX};                          // bounded by the bytes that are read
  std::vector<state::SavedCaptures> captures_of_;  // saved rules
  std::vector<Value> captures_;
  std::string payload_;
};

void Count(const SavedEvent& event, Waiting& waiting) {
  ++waiting.events;
  if (!waiting.earliest || event.time < *waiting.earliest) waiting.earliest = event.time;
  if (!waiting.latest || *waiting.latest < event.time) waiting.latest = event.time;
}

}  // namespace

Result<Waiting> SaveWaiting(state::ReorderBuffer& buffer, const program::Program& program,
                            const std::vector<uint32_t>& numbers, ArchiveWriter& to) {
  EventSaver save(program, numbers);
  Waiting waiting;
  const size_t start = to.size();
  const Status drained = buffer.DrainAll([&](const state::ReorderItem& item) {
    if (waiting.given_up > 0 || to.size() - start > kMostWaiting) {
      ++waiting.given_up;
      return;
    }
    const SavedEvent event = save(item);
    Count(event, waiting);
    to(true, event);
  });
  if (!drained.ok()) return drained.error();
  to(false);
  return waiting;
}

Result<Waiting> LoadWaiting(ArchiveReader& from, const std::vector<RuleKey>& saved,
                            const Successors& successors, const exec::LoadedProgram& program,
                            state::ReorderBuffer& buffer) {
  EventLoader loader(saved, successors, program);
  Waiting waiting;
  for (bool more = false; from(more), more;) {
    SavedEvent event;
    from(event);
    if (!from.Require(from.ok() && loader.Load(event), "an event that waits makes no sense")) break;
    const std::string& payload = loader.payload();
    if (payload.empty()) continue;
    const Status added = buffer.Add(
        {event.time, event.origin, payload, static_cast<uint32_t>(event.order_id.size())});
    if (!added.ok()) return added.error();
    Count(event, waiting);
  }
  if (!from.ok()) return Error{from.failure()};
  return waiting;
}

}  // namespace sigrun::engine
