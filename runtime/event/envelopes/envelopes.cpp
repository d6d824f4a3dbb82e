#include "runtime/event/envelopes/envelopes.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/check.h"

namespace sigrun::event {
namespace {

constexpr std::string_view kMessageType = "messageType";

using Words = std::vector<std::string_view>;

Words SplitWords(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool Has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

CarrierSpec MakeCarrier(CarrierSpec::Form form, std::string_view marks, KeyPath path) {
  CarrierSpec spec{form, {}, {}, marks == "*", std::move(path)};
  for (const std::string_view mark : SplitWords(marks)) {
    if (mark[0] == '<') {
      spec.within.push_back(mark.substr(1));
    } else {
      spec.marks.push_back(mark);
    }
  }
  return spec;
}

}  // namespace

const std::vector<ContainerSpec>& Containers() {
  static const std::vector<ContainerSpec> specs = {
#define CONTAINER(how, known, ...) {ContainerSpec::How::how, SplitWords(known), {__VA_ARGS__}},
#define CARRIER(...)
#include "runtime/event/envelopes/envelopes.def"
#undef CONTAINER
#undef CARRIER
  };
  return specs;
}

const std::vector<CarrierSpec>& Carriers() {
  static const std::vector<CarrierSpec> specs = {
#define CONTAINER(...)
#define CARRIER(form, marks, ...) MakeCarrier(CarrierSpec::Form::form, marks, {__VA_ARGS__}),
#include "runtime/event/envelopes/envelopes.def"
#undef CONTAINER
#undef CARRIER
  };
  return specs;
}

bool ContainerSpec::Knows(std::string_view key) const { return Has(known, key); }

const ContainerSpec* ContainerAt(std::string_view key) {
  for (const ContainerSpec& spec : Containers())
    if (spec.path.size() == 1 && spec.path[0] == key) return &spec;
  return nullptr;
}

bool IsFramingKey(std::string_view key) {
  for (const ContainerSpec& spec : Containers())
    if (spec.how == ContainerSpec::How::kAlways && spec.Knows(key)) return true;
  return false;
}

bool IsControl(std::string_view key, std::string_view value) {
  return key == kMessageType && value == "CONTROL_MESSAGE";
}

bool MayFrame(char first) {
  static const auto firsts = [] {
    std::array<bool, 256> table{};
    const auto note = [&](std::string_view key) {
      table[static_cast<unsigned char>(key[0])] = true;
    };
    for (const ContainerSpec& spec : Containers()) {
      if (spec.how != ContainerSpec::How::kAlways) continue;
      note(spec.path[0]);
      for (const std::string_view key : spec.known) note(key);
    }
    return table;
  }();
  return firsts[static_cast<unsigned char>(first)];
}

Envelopes::Envelopes(ProbePaths& paths) {
  for (const ContainerSpec& spec : Containers()) {
    containers_.push_back({spec, paths.Add(spec.path)});
    SIGRUN_CHECK(containers_.back().probe.number == containers_.size());
  }
  for (const CarrierSpec& spec : Carriers())
    carriers_.push_back({spec, paths.Add(spec.path), static_cast<uint8_t>(carriers_.size() + 1)});
  message_type_ = paths.Add({std::string(kMessageType)});
  detail_type_ = paths.Add({"detail-type"});
  s3_event_ = paths.Add({"Event"});
  event_source_ = paths.Add({"eventSource"});
  sns_type_ = paths.Add({"Type"});
  sns_message_ = paths.Add({"Message"});
  sns_source_ = paths.Add({"EventSource"});
}

bool Envelopes::IsControl(const Walked& object) const {
  return event::IsControl(kMessageType, object.Raw(message_type_));
}

Classified Envelopes::Classify(const Walked& object) const {
  using enum NotEventKind;
  if (object.Raw(s3_event_) == "s3:TestEvent") return {kNotification, "S3 test event"};
  if (object.Raw(event_source_).starts_with("aws:"))
    return {kNotification, "delivery notification"};
  if (object.Raw(sns_source_).starts_with("aws:")) return {kNotification, "SNS notification"};
  if (object.Raw(sns_type_) == "Notification" && object.has(sns_message_))
    return {kNotification, "SNS notification"};
  if (object.has(detail_type_))
    return {kNotification, "EventBridge event that does not carry a record"};
  return {kUnknown, "object that is not a record of a known log source"};
}

}  // namespace sigrun::event
