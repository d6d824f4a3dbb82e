#include "compiler/sema/rule_test_checker.h"

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rule_tests.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/sema/expr/expr_checker.h"

namespace sigrun::sema {
namespace {

constexpr size_t kMaxFixtureChain = 32;
constexpr int64_t kMaxRepeat = 1'000'000;
constexpr int kMaxJsonDepth = 256;
constexpr size_t kMaxPathKeys = 64;  // of a key in an override

// The fixtures of a module. Null: it is broken, which was reported.
const std::map<std::string, const ast::Fixture*>& FixturesOf(Context& cx, uint32_t index) {
  const auto [place, added] = cx.fixtures.try_emplace(index);
  if (!added) return place->second;
  const ast::File& file = cx.modules.modules[index].file;
  for (const ast::Broken& broken : file.broken)
    if (broken.kind == ast::Broken::kFixture) place->second.emplace(broken.name.text, nullptr);
  for (const ast::Item& item : file.items)
    if (const auto* fixture = std::get_if<ast::Fixture>(&item))
      place->second.emplace(fixture->name.text, fixture);
  return place->second;
}

// The error of the JSON library without the text it read, which may come from any file.
std::string WhatIsWrong(std::string text) {
  if (const size_t name = text.find("] "); name != std::string::npos) text.erase(0, name + 2);
  const size_t read = text.find("; last read: '");
  if (read == std::string::npos) return text;
  const size_t expected = text.rfind("; expected ");
  const bool follows = expected != std::string::npos && expected > read;
  return text.substr(0, read) + (follows ? text.substr(expected) : "");
}

// Why the text is not a usable object; empty if it is. The keys of an override are paths.
std::string JsonFault(const std::string& text, bool paths) {
  bool too_deep = false;
  // Parts that are nested too deeply are skipped: no dangerously deep tree is built.
  const auto keep = [&](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    too_deep |= depth > kMaxJsonDepth;
    return depth <= kMaxJsonDepth;
  };
  try {
    const auto json = nlohmann::json::parse(text, keep, true, true);
    if (too_deep) return fmt::format("it is nested more than {} deep", kMaxJsonDepth);
    if (!json.is_object()) return "it must be an object";
    for (const auto& [key, value] : json.items())
      if (paths && static_cast<size_t>(std::ranges::count(key, '.')) >= kMaxPathKeys)
        return fmt::format("a path has more than {} keys", kMaxPathKeys);
    return "";
  } catch (const nlohmann::json::exception& error) {
    return WhatIsWrong(error.what());
  }
}

// The text, if it is a usable object; otherwise null, reported once.
JsonText CheckJson(Context& cx, const std::string& text, Span span, bool paths) {
  const auto [place, added] = cx.json_texts.try_emplace(&text);
  if (added) {
    const std::string fault = JsonFault(text, paths);
    if (fault.empty())
      place->second = std::make_shared<const std::string>(text);
    else
      cx.sink.Emit(codes::BadFixture, span, fault);
  } else if (place->second == nullptr) {
    cx.Echo();
  }
  return place->second;
}

JsonText ReadJson(Context& cx, const modules::Module& module, const ast::Name& written) {
  const auto [place, added] = cx.json_texts.try_emplace(&written.text);
  if (!added && place->second == nullptr) cx.Echo();
  if (!added) return place->second;
  modules::FileText file =
      cx.files.ReadInside(module.pack, modules::PathFrom(module.folder, written.text));
  if (!file.ok()) {
    ReportUnreadable(cx, module, written, file.failure);
    return nullptr;
  }
  const std::string fault = JsonFault(file.text, false);
  if (fault.empty())
    place->second = std::make_shared<const std::string>(std::move(file.text));
  else
    cx.sink.Emit(codes::BadFixture, written.span, fault);
  return place->second;
}

const ast::Fixture* RequireFixture(Context& cx, uint32_t module, const ast::Name& name) {
  const auto& fixtures = FixturesOf(cx, module);
  if (const auto found = fixtures.find(name.text); found != fixtures.end()) {
    if (found->second == nullptr) cx.Echo();
    return found->second;
  }
  std::vector<std::string> known;
  for (const auto& [other, fixture] : fixtures)
    if (fixture != nullptr && cx.MaySuggest()) known.push_back(other);
  auto diagnostic = cx.sink.Emit(codes::UnknownFixture, name.span, name.text);
  const std::string near(Suggest(name.text, known));
  if (!near.empty())
    diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(name.span, near);
  return nullptr;
}

// The fixture and those it derives from, the first one last. Empty after an error.
std::vector<const ast::Fixture*> ChainOf(Context& cx, uint32_t module, const ast::Name& name) {
  std::vector<const ast::Fixture*> chain;
  for (const ast::Name* next = &name; next != nullptr;) {
    const ast::Fixture* fixture = RequireFixture(cx, module, *next);
    if (fixture == nullptr) return {};
    chain.push_back(fixture);
    if (chain.size() > kMaxFixtureChain) {
      cx.Echo();  // CheckChain reports it
      return {};
    }
    next = fixture->base ? &*fixture->base : nullptr;
  }
  return chain;
}

// Reports a chain that is too long once, where it exceeds the limit, and a cycle where it closes.
void CheckChain(Context& cx, uint32_t module, const ast::Fixture& first) {
  const auto& fixtures = FixturesOf(cx, module);
  const ast::Fixture* at = &first;
  for (size_t length = 1; at->base; ++length) {
    const auto base = fixtures.find(at->base->text);
    if (base == fixtures.end() || base->second == nullptr) return;
    at = base->second;
    if (at == &first) {
      cx.sink.Emit(codes::CyclicName, first.base->span, first.name.text);
      return;
    }
    if (length == kMaxFixtureChain && !at->base)
      cx.sink.Emit(codes::FixtureChainTooLong, first.base->span, first.name.text, kMaxFixtureChain)
          .Help("write out the JSON of the fixture");
    if (length == kMaxFixtureChain) return;
  }
}

// The JSON of a fixture and the overrides of those it derives from.
void ExpandFixture(Context& cx, uint32_t index, const ast::Name& name, TestStep& step) {
  const std::vector<const ast::Fixture*> chain = ChainOf(cx, index, name);
  for (auto fixture = chain.rbegin(); fixture != chain.rend(); ++fixture) {
    const ast::Fixture& one = **fixture;
    if (one.json) step.json = CheckJson(cx, one.json->text, one.json->span, false);
    if (one.from_file) step.json = ReadJson(cx, cx.modules.modules[index], *one.from_file);
    if (!one.overrides) continue;
    if (JsonText changes = CheckJson(cx, one.overrides->text, one.overrides->span, true))
      step.overrides.push_back(std::move(changes));
  }
}

// A literal duration: tests have no parameters.
Duration StepDuration(Context& cx, uint32_t module, ast::ExprId expr) {
  if (!expr.valid()) return {};
  ExprChecker checker(cx, module, stdlib::AnyLogSource().schema, nullptr);
  const ir::ExprId checked = checker.CheckDuration(expr);
  if (!checked.valid()) return {};
  const auto* constant = std::get_if<ir::Const>(&cx.out.exprs[checked].node);
  return constant ? std::get<Duration>(constant->value) : Duration{};
}

TestStep MakeStep(Context& cx, uint32_t index, const ast::StreamStep& written) {
  TestStep step;
  ExpandFixture(cx, index, written.fixture, step);
  if (written.overrides)
    step.own_override = CheckJson(cx, written.overrides->text, written.overrides->span, true);
  step.repeat = written.repeat;
  if (written.every.valid()) step.every = StepDuration(cx, index, written.every);
  if (written.after.valid()) step.after = StepDuration(cx, index, written.after);
  if (written.repeat < 1 || written.repeat > kMaxRepeat)
    cx.sink.Emit(codes::BadRepeat, written.span, written.repeat, kMaxRepeat);
  return step;
}

}  // namespace

RuleTest CheckTest(Context& cx, uint32_t module, const ast::RuleTest& test) {
  RuleTest made{test.rule.text, {}, test.rule.span};
  for (const ast::Expectation& written : test.expectations) {
    const size_t errors = cx.error_count();
    Expectation expectation;
    expectation.fires = written.fires;
    expectation.times = written.times;
    expectation.span = written.span;
    expectation.text = std::string(cx.sources.Text(written.span));
    if (written.level) {
      expectation.level = FindNamed<program::Level>(written.level->text);
      if (!expectation.level)
        cx.sink.Emit(codes::UnknownLevel, written.level->span, written.level->text);
    }
    if (written.from_file) {
      expectation.file =
          modules::PathFrom(cx.modules.modules[module].folder, written.from_file->text);
      expectation.pack = cx.modules.modules[module].pack;
    }
    for (const ast::StreamStep& step : written.steps)
      expectation.steps.push_back(MakeStep(cx, module, step));
    if (cx.error_count() != errors) expectation.obstacle = "the expectation has errors";
    made.expectations.push_back(std::move(expectation));
  }
  return made;
}

namespace {

// One of the keys that every record of the source has, where another one is there. An event that
// has none of them is something else on purpose, an envelope perhaps.
std::string MissingKey(const stdlib::LogSource& source, const TestStep& step) {
  if (!step.json) return "";
  if (step.json == nullptr) return "";  // it is in error
  const auto json = nlohmann::json::parse(*step.json, nullptr, false, true);
  if (!json.is_object()) return "";
  const auto has = [&](std::string_view key) {
    const bool own =
        step.own_override != nullptr && step.own_override->find(key) != std::string::npos;
    return json.contains(key) || own ||
           std::any_of(step.overrides.begin(), step.overrides.end(),
                       [&](const auto& more) { return more->find(key) != std::string::npos; });
  };
  const auto missing = std::ranges::find_if_not(source.keys, has);
  if (missing == source.keys.end() || std::ranges::none_of(source.keys, has)) return "";
  return std::string(*missing);
}

}  // namespace

void WarnOfOtherEvents(Context& cx, const stdlib::LogSource& source, const RuleTest& test) {
  for (const Expectation& expectation : test.expectations)
    for (const TestStep& step : expectation.steps)
      if (const std::string key = MissingKey(source, step); !key.empty()) {
        cx.sink.Emit(codes::FixtureOfNoRecord, expectation.span, source.name(), key)
            .Help(fmt::format("add `\"{}\"` to the fixture", key));
        return;
      }
}

void CheckFixtures(Context& cx) {
  for (uint32_t index = 0; index < cx.modules.modules.size(); ++index) {
    const modules::Module& module = cx.modules.modules[index];
    if (!module.root || module.broken) continue;
    const auto& fixtures = FixturesOf(cx, index);
    for (const ast::Item& item : module.file.items) {
      const auto* fixture = std::get_if<ast::Fixture>(&item);
      if (fixture == nullptr) continue;
      const ast::Fixture* first = fixtures.at(fixture->name.text);
      if (first == nullptr) continue;
      if (first != fixture)
        ReportDuplicateName(cx.sink, fixture->name, first->name.span, "first declared here");
      if (fixture->json) CheckJson(cx, fixture->json->text, fixture->json->span, false);
      if (fixture->overrides)
        CheckJson(cx, fixture->overrides->text, fixture->overrides->span, true);
      if (fixture->base) RequireFixture(cx, index, *fixture->base);
      CheckChain(cx, index, *fixture);
    }
  }
}

}  // namespace sigrun::sema
