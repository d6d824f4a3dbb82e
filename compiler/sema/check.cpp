#include "compiler/sema/check.h"

#include <algorithm>
#include <map>

#include "base/text/suggest.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/list_reader.h"
#include "compiler/sema/expr/expr_checker.h"
#include "compiler/sema/expr/let_checker.h"
#include "compiler/sema/rule_checker.h"
#include "compiler/sema/rule_test_checker.h"

namespace sigrun::sema {
namespace {

// Whether it waits for a step that must not happen, after the last step or in an unordered
// sequence.
bool FiresOnNoEvent(const ir::Rule& rule) {
  if (!rule.stateful || !rule.stateful->sequence) return false;
  auto step = rule.stateful->sequence->steps.begin();
  for (const program::SequenceAlternative& each : rule.stateful->sequence->alternatives) {
    const auto first = step, last = step + each.steps;
    const auto looked_at = each.any_order ? first : last - 1;
    if (std::any_of(looked_at, last, [](const auto& one) { return one.negated; })) return true;
    step = last;
  }
  return false;
}

// Names that an exception may not use: those of its rule. They have no meaning outside the rule,
// and must not be read as fields.
class NamesOfRule final : public RuleNames {
 public:
  NamesOfRule(Context& cx, const ast::Rule& rule) : cx_(cx), rule_(rule) {}

  std::optional<Typed> Binding(const std::string& name, const std::vector<ast::PathSegment>&,
                               size_t&, Span span) override {
    return Refuse(rule_.bindings, name, span);
  }
  std::optional<Typed> Param(const std::string& name, Span span) override {
    return Refuse(rule_.params, name, span);
  }
  std::vector<ir::ExprId> Selections(const std::string&) override { return {}; }
  std::vector<std::string> Names() const override { return {}; }

 private:
  template <class Declared>
  std::optional<Typed> Refuse(const std::vector<Declared>& all, const std::string& name,
                              Span span) {
    for (const Declared& one : all) {
      if (one.name.text != name) continue;
      cx_.sink.Emit(codes::NameOfRuleInException, span, name, rule_.name.text)
          .Note(one.name.span, "it is declared here")
          .Help(fmt::format("write out its definition, or share it as a `let`; the event's field "
                            "of that name is `{}` in backquotes",
                            name));
      return Typed{};
    }
    return std::nullopt;
  }

  Context& cx_;
  const ast::Rule& rule_;
};

class SetChecker {
 public:
  explicit SetChecker(Context& context) : cx_(context) {}

  Checked Run() {
    ForEachRootItem<ast::Rule>(
        [&](uint32_t module, const ast::Rule& rule) { Declare(module, rule); });
    NoteBrokenRules();
    for (const std::string& name : rule_order_) CheckRule(names_.at(name), 0);
    ForEachRootItem<ast::Exception>(
        [&](uint32_t module, const ast::Exception& e) { CheckExceptionOf(module, e); });
    Checked checked;
    ForEachRootItem<ast::RuleTest>([&](uint32_t module, const ast::RuleTest& test) {
      if (KnownRule(test.rule)) checked.tests.push_back(CheckOneTest(module, test));
    });
    CheckFixtures(cx_);
    CheckUnusedDeclarations();
    for (const auto& [name, known] : names_)
      if (!known.index) checked.left_out.push_back(name);
    checked.rules = std::move(cx_.out);
    return checked;
  }

 private:
  static constexpr uint32_t kMaxRuleDepth = 16;  // rules on rules

  struct Known {
    Span span;
    std::optional<size_t> index;  // in RuleSet::rules; none if it has errors
    std::string obstacle;         // why it cannot be tested
    uint32_t module = 0;
    const ast::Rule* ast = nullptr;  // null: it is not checked
    enum Progress { kNew, kInProgress, kDone } progress = kNew;
    uint32_t depth = 0;  // nesting depth of its input rules
  };

  template <class Item, class Visit>
  void ForEachRootItem(const Visit& visit) {
    for (uint32_t m = 0; m < cx_.modules.modules.size(); ++m) {
      if (!cx_.modules.modules[m].root || cx_.modules.modules[m].broken) continue;
      for (const ast::Item& item : cx_.modules.modules[m].file.items)
        if (const auto* wanted = std::get_if<Item>(&item)) visit(m, *wanted);
    }
  }

  const ast::File& File(uint32_t module) const { return cx_.modules.modules[module].file; }

  // Unchecked rules are known by name, so that a reference to one is not reported as well.
  void NoteBrokenRules() {
    for (const modules::Module& module : cx_.modules.modules) {
      if (!module.root) continue;
      for (const ast::Item& item : module.file.items)
        if (const auto* rule = std::get_if<ast::Rule>(&item); rule && module.broken)
          NoteUnchecked(rule->name);
      for (const ast::Broken& broken : module.file.broken)
        if (broken.kind == ast::Broken::kRule) NoteUnchecked(broken.name);
    }
    for (const modules::Module& module : cx_.modules.modules)
      if (module.root) NoteBrokenExceptions(module);
  }

