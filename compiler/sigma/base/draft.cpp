#include "compiler/sigma/base/draft.h"

#include "compiler/sigma/base/names.h"

namespace sigrun::sigma {

std::string Draft::TakeName(const std::string& wanted) {
  std::string name = Unique(IsName(wanted) ? wanted : Slug(wanted),
                            [&](const std::string& n) { return used.count(n) > 0; });
  used.insert(name);
  return name;
}

std::string Draft::Bind(const std::string& wanted, ExprId value, Span at) {
  std::string name = TakeName(wanted);
  rule.bindings.push_back({{name, at}, value, at});
  return name;
}

}  // namespace sigrun::sigma
