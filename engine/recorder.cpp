#include "engine/recorder.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace sigrun::engine {

void Recorder::OnEvent(const event::Event& event) {
  front_->Identify(event);
  Evaluated record;
  record.identity = front_->Begin();
  record.event = event;
  record.event.slots = {};
  record.event.json = {};
  record.clock_mark = ClockMark(event, record.identity);
  record.handover = front_->Evaluate(pipeline_.VerdictAlone(event));
  record.results = front_->results();
  Keep({&record.event.id, &record.event.flaw, &record.event.unread_time.field,
        &record.event.unread_time.text, &record.identity.id, &record.handover.id,
        &record.handover.matches, &record.handover.ordered, &record.handover.alert_key});
  const auto rules = record.results.rules;
  if (!rules.empty()) {  // no memory is needed for none: an empty arena has none to give
    auto* const kept = batch_->memory.AllocateArray<exec::EventResults::OfRule>(rules.size());
    if (kept == nullptr) throw std::bad_alloc();
    std::copy(rules.begin(), rules.end(), kept);
    record.results.rules = {kept, rules.size()};
  }
  batch_->entries.emplace_back(std::move(record));
}

std::string_view Recorder::Keep(std::string_view text) {
  if (text.empty()) return {};
  char* const kept = batch_->memory.Allocate(text.size());
  if (kept == nullptr) throw std::bad_alloc();
  std::memcpy(kept, text.data(), text.size());
  return {kept, text.size()};
}

}  // namespace sigrun::engine