  void NoteUnchecked(const ast::Name& rule) {
    names_.try_emplace(rule.text, Known{rule.span, {}, {}});
    has_unchecked_rules_ = true;
  }

  void NoteBrokenExceptions(const modules::Module& module) {
    for (const ast::Item& item : module.file.items)
      if (const auto* exception = std::get_if<ast::Exception>(&item); exception && module.broken)
        Obstruct(exception->rule.text);
    for (const ast::Broken& broken : module.file.broken)
      if (broken.kind == ast::Broken::kException) Obstruct(broken.name.text);
  }

  void Obstruct(const std::string& rule) {
    if (const auto known = names_.find(rule); known != names_.end())
      known->second.obstacle = "an exception of the rule has errors";
  }

  RuleTest CheckOneTest(uint32_t module, const ast::RuleTest& test) {
    RuleTest made = CheckTest(cx_, module, test);
    const Known& rule = names_.at(test.rule.text);
    if (rule.index)
      WarnOfOtherEvents(cx_, cx_.out.SourceOf(cx_.out.rules[*rule.index].source), made);
    std::string obstacle = rule.index ? ObstacleOf(rule) : "the rule has errors";
    if (File(module).IsBroken(test.rule.span)) obstacle = "the test has errors";
    if (!obstacle.empty())
      for (Expectation& expectation : made.expectations) expectation.obstacle = obstacle;
    return made;
  }

  // Why a rule without errors cannot be tested; empty if it can.
  std::string ObstacleOf(const Known& rule) const {
    if (!rule.obstacle.empty()) return rule.obstacle;
    for (const uint32_t input : cx_.out.rules[*rule.index].inputs)
      if (!ObstacleOf(names_.at(cx_.out.rules[input].info.name)).empty())
        return "an exception of a rule that it depends on has errors";
    return "";
  }

  void Declare(uint32_t module, const ast::Rule& rule) {
    const auto [place, added] = names_.try_emplace(rule.name.text, Known{rule.name.span, {}, {}});
    if (!added) {
      cx_.sink.Emit(codes::DuplicateRule, rule.name.span, "name", rule.name.text)
          .Note(place->second.span, "the other rule is here")
          .Help("give one of them another name, or load only one of the two files");
      return;
    }
    place->second.module = module;
    place->second.ast = &rule;
    rule_order_.push_back(rule.name.text);
  }

  // Checks the input rules first. `level` counts the rules that wait for this one.
  void CheckRule(Known& known, uint32_t level) {
    if (known.ast == nullptr || known.progress != Known::kNew) return;
    known.progress = Known::kInProgress;
    const bool broken = File(known.module).IsBroken(known.ast->name.span);
    if (const auto inputs = broken ? std::nullopt : InputsOf(known, level))
      CheckRuleOn(known, *inputs);
    known.progress = Known::kDone;
  }

  void CheckRuleOn(Known& known, const std::vector<RuleInput>& inputs) {
    const ast::Rule& rule = *known.ast;
    auto checked = RuleChecker(cx_, known.module, rule, inputs).Check();
    if (!checked) return;
    const auto [id, fresh] = ids_.try_emplace(checked->info.id, rule.name.span);
    if (!fresh) {
      cx_.sink.Emit(codes::DuplicateRule, rule.name.span, "id", checked->info.id)
          .Note(id->second, "the other rule is here")
          .Help(
              "an id identifies one rule forever: give the new rule its own, for example from "
              "`uuidgen`");
      return;
    }
    known.index = cx_.out.rules.size();
    cx_.out.rules.push_back(std::move(*checked));
  }

  // The input rules of the rule; nullopt if one of them is unavailable (reported).
  std::optional<std::vector<RuleInput>> InputsOf(Known& known, uint32_t level) {
    std::vector<RuleInput> inputs;
    if (known.ast->on.empty()) return inputs;
    bool complete = true;
    for (const ast::Name& name : known.ast->on.front().rules) {
      const auto index = InputNamed(known, name, level);
      complete &= index.has_value();
      if (index) inputs.push_back({name.text, *index});
    }
    if (!complete) return std::nullopt;
    return inputs;
  }

