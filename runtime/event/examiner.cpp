#include "runtime/event/examiner.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/event/compact_json.h"
#include "runtime/event/splitter.h"
#include "runtime/event/unescape.h"

namespace sigrun::event {

// What it takes to read the payload of a carrier.
struct Examiner::Level {
  Level(Examiner& examiner, Outcomes& outcomes, const Limits& limits)
      : splitter(examiner, outcomes, limits) {}
  std::string payload;
  Splitter splitter;
};

Examiner::Examiner(const Layout& layout, const Limits& limits, Outcomes& outcomes)
    : accept_json_(layout.accept_json),
      accept_untimed_(layout.accept_untimed),
      limits_(limits),
      outcomes_(outcomes),
      walker_(layout, limits),
      levels_(limits.envelope_depth) {}
Examiner::~Examiner() = default;

WalkResult Examiner::Examine(const Input& input, uint32_t token, uint32_t nesting) {
  if (input.view.Char(token) != '{') {
    const WalkResult result = walker_.Skip(input.view, token);
    if (result.kind == WalkResult::Kind::kDone)
      outcomes_.Give(NotEventKind::kUnknown, "not an object", input.OffsetOf(token));
    return result;
  }
  const WalkResult result = walker_.Record(input.view, token);
  if (result.kind == WalkResult::Kind::kDone) Object(input, token, result.token - 1, nesting);
  return result;
}

void Examiner::Object(const Input& input, uint32_t first, uint32_t last, uint32_t nesting) {
  const Walked record{input.view, walker_.probes(), first, last};
  if (IsCloudTrail(record)) return Record(input, record);
  const Probes probes = walker_.probes();  // what follows walks other objects
  const Walked object{input.view, probes, first, last};
  if (Container(input, object, nesting) || !Whole(input, object)) return;
  const uint32_t walked = walker_.record();
  if (Carrier(input, object)) return;
  if (accept_json_ && walker_.record() != walked) walker_.Record(input.view, first);
  Other(input, object);
}

bool Examiner::Container(const Input& input, const Walked& object, uint32_t nesting) {
  if (object.Raw(Probe::kMessageType) == "CONTROL_MESSAGE") return false;
  for (const ProbeSpec& spec : ProbeSpecs()) {
    if (spec.role != ProbeRole::kContainer || object.Char(spec.probe) != '[') continue;
    if (nesting >= limits_.envelope_depth) {
      outcomes_.Give(RejectReason::kTooDeep, "envelopes nested too deeply",
                     input.OffsetOf(object.first));
    } else {
      Elements(input, object.token(spec.probe), nesting + 1);
    }
    return true;
  }
  return false;
}

// The whole array has been walked before: its grammar is right.
void Examiner::Elements(const Input& input, uint32_t token, uint32_t nesting) {
  if (input.view.Char(++token) == ']') return;
  for (;; ++token) {
    const WalkResult result = Examine(input, token, nesting);
    if (result.kind != WalkResult::Kind::kDone) {  // an escape that only a slot looks at
      outcomes_.Give(result.reason, result.problem, input.OffsetOf(token));
      token = walker_.Skip(input.view, token).token;
    } else {
      token = result.token;
    }
    if (input.view.Char(token) != ',') return;
  }
}

bool Examiner::Carrier(const Input& input, const Walked& object) {
  for (const ProbeSpec& spec : ProbeSpecs())
    if (object.has(spec.probe) && TryCarrier(input, object, spec)) return true;
  return false;
}

bool Examiner::TryCarrier(const Input& input, const Walked& object, const ProbeSpec& spec) {
  const char c = object.Char(spec.probe);
  if (spec.role == ProbeRole::kText && c == '{') return TryObject(input, object.token(spec.probe));
  if (c != '"') return false;
  if (spec.role == ProbeRole::kText) return TryText(input, object, spec);
  return spec.role == ProbeRole::kBase64 && TryBase64(input, object, spec);
}

bool Examiner::TryObject(const Input& input, uint32_t token) {
  const WalkResult result = walker_.Record(input.view, token);
  if (result.kind != WalkResult::Kind::kDone) return false;
  const Walked record{input.view, walker_.probes(), token, result.token - 1};
  if (!IsCloudTrail(record)) return false;
  Record(input, record);
  return true;
}

std::string& Examiner::Payload() {
  auto& level = levels_[level_];
  if (!level) level = std::make_unique<Level>(*this, outcomes_, limits_);
  return level->payload;
}

bool Examiner::TryText(const Input& input, const Walked& object, const ProbeSpec& spec) {
  const std::string_view raw = object.Raw(spec.probe);
  const size_t begin = raw.find_first_not_of(" \t");
  if (begin == std::string_view::npos || std::string_view("{[\\").find(raw[begin]) > 2)
    return false;
  if (level_ == levels_.size()) return false;
  std::string& payload = Payload();
  payload.resize(raw.size());
  const size_t size = Unescape(raw, payload.data());
  if (size == kBadEscape) return false;
  payload.resize(size);
  return Unwrap(input, object, payload);
}

// Data that is not base64 at all may be anything; what starts as gzip has to be gzip.
bool Examiner::TryBase64(const Input& input, const Walked& object, const ProbeSpec& spec) {
  if (level_ == levels_.size()) return false;
  std::string& payload = Payload();
  switch (payloads_.Decode(object.Raw(spec.probe), limits_.envelope_bytes, payload)) {
    case PayloadDecoder::Status::kOk:
      return Unwrap(input, object, payload);
    case PayloadDecoder::Status::kNotBase64:
      if (spec.probe == Probe::kFirehoseData) return false;
      outcomes_.Give(RejectReason::kBadEncoding, "the payload is not base64",
                     input.OffsetOf(object.first));
      return true;
    case PayloadDecoder::Status::kBadGzip:
      outcomes_.Give(RejectReason::kBadEncoding, "the payload is damaged gzip",
                     input.OffsetOf(object.first));
      return true;
    case PayloadDecoder::Status::kTooLarge:
      outcomes_.Give(
          RejectReason::kTooLarge,
          fmt::format("the payload inflates to more than {} bytes", limits_.envelope_bytes),
          input.OffsetOf(object.first));
      return true;
  }
  return false;
}

// Reads the payload as a document of its own. False when there is no CloudTrail in it.
bool Examiner::Unwrap(const Input& input, const Walked& object, std::string& payload) {
  const uint64_t offset = input.OffsetOf(object.first);
  const size_t size = payload.size();
  payload.append(StructuralIndex::kPadding, '\0');
  Splitter& splitter = levels_[level_]->splitter;
  outcomes_.BeginTrial();
  ++level_;
  splitter.ReadPayload(payload.data(), size, offset);
  --level_;
  return Judge(outcomes_.EndTrial(), {payload.data(), size}, offset);
}

bool Examiner::Judge(const Outcomes::Verdict& verdict, std::string_view payload, uint64_t offset) {
  if (verdict.events) return true;
  if (!verdict.others.empty() && verdict.others[0].kind != NotEventKind::kUnknown) {
    const NotEvent& other = verdict.others[0];
    if (accept_json_ && other.kind != NotEventKind::kControl) return false;
    outcomes_.Give(other.kind, other.detail, offset);
    return true;
  }
  const bool cloudtrail = payload.find("eventVersion") != std::string_view::npos ||
                          payload.find("eventSource") != std::string_view::npos;
  if (verdict.rejects.empty() || !cloudtrail) return false;
  const Reject& reject = verdict.rejects[0];
  outcomes_.Give(reject.reason, "in the payload: " + reject.detail, offset);
  return true;
}

// Gives the reject of an object with bytes in it that are not UTF-8.
bool Examiner::Whole(const Input& input, const Walked& object) {
  if (input.broken.empty()) return true;
  const auto broken =
      std::lower_bound(input.broken.begin(), input.broken.end(), input.view.at[object.first]);
  if (broken == input.broken.end() || *broken > input.view.at[object.last]) return true;
  outcomes_.Give(
      RejectReason::kInvalidUtf8,
      fmt::format("not UTF-8 {} bytes into the record", *broken - input.view.at[object.first]),
      input.OffsetOf(object.first));
  return false;
}

void Examiner::Record(const Input& input, const Walked& record) {
  if (!Whole(input, record)) return;
  EventTime time = CloudTrailTime(record, walker_.arena());
  if (time.time) return Give(input, record, Source::kCloudTrail, time.time);
  if (accept_untimed_ && time.reason == RejectReason::kNoTime)
    return Give(input, record, Source::kJson, OtherTime(record, walker_.arena()));
  outcomes_.Give(time.reason, std::move(time.detail), input.OffsetOf(record.first));
}

void Examiner::Other(const Input& input, const Walked& object) {
  const Classified other = ClassifyOther(object);
  if (accept_json_ && level_ == 0 && other.kind != NotEventKind::kControl)
    return Give(input, object, Source::kJson, OtherTime(object, walker_.arena()));
  outcomes_.Give(other.kind, std::string(other.detail), input.OffsetOf(object.first));
}

void Examiner::Give(const Input& input, const Walked& object, Source source,
                    std::optional<Timestamp> time) {
  Event event;
  event.json = TokenText(input.view, object.first, object.last);
  event.origin.offset = input.OffsetOf(object.first);
  if (event.json.size() > limits_.record_bytes)
    return outcomes_.Give(RejectReason::kTooLarge,
                          fmt::format("a record of {} bytes", event.json.size()),
                          event.origin.offset);
  if (const auto& unlisted = walker_.unlisted())
    return outcomes_.Give(unlisted->reason, unlisted->problem, event.origin.offset);
  event.slots = walker_.slots();
  event.source = source;
  event.timed = time.has_value();
  event.time = time.value_or(Timestamp{});
  event.id = object.Text(Probe::kEventId, walker_.arena());
  event.identity = event.id.empty() ? HashBytes128(event.json) : IdentityOf(event.id);
  outcomes_.Give(event);
}

}  // namespace sigrun::event
