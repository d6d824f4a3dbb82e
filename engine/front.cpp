#include "engine/front.h"

#include <algorithm>

#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

std::optional<size_t> DedupSlot(const event::Layout& layout, const Options& options) {
  if (options.dedup_field.empty()) return std::nullopt;
  const event::SlotSpec wanted{FieldPath(options.dedup_field)};
  const auto slot = std::find(layout.slots.begin(), layout.slots.end(), wanted);
  return static_cast<size_t>(slot - layout.slots.begin());
}

}  // namespace

event::Layout Front::LayoutOf(const exec::LoadedProgram& program, const Options& options) {
  event::Layout layout;
  layout.slots = program.program().slots;
  layout.sources = program.program().sources;
  layout.accept_any = options.any_source;
  layout.payloads = options.payloads;
  layout.time_fields = options.time_fields;
  layout.time_fields.insert(layout.time_fields.end(), program.program().time_fields.begin(),
                            program.program().time_fields.end());
  for (const program::Rule& rule : program.program().rules)
    layout.accept_any |= !rule.source.valid() || layout.sources[rule.source.index].takes_any();
  if (const auto slot = DedupSlot(layout, options); slot == layout.slots.size())
    layout.slots.push_back({FieldPath(options.dedup_field)});
  return layout;
}

Front::Front(const exec::LoadedProgram& program, const Options& options, Comparison comparison,
             HandoverIds ids)
    : loaded_(program),
      options_(options),
      ids_(ids),
      maker_(program),
      executor_(program, ExecutorOptions(options)),
      identities_(options, comparison, DedupSlot(LayoutOf(program, options), options),
                  program.program().sources),
      writer_(program, options.carry != Carry::kNothing) {}

const Identity& Front::Identify(const event::Event& event) {
  event_ = &event;
  return identities_.Read(event);
}

const Identity& Front::Begin() {
  executor_.Begin(*event_);
  identity_ = &identities_.Mark(*event_);
  return *identity_;
}

Handover Front::Evaluate(const Verdict& verdict) {
  verdict_ = verdict;
  for (std::string* text : {&digest_, &name_, &order_id_, &alert_key_}) text->clear();
  writer_.Begin();
  executor_.Evaluate(*this);
  Handover handover;
  handover.origin = event_->origin;
  handover.time = event_->time;
  handover.timed = event_->timed;
  handover.carrier = event_->carrier;
  if (writer_.has_matches()) {
    handover.id = Name();
    handover.alert_key = AlertKey();
    handover.matches = writer_.matches();
  }
  if (writer_.has_ordered()) {
    const std::string_view id = OrderId();
    writer_.End(id);
    handover.id = Name();
    handover.ordered = writer_.ordered();
    handover.order_id_size = static_cast<uint32_t>(id.size());
    // Another thread may still find out that the id is shared.
    if (ids_ == HandoverIds::kWithDigests) handover.alert_key = AlertKey();
  }
  return handover;
}

void Front::OnMatch(uint32_t rule, exec::Evaluation& evaluation) {
  if (!GivesAlerts(loaded_.program(), options_, rule)) return;
  if (loaded_.program().rules[rule].alert.suppress && event_->timed) {
    if (std::optional<std::string> key = maker_.SuppressKey(rule, evaluation))
      return writer_.Add(SuppressedMatch{maker_.MakeMatch(rule, evaluation), std::move(*key)},
                         AlertKey());
  }
  writer_.Add(maker_.MakeMatch(rule, evaluation));
}

void Front::OnFeed(const program::Fed& fed, exec::Evaluation& evaluation) {
  if (!verdict_.late) writer_.Add(fed, evaluation);
}

std::string_view Front::Digest() {
  if (digest_.empty()) digest_ = identities_.DigestOf(*event_);
  return digest_;
}

// Only for events that match or feed: the name of most events is never needed.
std::string_view Front::Name() {
  if (identity_->id.empty()) {
    if (name_.empty()) name_.assign("record-").append(Digest());
    return name_;
  }
  if (!verdict_.differs) return identity_->id;
  if (name_.empty()) name_.assign(identity_->id).append("#").append(Digest());
  return name_;
}

std::string_view Front::OrderId() {
  if (ids_ == HandoverIds::kNames) return Name();
  order_id_ = identity_->id.empty() ? Name() : identity_->id;
  order_id_.append(1, '\0').append(Digest());
  return order_id_;
}

std::string_view Front::AlertKey() {
  if (identity_->id.empty()) return Name();
  if (alert_key_.empty()) alert_key_.assign(identity_->id).append("#").append(Digest());
  return alert_key_;
}

}  // namespace sigrun::engine