  std::optional<uint32_t> InputNamed(Known& user, const ast::Name& name, uint32_t level) {
    if (!KnownRule(name)) return std::nullopt;
    Known& input = names_.at(name.text);
    if (input.progress == Known::kInProgress) {
      cx_.sink.Emit(codes::RuleOnItself, name.span, user.ast->name.text)
          .Help("remove one of the rules of the cycle from an `on`");
      return std::nullopt;
    }
    if (level < kMaxRuleDepth) CheckRule(input, level + 1);
    if (input.progress == Known::kDone && !input.index) return std::nullopt;  // reported there
    user.depth = std::max(user.depth, input.depth + 1);
    if (user.depth > kMaxRuleDepth || level >= kMaxRuleDepth) {
      cx_.sink.Emit(codes::RulesTooDeep, name.span, kMaxRuleDepth);
      return std::nullopt;
    }
    if (!input.index) return std::nullopt;
    if (FiresOnNoEvent(cx_.out.rules[*input.index])) {
      cx_.sink.Emit(codes::InputFiresOnNoEvent, name.span, name.text)
          .Help("repeat its steps in this rule, and write the sequence here");
      return std::nullopt;
    }
    return static_cast<uint32_t>(*input.index);
  }

  bool KnownRule(const ast::Name& name) {
    if (names_.count(name.text)) return true;
    std::vector<std::string> known;
    for (const auto& [rule, place] : names_)
      if (cx_.MaySuggest()) known.push_back(rule);
    auto diagnostic = cx_.sink.Emit(codes::UnknownRule, name.span, name.text);
    const std::string near(Suggest(name.text, known));
    if (!near.empty())
      diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(name.span, near);
    return false;
  }

  void CheckExceptionOf(uint32_t module, const ast::Exception& exception) {
    const size_t errors = cx_.error_count();
    if (!File(module).IsBroken(exception.rule.span)) CheckException(module, exception);
    if (cx_.error_count() != errors) Obstruct(exception.rule.text);
  }

  void CheckException(uint32_t module, const ast::Exception& exception) {
    ir::Exception made;
    CheckExceptionItems(exception, made);
    if (exception.when.size() != 1) {
      cx_.sink.Emit(codes::ExceptionParts, exception.span, "exactly one `when`")
          .Help("say which events to ignore: `when userIdentity.accountId == \"111122223333\"`");
      return;
    }
    if (!KnownRule(exception.rule)) return;
    const auto index = names_.at(exception.rule.text).index;
    if (!index) return;  // the rule itself is broken, and reported
    const stdlib::LogSource& source = cx_.out.SourceOf(cx_.out.rules[*index].source);
    NamesOfRule names(cx_, *names_.at(exception.rule.text).ast);
    ExprChecker checker(cx_, module, source.schema, &names);
    made.when = checker.CheckPredicate(exception.when.front());
    if (made.when.valid()) cx_.out.rules[*index].exceptions.push_back(std::move(made));
  }

  void CheckExceptionItems(const ast::Exception& exception, ir::Exception& made) {
    for (const ast::MetaItem& item : exception.items) {
      const auto* text = std::get_if<ast::MetaValue::Text>(&item.value.value);
      const auto* time = std::get_if<Timestamp>(&item.value.value);
      if (item.key.text == "reason" && text) {
        made.reason = text->text;
      } else if (item.key.text == "until" && time) {
        made.until = *time;
      } else {
        cx_.sink.Emit(codes::ExceptionParts, item.key.span,
                      "`when …`, `reason = \"…\"` and `until = 2027-01-31`");
      }
    }
    if (made.reason.empty())
      cx_.sink.Emit(codes::ExceptionParts, exception.rule.span, "a `reason`")
          .Help("add the reason, for later readers: `reason = \"…\"`");
  }

  // Declarations that no rule uses are also checked, so that a library module can be checked alone.
  // (An unchecked rule may use them, on another log source.)
  void CheckUnusedDeclarations() {
    for (const Declaration& declaration : cx_.declarations()) {
      if (!cx_.modules.modules[declaration.module].root ||
          cx_.modules.modules[declaration.module].broken)
        continue;
      if (declaration.table != nullptr) cx_.sink.Emit(codes::TableNotYet, declaration.table->span);
      if (declaration.list != nullptr) ReadListItems(cx_, declaration);
      if (declaration.let == nullptr || has_unchecked_rules_) continue;
      const bool checked = std::ranges::any_of(cx_.out.log_sources, [&](const auto* source) {
        return cx_.lets.contains({declaration.let, &source->schema});
      });
      if (checked) continue;
      CheckLet(cx_, declaration, cx_.DefaultSource().schema, declaration.let->name.span);
    }
  }

  Context& cx_;
  std::map<std::string, Known> names_;
  std::vector<std::string> rule_order_;
  bool has_unchecked_rules_ = false;
  std::map<std::string, Span> ids_;
};

}  // namespace

Checked Check(const modules::ModuleSet& modules, const SourceMap& sources,
              const modules::FileSystem& files, diag::Sink& sink) {
  Context context(modules, sources, files, sink);
  return SetChecker(context).Run();
}

}  // namespace sigrun::sema
