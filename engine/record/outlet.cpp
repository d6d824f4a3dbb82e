#include "engine/record/outlet.h"

#include <utility>

namespace sigrun::engine {
namespace {

size_t BytesOf(const alert::NamedData& data) {
  size_t bytes = data.capacity() * sizeof data[0];
  for (const auto& [name, datum] : data) bytes += name.size() + datum.text.size();
  return bytes;
}

size_t BytesOf(const alert::Alert& alert) {
  size_t bytes = sizeof alert + alert.message.size() + alert.file.size() + alert.id.size();
  bytes += BytesOf(alert.group) + BytesOf(alert.values) + BytesOf(alert.thresholds);
  for (const std::string& id : alert.event_ids) bytes += sizeof(std::string) + id.size();
  return bytes;
}

}  // namespace

// Whether to raise it. An alert without a time may belong to any day: it is raised.
bool Outlet::Count(uint32_t rule, const alert::Alert& alert) {
  if (alert.timed && ((options_.since && alert.time < *options_.since) ||
                      (options_.until && alert.time >= *options_.until))) {
    ++outside_;
    return false;
  }
  ++counts_[rule];
  cut_[rule] += alert.cut;
  return true;
}

void Outlet::Give(const alert::Alert& alert) {
  if (status_.ok()) status_ = sink_.OnAlert(alert);
}

void Outlet::Send(uint32_t rule, const alert::Alert& alert, bool sent) {
  if (Count(rule, alert) && !sent) Give(alert);
}

void Outlet::SendInOrder(uint32_t rule, alert::Alert alert) {
  if (!hold_) return Send(rule, alert);
  if (!Count(rule, alert)) return;
  held_bytes_ += BytesOf(alert);
  held_.push_back(std::move(alert));
}

void Outlet::Release() {
  hold_ = false;
  for (const alert::Alert& alert : held_) Give(alert);
  held_.clear();
  held_bytes_ = 0;
}

}  // namespace sigrun::engine
