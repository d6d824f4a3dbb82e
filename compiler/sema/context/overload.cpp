#include "compiler/sema/context/overload.h"

#include <algorithm>

#include "stdlib/aggregate.h"
#include "stdlib/constant_function.h"

namespace sigrun::sema {
namespace {

using stdlib::Kernel;
using stdlib::KernelId;
using stdlib::Type;
using stdlib::TypeKind;

// How well an argument matches a parameter: 2 exactly, 1 at run time, 0 never.
int Fit(Type parameter, Type argument, bool any_takes_all) {
  if (parameter.kind == TypeKind::kAny)
    return argument.kind == TypeKind::kAny || any_takes_all ? 2 : 0;
  if (argument.kind == TypeKind::kAny) return 1;
  if (parameter == argument) return 2;
  if (parameter.IsNumber() && argument.IsNumber()) return 2;
  if (parameter.IsText() && argument.IsText()) return 2;
  return 0;
}

const stdlib::Parameter* ParameterAt(const Kernel& kernel, size_t index) {
  if (index < kernel.parameters.size()) return &kernel.parameters[index];
  return kernel.variadic && !kernel.parameters.empty() ? &kernel.parameters.back() : nullptr;
}

bool CountFits(const Kernel& kernel, size_t count) {
  return kernel.variadic ? count >= kernel.parameters.size() : count == kernel.parameters.size();
}

// The sum of the matches, or nullopt if an argument does not match.
std::optional<int> Score(const Kernel& kernel, const std::vector<TestArgument>& arguments) {
  if (!CountFits(kernel, arguments.size())) return std::nullopt;
  int score = 0;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const stdlib::Parameter& parameter = *ParameterAt(kernel, i);
    if (parameter.prepared != arguments[i].prepared) return std::nullopt;
    const int fit =
        parameter.prepared ? 2 : Fit(parameter.type, arguments[i].type, !kernel.is_test);
    if (fit == 0) return std::nullopt;
    score += fit;
  }
  return score;
}

// The best row, the earliest among equals.
template <class Match>
std::optional<KernelId> Best(const std::vector<TestArgument>& arguments, const Match& match) {
  std::optional<KernelId> best;
  int best_score = 0;
  const auto kernels = stdlib::Kernels();
  for (size_t i = 0; i < kernels.size(); ++i) {
    if (!match(kernels[i])) continue;
    const auto score = Score(kernels[i], arguments);
    if (!score || *score <= best_score) continue;
    best = static_cast<KernelId>(i);
    best_score = *score;
  }
  return best;
}

bool IsName(std::string_view op) {
  return !op.empty() && ((op[0] >= 'a' && op[0] <= 'z') || op[0] == '_') &&
         op.find(' ') == std::string_view::npos;
}

}  // namespace

std::optional<KernelId> ChooseTest(std::string_view op, bool cased,
                                   const std::vector<TestArgument>& arguments) {
  return Best(arguments,
              [&](const Kernel& k) { return k.is_test && k.op == op && k.cased == cased; });
}

std::optional<stdlib::PreparedKind> ListKindOf(std::string_view op, bool cased) {
  for (const Kernel& kernel : stdlib::Kernels())
    if (kernel.is_test && kernel.op == op && kernel.cased == cased)
      return kernel.parameters.back().prepared;
  return std::nullopt;
}

std::optional<KernelId> ChooseFunction(std::string_view op, const std::vector<Type>& types) {
  std::vector<TestArgument> arguments;
  arguments.reserve(types.size());
  for (const Type type : types) arguments.push_back({type, std::nullopt});
  if (arguments.empty()) {
    const auto rows = FunctionsNamed(op);
    for (const KernelId row : rows)
      if (stdlib::Kernels()[row].parameters.empty()) return row;
    return std::nullopt;
  }
  return Best(arguments, [&](const Kernel& k) { return !k.is_test && k.op == op; });
}

std::vector<KernelId> FunctionsNamed(std::string_view name) {
  std::vector<KernelId> rows;
  const auto kernels = stdlib::Kernels();
  for (size_t i = 0; i < kernels.size(); ++i)
    if (!kernels[i].is_test && IsName(kernels[i].op) && kernels[i].op == name)
      rows.push_back(static_cast<KernelId>(i));
  return rows;
}

std::vector<std::string> CallableNames() {
  std::vector<std::string> names = {"coalesce", "untyped", "anywhere", "baseline", "first_seen"};
  for (const Kernel& kernel : stdlib::Kernels())
    if (!kernel.is_test && IsName(kernel.op)) names.emplace_back(kernel.op);
  for (const stdlib::ConstantFunction& function : stdlib::ConstantFunctions())
    names.emplace_back(function.name);
  for (const stdlib::AggregateInfo& aggregate : stdlib::Aggregates())
    names.emplace_back(aggregate.name);
  for (const stdlib::ReservedAggregate& aggregate : stdlib::ReservedAggregates())
    names.emplace_back(aggregate.name);
  return names;
}

bool IsStateCall(std::string_view name) {
  if (name == "baseline" || name == "first_seen" || name == "previous") return true;
  // min and max are functions too: as such they take several arguments and no `where`.
  return FunctionsNamed(name).empty() && stdlib::IsAggregateName(name);
}

std::vector<std::string> Signatures(std::string_view name) {
  std::vector<std::string> signatures;
  for (const KernelId row : FunctionsNamed(name)) {
    const Kernel& kernel = stdlib::Kernels()[row];
    std::string text = std::string(name) + "(";
    for (size_t i = 0; i < kernel.parameters.size(); ++i)
      text += (i ? ", " : "") + stdlib::TypeName(kernel.parameters[i].type);
    signatures.push_back(text + (kernel.variadic ? ", …)" : ")"));
  }
  return signatures;
}

}  // namespace sigrun::sema
