#include "runtime/event/examiner.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/event/json/compact_json.h"
#include "runtime/event/json/members.h"
#include "runtime/event/json/odd_bytes.h"
#include "runtime/event/json/unescape.h"
#include "runtime/event/repair/find_end.h"
#include "runtime/event/repair/repair.h"
#include "runtime/event/splitter.h"

namespace sigrun::event {
namespace {

// The fields that may hold a time are read as the program's are.
std::vector<SlotSpec> WithTimes(const Layout& layout) {
  std::vector<SlotSpec> slots = layout.slots;
  if (layout.accept_any)
    for (const Path& path : layout.time_fields) slots.push_back({path});
  return slots;
}

}  // namespace

// The resources for reading the payload of a carrier.
struct Examiner::Level {
  Level(Examiner& examiner, Outcomes& outcomes, const Limits& limits)
      : splitter(examiner, outcomes, limits) {}
  std::string payload;
  Splitter splitter;
};

Examiner::Examiner(const Layout& layout, const Limits& limits, Outcomes& outcomes)
    : envelopes_(paths_),
      sources_(layout, paths_),
      accept_any_(layout.accept_any),
      payloads_(layout.payloads),
      slot_count_(layout.slots.size()),
      limits_(limits),
      outcomes_(outcomes),
      walker_(WithTimes(layout), paths_, limits),
      levels_(limits.envelope_depth) {
  if (!accept_any_) return;
  for (const Path& path : layout.time_fields) time_fields_.push_back(PathText(path));
}
Examiner::~Examiner() = default;

WalkResult Examiner::Examine(const Input& input, uint32_t token, Place place, Carrying carrying) {
  const bool object = input.view.Char(token) == '{';
  const WalkResult walked =
      object ? walker_.Record(input.view, token) : walker_.Skip(input.view, token);
  const WalkResult end = EndOf(input, token, walked);
  if (!end.done()) return end;
  if (!walked.done() && walked.reason != RejectReason::kInvalidJson) {
    outcomes_.Give(walked.reason, Problem(input, walked), input.OffsetOf(token));
  } else if (!object) {
    NoObject(input, token, end.token - 1, place);
  } else if (walked.done()) {
    Object(input, token, end.token - 1, place, carrying);
  } else {
    Repaired(input, token, end.token - 1, Problem(input, walked), place, carrying);
  }
  return end;
}

WalkResult Examiner::Skip(const Input& input, uint32_t token) {
  return EndOf(input, token, walker_.Skip(input.view, token));
}

// The end of a walked value; if walking failed, by its brackets.
WalkResult Examiner::EndOf(const Input& input, uint32_t token, const WalkResult& walked) const {
  const char c = input.view.Char(token);
  if (walked.kind != WalkResult::Kind::kBad || (c != '{' && c != '[')) return walked;
  const RecordStart start = input.first_keys.empty() ? RecordStart{false, sources_.first_keys()}
                                                     : RecordStart{true, input.first_keys};
  const WalkResult end = FindEnd(input.view, token, start);
  return end.kind == WalkResult::Kind::kBad ? walked : end;
}

std::string Examiner::Problem(const Input& input, const WalkResult& bad) {
  return fmt::format("{} at byte {}{}", bad.problem,
                     input.carried ? input.view.at[bad.token] : input.OffsetOf(bad.token),
                     input.carried ? " of the payload" : "");
}

void Examiner::NoObject(const Input& input, uint32_t first, uint32_t last, Place place) {
  const bool row = place.within != nullptr && input.view.Char(first) == '[' &&
                   place.within->how == ContainerSpec::How::kAmong;
  if (row && HoldsObject(input.view, first)) return Row(input, first, last, place);
  outcomes_.Give(NotEventKind::kUnknown, "not an object", input.OffsetOf(first));
}

// The object was walked and is grammatical; its strings may contain invalid bytes.
void Examiner::Object(const Input& input, uint32_t first, uint32_t last, Place place,
                      Carrying carrying) {
  if (!carrying.counted && envelopes_.HasContainer(walker_.probes())) {
    const Probes probes = walker_.probes();  // what follows walks other objects
    if (Container(input, {input.view, probes, first, last}, place)) return;
    walker_.Record(input.view, first);
  }
  Single(input, first, last, place, carrying);
}

// An object that is one record, or carries some in its text.
void Examiner::Single(const Input& input, uint32_t first, uint32_t last, Place place,
                      Carrying carrying) {
  if (!input.odd.empty())
    if (const std::string flaw = Flaw(input, first, last); !flaw.empty())
      return Repaired(input, first, last, flaw, place, carrying);
  const Walked record{input.view, walker_.probes(), first, last};
  if (const LogSourceId source = sources_.Recognise(record, Certainty::kHere); source.valid())
    return Record(input, record, source);
  const Probes probes = walker_.probes();
  const Walked object{input.view, probes, first, last};
  const uint32_t walk = walker_.record();
  const bool counted = carrying.counted;
  if (!counted) carrying.record = outcomes_.next();
  inside_.reset();
  if (Carrier(input, object, place)) {
    if (!counted) outcomes_.GiveCarrier();
    carrying.counted = true;
  }
  const bool event = accept_any_ && level_ == 0;
  if (event && walker_.record() != walk) walker_.Record(input.view, first);
  if (!carrying.counted) return Other(input, object);
  if (event) Give(input, object, sources_.any(), TimeOf(object), carrying);
}

void Examiner::Repaired(const Input& input, uint32_t first, uint32_t last, const std::string& flaw,
                        Place place, Carrying carrying) {
  MadeTexts::Lease made(texts_);
  Repair(input.view, first, last, made->text);
  made->flaw = flaw;
  made->input.flaw = made->flaw;
  made->input.original = &input;
  made->input.original_token = first;
  Made(*made, input.OffsetOf(first), place, carrying);
}

// The flaws in the strings of an object; empty if there are none.
std::string Examiner::Flaw(const Input& input, uint32_t first, uint32_t last) const {
  const auto odd = std::lower_bound(input.odd.begin(), input.odd.end(), input.view.at[first]);
  if (odd == input.odd.end() || *odd > input.view.at[last]) return {};
  return fmt::format("{} at byte {}{}", OddByteProblem(input.view.text[*odd]),
                     input.carried ? *odd : input.offset + *odd,
                     input.carried ? " of the payload" : "");
}

// An object whose text was assembled here.
void Examiner::Made(MadeText& made, uint64_t offset, Place place, Carrying carrying) {
  const size_t size = made.text.size();
  made.text.append(StructuralIndex::kPadding, '\0');
  made.input.offset = offset;
  made.input.carried = true;
  WalkResult result{WalkResult::Kind::kBad, 0, RejectReason::kInvalidJson, "it cannot be read"};
  if (IndexText(made.text.data(), size, size, made.index, made.input))
    result = Examine(made.input, 0, place, carrying);
  if (!result.done()) outcomes_.Give(result.reason, result.problem, offset);
}

void Examiner::Rest(std::string_view object, uint64_t offset, uint64_t record) {
  MadeTexts::Lease made(texts_);
  made->text = object;
  Made(*made, offset, {}, {true, record});
}

// An object that contains arrays of values, if they are: they are values of the input, and if the
// object has keys of its own, it is an event, too.
bool Examiner::Container(const Input& input, const Walked& object, Place place) {
  std::vector<const Envelopes::Container*> opened;
  for (const Envelopes::Container& container : envelopes_.containers()) {
    const ContainerSpec& spec = container.spec;
    if (object.Char(container.probe) != '[') continue;
    size_t known = 0, own = 0;
    ForEachMember(input.view, object.first, [&](uint32_t key, uint32_t) {
      const std::string_view name = StringText(input.view, key);
      if (name == spec.path[0] && spec.path.size() == 1) return true;
      ++(spec.Knows(name) ? known : own);
      return true;
    });
    using How = ContainerSpec::How;
    if (spec.how == How::kAlways || (own == 0 && (spec.how == How::kAlone || known > 0)))
      opened.push_back(&container);
  }
  if (opened.empty()) return false;
  bool own = false, records = false;
  ForEachMember(input.view, object.first, [&](uint32_t key, uint32_t) {
    const std::string_view name = StringText(input.view, key);
    own |= std::none_of(opened.begin(), opened.end(), [&](const auto* container) {
      return container->spec.path[0] == name || container->spec.Knows(name);
    });
    return !own;
  });
  for (const Envelopes::Container* container : opened)
    records |= HoldsObject(input.view, object.token(container->probe));
  if (own && !records) return false;
  if (!own && envelopes_.IsControl(object)) {
    outcomes_.Give(NotEventKind::kControl, "control message of a log subscription",
                   input.OffsetOf(object.first));
    return true;
  }
  if (place.nesting >= limits_.envelope_depth) {
    outcomes_.Give(RejectReason::kTooDeep, "envelopes nested too deeply",
                   input.OffsetOf(object.first));
    return true;
  }
  const uint64_t record = outcomes_.next();
  outcomes_.GiveCarrier();
  for (const Envelopes::Container* container : opened)
    OpenArray(input, object, *container, {place.nesting + 1, &container->spec});
  if (!own) return true;
  walker_.Record(input.view, object.first);
  Single(input, object.first, object.last, place, {true, record});
  return true;
}

// In an object that had to be repaired, each of the records is looked at as it was written: it may
// be clean itself.
void Examiner::OpenArray(const Input& input, const Walked& object,
                         const Envelopes::Container& container, Place place) {
  const ContainerSpec& spec = container.spec;
  const Input* source = &input;
  uint32_t array = object.token(container.probe);
  if (input.original != nullptr && spec.path.size() == 1) {
    const TokenView& view = input.original->view;
    for (uint32_t k = input.original_token + 1; view.Char(k) != '}'; k = AfterValue(view, k)) {
      if (view.Char(k) != '"' || view.Char(k + 1) != ':' || view.Char(k + 2) != '[') continue;
      if (StringText(view, k) != spec.path[0]) continue;
      source = input.original;
      array = k + 2;
    }
  }
  Elements(*source, array, place);
}

void Examiner::Elements(const Input& input, uint32_t token, Place place) {
  for (++token; input.view.Char(token) != ']';) {
    const char c = input.view.Char(token);
    if (c == ',' || c == ':') {
      ++token;
      continue;
    }
    const WalkResult result = Examine(input, token, place);
    if (!result.done()) outcomes_.Give(result.reason, result.problem, input.OffsetOf(token));
    token = result.done() ? result.token : AfterValue(input.view, token);
  }
}

// A row of a table: [{"field": name, "value": value}, …] or [{name: value}, …].
void Examiner::Row(const Input& input, uint32_t first, uint32_t last, Place place) {
  const TokenView& view = input.view;
  MadeTexts::Lease made(texts_);
  std::string& text = made->text;
  text = "{";
  for (uint32_t k = first + 1; k < last;) {
    const uint32_t after = AfterValue(view, k);
    uint32_t field = 0, value = 0;
    if (view.Char(k) == '{')
      ForEachMember(view, k, [&](uint32_t key, uint32_t at) {
        if (StringText(view, key) == "field") field = at;
        if (StringText(view, key) == "value") value = at;
        return true;
      });
    if (view.Char(k) == '{' && after - k > 2) {
      if (text.size() > 1) text += ',';
      if (field != 0 && value != 0 && view.Char(field) == '"') {
        text += ViewText(view, field, field + 1);
        text += ':';
        text += ViewText(view, value, AfterValue(view, value));
      } else {
        text += ViewText(view, k + 1, after - 1);
      }
    }
    k = view.Char(after) == ',' ? after + 1 : after;
  }
  text += '}';
  Made(*made, input.OffsetOf(first), {place.nesting, nullptr}, {});
}

// Whether other keys of the object identify the vendor of the carrier's place.
bool Examiner::IsMarked(const Input& input, const Walked& object, const CarrierSpec& spec,
                        Place place) const {
  if (payloads_ == Payloads::kAlways || spec.marked) return true;
  const auto has = [](const auto& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  bool found = place.within != nullptr && has(spec.within, place.within->path[0]);
  if (found || spec.marks.empty()) return found;
  ForEachMember(input.view, object.first, [&](uint32_t key, uint32_t) {
    found = has(spec.marks, StringText(input.view, key));
    return !found;
  });
  return found;
}

// True if it contained records or rejects.
bool Examiner::Carrier(const Input& input, const Walked& object, Place place) {
  if (payloads_ == Payloads::kNever) return false;
  std::vector<std::string_view> opened;
  for (const Envelopes::Carrier& carrier : envelopes_.carriers()) {
    const char c = object.Char(carrier.probe);
    if (c != '"' && c != '{') continue;
    const uint32_t token = object.token(carrier.probe);
    const std::string_view text = c == '"'
                                      ? object.Raw(carrier.probe)
                                      : ViewText(input.view, token, AfterValue(input.view, token));
    // Some vendors write one text to two places; and an object may contain one that was already
    // opened.
    const bool known = std::any_of(opened.begin(), opened.end(), [&](std::string_view other) {
      return c == '"' ? text == other
                      : other.data() >= text.data() && other.data() < text.data() + text.size();
    });
    if (known) continue;
    const Passage outside = passage_;
    passage_ = passage_.Into(carrier.place);
    if (TryCarrier(input, object, carrier, IsMarked(input, object, carrier.spec, place)))
      opened.push_back(text);
    passage_ = outside;
  }
  return !opened.empty();
}

bool Examiner::TryCarrier(const Input& input, const Walked& object,
                          const Envelopes::Carrier& carrier, bool marked) {
  switch (carrier.spec.form) {
    case CarrierSpec::Form::kText:
      return object.Char(carrier.probe) == '{'
                 ? TryObject(input, object.token(carrier.probe), marked)
                 : TryText(input, object, carrier, marked);
    case CarrierSpec::Form::kBase64:
      return object.Char(carrier.probe) == '"' && TryBase64(input, object, carrier, marked);
  }
  return false;
}

// An object is a record, or an envelope around one.
bool Examiner::TryObject(const Input& input, uint32_t token, bool marked) {
  const WalkResult result = walker_.Record(input.view, token);
  if (!result.done()) return false;
  const Walked record{input.view, walker_.probes(), token, result.token - 1};
  const Certainty certainty = marked ? Certainty::kHere : Certainty::kAnywhere;
  if (const LogSourceId source = sources_.Recognise(record, certainty); source.valid()) {
    Record(input, record, source);
    return true;
  }
  if (!marked || level_ == levels_.size()) return false;
  const Probes probes = walker_.probes();
  ++level_;
  const bool carrier = Carrier(input, {input.view, probes, token, result.token - 1}, {});
  --level_;
  return carrier;
}

std::string& Examiner::Payload() {
  auto& level = levels_[level_];
  if (!level) level = std::make_unique<Level>(*this, outcomes_, limits_);
  return level->payload;
}

bool Examiner::TryText(const Input& input, const Walked& object, const Envelopes::Carrier& carrier,
                       bool marked) {
  const std::string_view raw = object.Raw(carrier.probe);
  const size_t begin = raw.find_first_not_of(" \t");
  if (begin == std::string_view::npos || std::string_view("{[\\").find(raw[begin]) > 2)
    return false;
  if (level_ == levels_.size()) return marked && TooDeep(input, object);
  std::string& payload = Payload();
  payload.resize(raw.size());
  const size_t size = Unescape(raw, payload.data());
  if (size == kBadEscape) return false;
  payload.resize(size);
  const uint64_t offset = input.OffsetOf(object.first);
  return marked ? Unwrap(payload, offset, input.flaw) : UnwrapRecord(payload, offset, input.flaw);
}

// Data that is not base64 at all may be anything; what starts as gzip has to be gzip.
bool Examiner::TryBase64(const Input& input, const Walked& object,
                         const Envelopes::Carrier& carrier, bool marked) {
  if (level_ == levels_.size()) return marked && TooDeep(input, object);
  std::string& payload = Payload();
  const uint64_t offset = input.OffsetOf(object.first);
  const auto status = decoder_.Decode(object.Raw(carrier.probe), limits_.envelope_bytes, payload);
  if (!marked)
    return status == PayloadDecoder::Status::kOk && UnwrapRecord(payload, offset, input.flaw);
  switch (status) {
    case PayloadDecoder::Status::kOk:
      return Unwrap(payload, offset, input.flaw);
    case PayloadDecoder::Status::kNotBase64:
      if (!carrier.spec.marked) return false;
      outcomes_.Give(RejectReason::kBadEncoding, "the payload is not base64", offset);
      return true;
    case PayloadDecoder::Status::kBadGzip:
      outcomes_.Give(RejectReason::kBadEncoding, "the payload is damaged gzip", offset);
      return true;
    case PayloadDecoder::Status::kTooLarge:
      outcomes_.Give(
          RejectReason::kTooLarge,
          fmt::format("the payload inflates to more than {} bytes", limits_.envelope_bytes),
          offset);
      return true;
  }
  return false;
}

bool Examiner::TooDeep(const Input& input, const Walked& object) {
  outcomes_.Give(RejectReason::kTooDeep, "payloads nested too deeply",
                 input.OffsetOf(object.first));
  return true;
}

// Reads the payload as a document of its own. False when there is no record in it.
bool Examiner::Unwrap(std::string& payload, uint64_t offset, std::string_view flaw) {
  const size_t size = payload.size();
  payload.append(StructuralIndex::kPadding, '\0');
  Splitter& splitter = levels_[level_]->splitter;
  for (bool known = false;; known = true) {
    outcomes_.BeginTrial(known);
    ++level_;
    splitter.ReadPayload(payload.data(), size, offset, flaw);
    --level_;
    const Outcomes::Verdict verdict = outcomes_.EndTrial();
    if (!verdict.again) return Judge(verdict, {payload.data(), size}, offset);
  }
}

// Nothing announces this payload: it is opened only if it is one whole record.
bool Examiner::UnwrapRecord(std::string_view payload, uint64_t offset, std::string_view flaw) {
  MadeTexts::Lease made(texts_);
  made->text = payload;
  made->text.append(StructuralIndex::kPadding, '\0');
  made->input.offset = offset;
  made->input.carried = true;
  made->input.flaw = flaw;
  if (!IndexText(made->text.data(), payload.size(), payload.size(), made->index, made->input))
    return false;
  const TokenView& view = made->input.view;
  if (view.Char(0) != '{') return false;
  const WalkResult result = walker_.Record(view, 0);
  if (!result.done() || result.token != view.count) return false;
  const Walked record{view, walker_.probes(), 0, result.token - 1};
  if (!sources_.Recognise(record, Certainty::kText).valid()) return false;
  Single(made->input, 0, result.token - 1, {}, {});
  return true;
}

bool Examiner::Judge(const Outcomes::Verdict& verdict, std::string_view payload, uint64_t offset) {
  if (verdict.events) return true;
  inside_.reset();
  if (!verdict.others.empty() && verdict.others[0].kind != NotEventKind::kUnknown)
    inside_ = verdict.others[0];
  if (verdict.rejects.empty() || !sources_.MayHoldRecord(payload)) return false;
  const Reject& reject = verdict.rejects[0];
  outcomes_.Give(reject.reason, "in the payload: " + reject.detail, offset);
  return true;
}

void Examiner::Record(const Input& input, const Walked& record, LogSourceId source) {
  Give(input, record, source, sources_.TimeOf(source, record, walker_.arena()), {});
}

void Examiner::Other(const Input& input, const Walked& object) {
  if (accept_any_ && level_ == 0) return Give(input, object, sources_.any(), TimeOf(object), {});
  if (inside_) return outcomes_.Give(inside_->kind, inside_->detail, input.OffsetOf(object.first));
  const auto known = sources_.Classify(object);
  const Classified other = known ? *known : envelopes_.Classify(object);
  outcomes_.Give(other.kind, std::string(other.detail), input.OffsetOf(object.first));
}

RecordTime Examiner::TimeOf(const Walked& object) {
  for (size_t i = 0; i < time_fields_.size(); ++i)
    if (const Value& value = walker_.slots()[slot_count_ + i]; value.present())
      return ReadTime(time_fields_[i], value);
  return sources_.TimeOf(sources_.any(), object, walker_.arena());
}

void Examiner::Give(const Input& input, const Walked& object, LogSourceId source,
                    const RecordTime& time, Carrying carrying) {
  Event event;
  event.json = TokenText(input.view, object.first, object.last);
  event.origin.offset = input.OffsetOf(object.first);
  if (event.json.size() > limits_.record_bytes)
    return outcomes_.Give(RejectReason::kTooLarge,
                          fmt::format("a record of {} bytes", event.json.size()),
                          event.origin.offset);
  event.origin.passage = passage_;
  event.slots = walker_.slots().first(slot_count_);
  event.source = source;
  event.timed = time.time.has_value();
  event.time = time.time.value_or(Timestamp{});
  event.unread_time = time.unread;
  event.flaw = input.flaw;
  event.carrier = carrying.counted;
  if (carrying.counted) event.origin.record = carrying.record;
  event.id = sources_.IdOf(source, object, walker_.arena());
  outcomes_.Give(event);
}

}  // namespace sigrun::event
