// like "*x*" becomes contains "x", like "x*" becomes startswith "x", and so on: the plain tests are
// faster.
#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

struct Plain {
  std::string_view test;
  std::string text;
};

// The equivalent test of a pattern without inner wildcards and escapes.
std::optional<Plain> PlainTestOf(std::string_view pattern) {
  const bool open_front = pattern.starts_with('*'),
             open_back = pattern.size() > 1 && pattern.ends_with('*');
  std::string_view text = pattern;
  if (open_front) text.remove_prefix(1);
  if (open_back) text.remove_suffix(1);
  if (text.empty() || text.find_first_of("*?\\") != std::string_view::npos) return std::nullopt;
  const std::string_view test = open_front && open_back ? "contains"
                                : open_front            ? "endswith"
                                : open_back             ? "startswith"
                                                        : "eq_text";
  return Plain{test, std::string(text)};
}

ir::ExprId Simplify(ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
  const auto* test = std::get_if<ir::Test>(&node);
  const std::string_view name = test ? stdlib::Kernels()[test->kernel].name : std::string_view();
  if (name != "like" && name != "like_cased") return out.Add(std::move(node), old.type, old.span);
  const auto* constant = std::get_if<ir::Const>(&out.exprs[test->arguments[1]].node);
  const auto* spec = constant ? std::get_if<stdlib::PreparedSpec>(&constant->value) : nullptr;
  const auto plain = spec ? PlainTestOf(spec->items.front()) : std::nullopt;
  if (!plain) return out.Add(std::move(node), old.type, old.span);
  const auto kernel =
      stdlib::FindKernel(std::string(plain->test) + (name == "like_cased" ? "_cased" : ""));
  SIGRUN_CHECK(kernel);
  const ir::ExprId text = out.Add(ir::Const{plain->text}, stdlib::kString, old.span);
  return out.Add(ir::Test{*kernel, test->all_elements, {test->arguments[0], text}}, old.type,
                 old.span);
}

}  // namespace

ir::RuleSet SimplifyGlobs(const ir::RuleSet& rules) { return Rewrite(rules, Simplify); }

}  // namespace sigrun::passes
