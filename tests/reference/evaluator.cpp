#include "tests/reference/evaluator.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "stdlib/native/json.h"

namespace sigrun::reference {
namespace {

bool AllPresent(const std::vector<Value>& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& v) { return v.present(); });
}

bool AnyUndecided(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& v) { return v.undecided; });
}

// Absent, even if something else is undecided.
bool AnyAbsent(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const Value& v) { return !v.present() && !v.undecided; });
}

// Several lists have too many combinations.
bool TooMany(const std::vector<Value>& values) {
  size_t lists = 0, choices = 1;
  for (const Value& value : values)
    if (value.kind == Kind::kList) {
      ++lists;
      choices *= value.size;
    }
  return lists > 1 && choices > 100'000;
}

Answer Opposite(Answer answer) {
  if (answer == Answer::kUndecided) return answer;
  return AnswerOf(answer == Answer::kNo);
}

}  // namespace

Answer Evaluator::Ask(ir::ExprId id) {
  const std::vector<bool> outer_guesses = std::exchange(guesses_, {});
  const size_t outer_guessed = std::exchange(guessed_, 0);
  const Answer first = AskOnce(id);
  bool same = true;
  while (same && MoreGuesses()) same = AskOnce(id) == first;
  guesses_ = outer_guesses;
  guessed_ = outer_guessed;
  return same ? first : Answer::kUndecided;
}

Value Evaluator::Evaluate(ir::ExprId id) {
  const std::vector<bool> outer_guesses = std::exchange(guesses_, {});
  const size_t outer_guessed = std::exchange(guessed_, 0);
  const Value first = EvaluateOnce(id);
  // Two values count as two, even if they are equal; no values count as none.
  bool same = true;
  while (same && MoreGuesses()) {
    const Value other = EvaluateOnce(id);
    same = AnyAbsent({first}) && AnyAbsent({other}) && first.kind == other.kind;
  }
  guesses_ = outer_guesses;
  guessed_ = outer_guessed;
  return same ? first : Value::Undecided();
}

bool Evaluator::Guess() {
  if (guessed_ == guesses_.size()) guesses_.push_back(false);
  return guesses_[guessed_++];
}

bool Evaluator::MoreGuesses() {
  guesses_.resize(guessed_);
  guessed_ = 0;
  while (!guesses_.empty() && guesses_.back()) guesses_.pop_back();
  if (guesses_.empty()) return false;
  guesses_.back() = true;
  return true;
}

Answer Evaluator::AskOnce(ir::ExprId id) {
  return std::visit(
      Overloaded{
          [&](const ir::Truth& n) { return AnswerOf(n.value); },
          [&](const ir::And& n) {
            return AtLeast({static_cast<uint32_t>(n.operands.size()), n.operands});
          },
          [&](const ir::Or& n) { return AtLeast({1, n.operands}); },
          [&](const ir::Not& n) { return Opposite(AskOnce(n.operand)); },
          [&](const ir::AtLeast& n) { return AtLeast(n); },
          [&](const ir::Test& n) { return Test(n); },
          [&](const ir::Presence& n) { return Presence(n.mode, EvaluateOnce(n.operand)); },
          [&](const ir::RuleMatches& n) { return matches(n.rule); },
          [](const auto&) {
            SIGRUN_CHECK(false && "not a predicate");
            return Answer::kNo;
          },
      },
      rules_.exprs[id].node);
}

Answer Evaluator::AtLeast(const ir::AtLeast& n) {
  uint32_t holding = 0, undecided = 0;
  for (const ir::ExprId operand : n.operands) {
    const Answer answer = AskOnce(operand);
    holding += answer == Answer::kYes;
    undecided += answer == Answer::kUndecided;
  }
  if (holding >= n.count) return Answer::kYes;
  return holding + undecided >= n.count ? Answer::kUndecided : Answer::kNo;
}

Value Evaluator::EvaluateOnce(ir::ExprId id) {
  return std::visit(
      Overloaded{
          [&](const ir::Const& n) { return Constant(n.value); },
          [&](const ir::ParamRef& n) { return Constant(rules_.params[n.param].value); },
          [&](const ir::FieldRef& n) { return field(n.field); },
          [&](const ir::CellRef& n) { return cell(n.cell); },
          [&](const ir::Call& n) { return Call(n); },
          [&](const ir::Member& n) {
            const Value object = EvaluateOnce(n.object);
            if (object.undecided) return object;
            const uint32_t refusals = arena_.refusals();
            return Known(stdlib::native::JsonMember(object, n.key, arena_), refusals);
          },
          [&](const ir::If& n) { return Choose(n); },
          [&](const ir::Coalesce& n) { return FirstPresent(n); },
          [&](const ir::BoolOf& n) { return BoolOf(n.predicate); },
          [&](const auto&) { return BoolOf(id); },
      },
      rules_.exprs[id].node);
}

Value Evaluator::BoolOf(ir::ExprId predicate) {
  const Answer answer = AskOnce(predicate);
  return Value::Bool(answer == Answer::kUndecided ? Guess() : answer == Answer::kYes);
}

Value Evaluator::Choose(const ir::If& n) {
  const Answer condition = AskOnce(n.condition);
  const bool then = condition == Answer::kUndecided ? Guess() : condition == Answer::kYes;
  return EvaluateOnce(then ? n.then : n.otherwise);
}

