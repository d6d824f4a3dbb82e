#include "compiler/sema/test_checker.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "base/suggest.h"
#include "compiler/sema/expr_checker.h"

namespace sigrun::sema {
namespace {

constexpr int kMaxFixtureChain = 32;
constexpr int64_t kMaxRepeat = 1'000'000;

const ast::Fixture* FindFixture(const modules::Module& module, const std::string& name) {
  for (const ast::Item& item : module.file.items)
    if (const auto* fixture = std::get_if<ast::Fixture>(&item);
        fixture && fixture->name.text == name)
      return fixture;
  return nullptr;
}

std::string Resolve(const modules::Module& module, const std::string& path) {
  return (std::filesystem::path(module.folder) / path).lexically_normal().string();
}

bool CheckJson(Context& cx, const std::string& text, Span span) {
  try {
    if (nlohmann::json::parse(text, nullptr, true, true).is_object()) return true;
    cx.sink.Emit(Code::BadFixture, span, "an object is needed");
    return false;
  } catch (const nlohmann::json::exception& error) {
    cx.sink.Emit(Code::BadFixture, span, error.what());
    return false;
  }
}

bool IsBrokenFixture(const ast::File& file, const std::string& name) {
  return std::any_of(file.broken.begin(), file.broken.end(), [&](const ast::Broken& broken) {
    return broken.kind == ast::Broken::kFixture && broken.name.text == name;
  });
}

const ast::Fixture* RequireFixture(Context& cx, const modules::Module& module,
                                   const ast::Name& name) {
  const ast::Fixture* fixture = FindFixture(module, name.text);
  if (IsBrokenFixture(module.file, name.text)) {
    cx.Echo();
    return nullptr;
  }
  if (fixture != nullptr) return fixture;
  std::vector<std::string> known;
  for (const ast::Item& item : module.file.items)
    if (const auto* other = std::get_if<ast::Fixture>(&item)) known.push_back(other->name.text);
  auto diagnostic = cx.sink.Emit(Code::UnknownFixture, name.span, name.text);
  const std::string near(Suggest(name.text, known));
  if (!near.empty())
    diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(name.span, near);
  return nullptr;
}

// The JSON of a fixture and the overrides of those it is made from.
bool ExpandFixture(Context& cx, const modules::Module& module, const ast::Name& name,
                   TestStep& step, int depth = 0) {
  const ast::Fixture* fixture = RequireFixture(cx, module, name);
  if (fixture == nullptr) return false;
  if (depth > kMaxFixtureChain) {
    cx.sink.Emit(Code::CyclicName, name.span, name.text);
    return false;
  }
  if (fixture->json) step.json = fixture->json->text;
  if (fixture->from_file) {
    const std::string path = Resolve(module, fixture->from_file->text);
    const auto text = cx.files.Read(path);
    if (!text) {
      cx.sink.Emit(Code::UnreadableListFile, fixture->from_file->span, path)
          .Help("the path starts from the folder of this rule file");
      return false;
    }
    if (!CheckJson(cx, *text, fixture->from_file->span)) return false;
    step.json = *text;
  }
  if (fixture->base && !ExpandFixture(cx, module, *fixture->base, step, depth + 1)) return false;
  if (fixture->overrides) step.overrides.push_back(fixture->overrides->text);
  return true;
}

// A literal duration: tests have no parameters.
Duration StepDuration(Context& cx, uint32_t module, ast::ExprId expr) {
  if (!expr.valid()) return {};
  ExprChecker checker(cx, module, *stdlib::FindSchema("json"), nullptr);
  const ir::ExprId checked = checker.CheckDuration(expr);
  if (!checked.valid()) return {};
  const auto* constant = std::get_if<ir::Const>(&cx.out.exprs[checked].node);
  return constant ? std::get<Duration>(constant->value) : Duration{};
}

TestStep MakeStep(Context& cx, uint32_t index, const ast::StreamStep& written) {
  const modules::Module& module = cx.modules.modules[index];
  TestStep step;
  ExpandFixture(cx, module, written.fixture, step);
  if (written.overrides && CheckJson(cx, written.overrides->text, written.overrides->span))
    step.overrides.push_back(written.overrides->text);
  step.repeat = written.repeat;
  step.every = StepDuration(cx, index, written.every);
  step.after = StepDuration(cx, index, written.after);
  if (written.repeat < 1 || written.repeat > kMaxRepeat)
    cx.sink.Emit(Code::BadRepeat, written.span, written.repeat, kMaxRepeat);
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
      expectation.level = program::ParseLevel(written.level->text);
      if (!expectation.level)
        cx.sink.Emit(Code::UnknownLevel, written.level->span, written.level->text);
    }
    if (written.from_file)
      expectation.file = Resolve(cx.modules.modules[module], written.from_file->text);
    for (const ast::StreamStep& step : written.steps)
      expectation.steps.push_back(MakeStep(cx, module, step));
    if (cx.error_count() != errors) expectation.obstacle = "the expectation has errors";
    made.expectations.push_back(std::move(expectation));
  }
  return made;
}

void CheckFixtures(Context& cx) {
  for (const modules::Module& module : cx.modules.modules) {
    if (!module.root || module.broken) continue;
    std::map<std::string, Span> seen;
    for (const ast::Item& item : module.file.items) {
      const auto* fixture = std::get_if<ast::Fixture>(&item);
      if (fixture == nullptr || IsBrokenFixture(module.file, fixture->name.text)) continue;
      const auto [place, added] = seen.try_emplace(fixture->name.text, fixture->name.span);
      if (!added) ReportDuplicateName(cx.sink, fixture->name, place->second, "first declared here");
      if (fixture->json) CheckJson(cx, fixture->json->text, fixture->json->span);
      if (fixture->overrides) CheckJson(cx, fixture->overrides->text, fixture->overrides->span);
      if (fixture->base) RequireFixture(cx, module, *fixture->base);
    }
  }
}

}  // namespace sigrun::sema
