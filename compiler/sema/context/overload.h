// Chooses the row of the kernel catalogue for a test or call, by the types of its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/kernel.h"

namespace sigrun::sema {

// An argument of a test that is already a prepared constant has no type of its own.
struct TestArgument {
  stdlib::Type type;
  std::optional<stdlib::PreparedKind> prepared;
};

std::optional<stdlib::KernelId> ChooseTest(std::string_view op, bool cased,
                                           const std::vector<TestArgument>& arguments);
// The kind of list that a test such as `contains any` takes.
std::optional<stdlib::PreparedKind> ListKindOf(std::string_view op, bool cased);
std::optional<stdlib::KernelId> ChooseFunction(std::string_view op,
                                               const std::vector<stdlib::Type>& arguments);

// The rows of a function name (never of an operator).
std::vector<stdlib::KernelId> FunctionsNamed(std::string_view name);
// The names that can precede `(`: functions, forms such as coalesce and untyped, aggregates and the
// other state calls.
std::vector<std::string> CallableNames();
// An aggregate, baseline, first_seen or previous: declared by name in a rule, never nested.
bool IsStateCall(std::string_view name);
// "lower(string)" for each row of a name.
std::vector<std::string> Signatures(std::string_view name);

}  // namespace sigrun::sema