Value Evaluator::FirstPresent(const ir::Coalesce& n) {
  Value value;
  for (const ir::ExprId operand : n.operands) {
    value = EvaluateOnce(operand);
    if (value.present() || value.undecided) break;
  }
  return value;
}

Answer Evaluator::Test(const ir::Test& test) {
  std::vector<Value> arguments;
  for (const ir::ExprId argument : test.arguments) arguments.push_back(EvaluateOnce(argument));
  if (AnyAbsent(arguments)) return Answer::kNo;
  if (AnyUndecided(arguments)) return Answer::kUndecided;
  return Holds(test, std::move(arguments));
}

// Equality needs no limit on the number of combinations.
Answer Evaluator::Holds(const ir::Test& test, std::vector<Value> arguments) {
  const stdlib::Kernel& kernel = stdlib::Kernels()[test.kernel];
  if (kernel.op != "==" && TooMany(arguments)) return Answer::kUndecided;
  const uint32_t refusals = arena_.refusals();
  bool holds = false;
  if (!test.all_elements || arguments[0].kind != Kind::kList) {
    holds = AnyChoice(kernel, arguments, 0);
  } else {
    const Value list = arguments[0];
    holds = list.size > 0;
    for (uint32_t i = 0; i < list.size && holds; ++i) {
      arguments[0] = list.items[i];
      holds = AnyChoice(kernel, arguments, 0);
    }
  }
  return !holds && arena_.refusals() != refusals ? Answer::kUndecided : AnswerOf(holds);
}

bool Evaluator::AnyChoice(const stdlib::Kernel& kernel, std::vector<Value> arguments, size_t from) {
  bool any = false;
  EachChoice(std::move(arguments), from, [&](const std::vector<Value>& chosen) {
    any |= AllPresent(chosen) && kernel.test(chosen.data(), arena_);
  });
  return any;
}

void Evaluator::EachChoice(std::vector<Value> arguments, size_t from,
                           const std::function<void(const std::vector<Value>&)>& visit) {
  if (from == arguments.size()) return visit(arguments);
  const Value list = arguments[from];
  if (list.kind != Kind::kList) return EachChoice(std::move(arguments), from + 1, visit);
  for (uint32_t i = 0; i < list.size; ++i) {
    arguments[from] = list.items[i];
    EachChoice(arguments, from + 1, visit);
  }
}

Value Evaluator::Call(const ir::Call& call) {
  const stdlib::Kernel& kernel = stdlib::Kernels()[call.kernel];
  std::vector<Value> arguments;
  for (const ir::ExprId argument : call.arguments) arguments.push_back(EvaluateOnce(argument));
  if (AnyAbsent(arguments)) return {};
  if (AnyUndecided(arguments) || TooMany(arguments)) return Value::Undecided();
  const bool lists = std::any_of(arguments.begin(), arguments.end(),
                                 [](const Value& v) { return v.kind == Kind::kList; });
  const auto count = static_cast<uint32_t>(arguments.size());
  const uint32_t refusals = arena_.refusals();
  if (!lists) return Known(kernel.function(arguments.data(), count, arena_), refusals);
  std::vector<Value> results;
  EachChoice(arguments, 0, [&](const std::vector<Value>& chosen) {
    if (!AllPresent(chosen)) return;
    const Value result = kernel.function(chosen.data(), count, arena_);
    if (result.present() && result.kind != Kind::kList) results.push_back(result);
  });
  Value* kept = arena_.AllocateArray<Value>(results.size());
  if (kept == nullptr) return Value::Undecided();
  std::copy(results.begin(), results.end(), kept);
  return Known(Value::List(kept, static_cast<uint32_t>(results.size())), refusals);
}

Value Evaluator::Constant(const program::Constant& constant) {
  return std::visit(Overloaded{
                        [](bool v) { return Value::Bool(v); },
                        [](int64_t v) { return Value::Int(v); },
                        [](double v) { return Value::Float(v); },
                        [](const std::string& v) { return Value::String(v); },
                        [](Timestamp v) { return Value::Time(v); },
                        [](Duration v) { return Value::Of(v); },
                        [&](const stdlib::PreparedSpec& spec) {
                          prepared_.push_back(*stdlib::Prepare(spec));
                          return stdlib::PreparedValue(*prepared_.back());
                        },
                    },
                    constant);
}

Answer Evaluator::Presence(ir::PresenceMode mode, const Value& value) {
  const auto empty_text = [](const Value& v) {
    return (v.kind == Kind::kString && v.size == 0) ||
           (v.kind == Kind::kObject && v.text() == "{}");
  };
  if (value.undecided) return Answer::kUndecided;
  switch (mode) {
    case ir::PresenceMode::kExists:
      return AnswerOf(value.present());
    case ir::PresenceMode::kNull:
      return AnswerOf(value.kind == Kind::kNull);
    case ir::PresenceMode::kAbsent:
      return AnswerOf(value.kind == Kind::kAbsent);
    case ir::PresenceMode::kEmpty:
      if (value.kind == Kind::kList)
        return AnswerOf(value.size == 0 ||
                        std::any_of(value.items, value.items + value.size, empty_text));
      return AnswerOf(empty_text(value));
  }
  return Answer::kNo;
}

}  // namespace sigrun::reference
