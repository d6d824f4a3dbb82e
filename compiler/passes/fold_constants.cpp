#include <fmt/format.h>

#include "base/arena.h"
#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

// A constant as a value, with the data that it points to.
struct Materialised {
  Value value;
  std::shared_ptr<const stdlib::PreparedObject> prepared;
};

std::optional<Materialised> Materialise(const program::Constant& constant) {
  if (const auto* b = std::get_if<bool>(&constant)) return Materialised{Value::Bool(*b), {}};
  if (const auto* i = std::get_if<int64_t>(&constant)) return Materialised{Value::Int(*i), {}};
  if (const auto* d = std::get_if<double>(&constant)) return Materialised{Value::Float(*d), {}};
  if (const auto* s = std::get_if<std::string>(&constant))
    return Materialised{Value::String(*s), {}};
  if (const auto* t = std::get_if<Timestamp>(&constant)) return Materialised{Value::Time(*t), {}};
  if (const auto* d = std::get_if<Duration>(&constant)) return Materialised{Value::Of(*d), {}};
  auto prepared = stdlib::Prepare(std::get<stdlib::PreparedSpec>(constant));
  if (!prepared.ok()) return std::nullopt;
  return Materialised{stdlib::PreparedValue(**prepared), *prepared};
}

// Only scalars can be program constants; everything else stays a call.
std::optional<program::Constant> ToConstant(const Value& value) {
  switch (value.kind) {
    case Kind::kBool:
      return program::Constant(value.flag);
    case Kind::kInt:
      return program::Constant(value.integer);
    case Kind::kFloat:
      return program::Constant(value.number);
    case Kind::kString:
      return program::Constant(std::string(value.text()));
    case Kind::kTime:
      return program::Constant(Timestamp{value.integer});
    case Kind::kDuration:
      return program::Constant(Duration{value.integer});
    case Kind::kAbsent:
    case Kind::kNull:
    case Kind::kObject:
    case Kind::kList:
    case Kind::kPrepared:
      break;
  }
  return std::nullopt;
}

class Folder {
 public:
  ir::ExprId operator()(ir::RuleSet& out, ir::Node node, const ir::Expr& old) const {
    if (const auto* call = std::get_if<ir::Call>(&node))
      if (auto constant = FoldCall(out, *call))
        return out.Add(ir::Const{std::move(*constant)}, old.type, old.span);
    if (const auto* test = std::get_if<ir::Test>(&node))
      if (const auto truth = FoldTest(out, *test))
        return out.Add(ir::Truth{*truth}, old.type, old.span);
    if (const auto* choice = std::get_if<ir::If>(&node))
      if (const auto* truth = std::get_if<ir::Truth>(&out.exprs[choice->condition].node))
        return truth->value ? choice->then : choice->otherwise;
    if (const auto* choices = std::get_if<ir::Coalesce>(&node))
      if (std::holds_alternative<ir::Const>(out.exprs[choices->operands.front()].node))
        return choices->operands.front();
    return out.Add(std::move(node), old.type, old.span);
  }

 private:
  using Arguments = std::vector<Materialised>;

  static std::optional<Arguments> Constants(const ir::RuleSet& out,
                                            const std::vector<ir::ExprId>& ids) {
    Arguments arguments;
    for (const ir::ExprId id : ids) {
      const auto* constant = std::get_if<ir::Const>(&out.exprs[id].node);
      auto value = constant ? Materialise(constant->value) : std::nullopt;
      if (!value) return std::nullopt;
      arguments.push_back(std::move(*value));
    }
    return arguments;
  }

  static std::vector<Value> Values(const Arguments& arguments) {
    std::vector<Value> values;
    for (const Materialised& argument : arguments) values.push_back(argument.value);
    return values;
  }

  static std::optional<program::Constant> FoldCall(const ir::RuleSet& out, const ir::Call& call) {
    const auto arguments = Constants(out, call.arguments);
    if (!arguments || arguments->empty()) return std::nullopt;
    const std::vector<Value> values = Values(*arguments);
    Arena arena;
    return ToConstant(stdlib::Kernels()[call.kernel].function(
        values.data(), static_cast<uint32_t>(values.size()), arena));
  }

  static std::optional<bool> FoldTest(const ir::RuleSet& out, const ir::Test& test) {
    const auto arguments = Constants(out, test.arguments);
    if (!arguments) return std::nullopt;
    const std::vector<Value> values = Values(*arguments);
    Arena arena;
    return stdlib::Kernels()[test.kernel].test(values.data(), arena);
  }
};

}  // namespace

ir::RuleSet FoldConstants(const ir::RuleSet& rules) { return Rewrite(rules, Folder()); }

}  // namespace sigrun::passes
