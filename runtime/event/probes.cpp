#include "runtime/event/probes.h"

#include <algorithm>
#include <string>

#include "runtime/event/event.h"

namespace sigrun::event {
namespace {

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

CarrierSpec MakeCarrier(Probe probe, CarrierSpec::Form form, std::string_view marks, KeyPath path) {
  CarrierSpec spec{probe, form, {}, {}, marks == "*", std::move(path)};
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

const std::vector<FieldSpec>& Fields() {
  static const std::vector<FieldSpec> specs = {
#define FIELD(name, ...) {Probe::k##name, {__VA_ARGS__}},
#define CONTAINER(...)
#define CARRIER(...)
#define CARRIER_AT(...)
#include "runtime/event/recognised.def"
#undef FIELD
#undef CONTAINER
#undef CARRIER
#undef CARRIER_AT
  };
  return specs;
}

const std::vector<ContainerSpec>& Containers() {
  static const std::vector<ContainerSpec> specs = {
#define FIELD(...)
#define CONTAINER(name, how, known, ...) \
  {Probe::k##name, ContainerSpec::How::how, SplitWords(known), {__VA_ARGS__}},
#define CARRIER(...)
#define CARRIER_AT(...)
#include "runtime/event/recognised.def"
#undef FIELD
#undef CONTAINER
#undef CARRIER
#undef CARRIER_AT
  };
  return specs;
}

const std::vector<CarrierSpec>& Carriers() {
  static const std::vector<CarrierSpec> specs = {
#define FIELD(...)
#define CONTAINER(...)
#define CARRIER(name, form, marks, ...) \
  MakeCarrier(Probe::k##name, CarrierSpec::Form::form, marks, {__VA_ARGS__}),
#define CARRIER_AT CARRIER
#include "runtime/event/recognised.def"
#undef FIELD
#undef CONTAINER
#undef CARRIER
#undef CARRIER_AT
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

}  // namespace sigrun::event
