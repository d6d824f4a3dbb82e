#include <nlohmann/json.hpp>

#include "engine/scan.h"
#include "runtime/alert/json_text.h"
#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kStatsVersion = 1;

Json Rejects(const RunReport& report) {
  Json list = Json::array();
  for (const event::Reject& reject : report.ledger.rejects())
    list.push_back({{"file", report.FileOf(reject.origin)},
                    {"record", reject.origin.record},
                    {"offset", reject.origin.offset},
                    {"reason", Name(reject.reason)},
                    {"detail", reject.detail}});
  return list;
}

Json Flaws(const RunReport& report) {
  Json list = Json::array();
  for (const Ledger::Flaw& flaw : report.ledger.flaws())
    list.push_back({{"file", report.FileOf(flaw.origin)},
                    {"record", flaw.origin.record},
                    {"offset", flaw.origin.offset},
                    {"detail", flaw.detail}});
  return list;
}

Json Records(const RunReport& report) {
  const Ledger& ledger = report.ledger;
  const TimeReport& times = report.times;
  Json reasons = Json::object(), kinds = Json::object();
  for (size_t i = 0; i < Ledger::kReasons; ++i) {
    const auto reason = static_cast<event::RejectReason>(i);
    if (ledger.rejected(reason) > 0) reasons[std::string(Name(reason))] = ledger.rejected(reason);
  }
  for (size_t i = 0; i < Ledger::kKinds; ++i) {
    const auto kind = static_cast<event::NotEventKind>(i);
    if (ledger.not_an_event(kind) > 0) kinds[std::string(Name(kind))] = ledger.not_an_event(kind);
  }
  return {{"total", ledger.records()},
          {"evaluated", ledger.evaluated()},
          {"duplicate", ledger.duplicate()},
          {"late", ledger.late()},
          {"unordered", ledger.unordered()},
          {"rejected", ledger.rejected()},
          {"not_an_event", ledger.not_an_event()},
          {"carriers", ledger.carriers()},
          {"flagged", ledger.flagged()},
          {"balanced", ledger.Balances()},
          {"rejected_by_reason", reasons},
          {"not_an_event_by_kind", kinds},
          {"differing", ledger.differing()},
          {"behind", times.behind},
          {"ahead", times.ahead},
          {"not_followed", times.not_followed},
          {"without_time", ledger.untimed()},
          {"alerts_outside", report.alerts_outside},
          {"identities_forgotten", report.identities_forgotten},
          {"undecided", report.undecided_events},
          {"out_of_memory", report.exhausted_events}};
}

Json RuleStats(const RunReport& report, const program::Program& program, uint32_t index) {
  const program::Rule& rule = program.rules[index];
  const RuleReport& of = report.rules[index];
  Json json = {{"name", rule.info.name},
               {"id", rule.info.id},
               {"evaluated", of.records.evaluated},
               {"matched", of.records.matched},
               {"excepted", of.records.excepted},
               {"untimed", of.records.untimed},
               {"undecided", of.undecided},
               {"suppressed", of.suppressed},
               {"suppress_forgotten", of.suppress_forgotten},
               {"alerts", of.alerts},
               {"alerts_cut", of.alerts_cut}};
  if (!rule.stateful) return json;
  const state::RuleStateStats& state = of.state;
  json["state"] = {{"feeds", state.feeds},
                   {"groups", state.groups},
                   {"groups_evicted", state.groups_evicted},
                   {"distinct_capped", state.distinct_capped},
                   {"first_seen_evicted", state.first_seen_evicted},
                   {"ungrouped", state.ungrouped},
                   {"late", state.late},
                   {"learning", state.learning},
                   {"undecided", state.undecided},
                   {"undecided_dropped", state.undecided_dropped}};
  return json;
}

Json Times(const std::optional<Timestamp>& time) {
  return time ? Json(FormatTimestamp(*time)) : Json();
}

Json CarriedState(const CarryReport& carry, const program::Program& program) {
  const auto names = [&](const std::vector<uint32_t>& rules) {
    Json list = Json::array();
    for (const uint32_t rule : rules) list.push_back(program.rules[rule].info.name);
    return list;
  };
  return {{"loaded", carry.loaded},
          {"from", Times(carry.from)},
          {"until", Times(carry.until)},
          {"rules_kept", names(carry.rules.kept)},
          {"rules_kept_changed", names(carry.rules.kept_changed)},
          {"rules_changed", names(carry.rules.changed)},
          {"rules_added", names(carry.rules.added)},
          {"rules_removed", carry.rules.removed},
          {"events_waited", carry.waited},
          {"events_waiting", carry.left.events},
          {"events_given_up", carry.left.given_up}};
}

}  // namespace

std::string StatsJson(const ScanResult& result, const RunReport& report,
                      const program::Program& program) {
  Json json;
  json["schema_version"] = kStatsVersion;
  json["complete"] = !result.stopped && !report.stopped;
  json["records"] = Records(report);
  json["files"] = {{"read", result.files_read},
                   {"failed", result.files_failed},
                   {"of_other_days", result.files_of_other_days}};
  for (const auto& [kind, logs] : result.other_logs)
    json["files"]["other_logs"][kind] = {{"files", logs.files}, {"example", logs.example}};
  json["file_errors"] = Json::array();
  for (const Error& error : result.file_errors) json["file_errors"].push_back(error.message);
  json["bytes"] = {{"read", result.bytes.bytes_read}, {"inflated", result.bytes.bytes_inflated}};
  json["read_twice"] = report.read_twice;
  json["seconds"] = result.seconds;
  json["rejects"] = Rejects(report);
  json["flaws"] = Flaws(report);
  if (report.carry) json["state"] = CarriedState(*report.carry, program);
  json["rules"] = Json::array();
  for (uint32_t i = 0; i < program.rules.size(); ++i)
    json["rules"].push_back(RuleStats(report, program, i));
  return alert::JsonText(json, 2) + "\n";
}

}  // namespace sigrun::engine
