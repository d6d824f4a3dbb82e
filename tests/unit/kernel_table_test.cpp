// The catalogue itself: names, signatures, required properties of every row.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "../oracle/call_kernel.h"
#include "stdlib/aggregate.h"

namespace sigrun::stdlib {
namespace {

std::string SignatureOf(const Kernel& kernel) {
  std::string text = std::string(kernel.name) + "(";
  for (size_t i = 0; i < kernel.parameters.size(); ++i)
    text += (i ? "," : "") + TypeName(kernel.parameters[i].type);
  return text + (kernel.variadic ? "…" : "") + ")" + TypeName(kernel.result);
}

TEST_CASE("kernel names are unique and found by name") {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < Kernels().size(); ++i) {
    const Kernel& kernel = Kernels()[i];
    CAPTURE(kernel.name);
    CHECK(seen.insert(kernel.name).second);
    CHECK(FindKernel(kernel.name) == i);
  }
  CHECK_FALSE(FindKernel("no_such_kernel"));
}

TEST_CASE("every kernel has a function of its sort, a cost, a doc and an example") {
  for (const Kernel& kernel : Kernels()) {
    CAPTURE(kernel.name);
    CHECK((kernel.test != nullptr) == kernel.is_test);
    CHECK((kernel.function != nullptr) == !kernel.is_test);
    CHECK(kernel.cost > 0);
    CHECK(!kernel.parameters.empty());
    CHECK(kernel.doc.ends_with('.'));
    CHECK(!kernel.example.empty());
    if (kernel.is_test) CHECK(kernel.result == kBool);
  }
}

TEST_CASE("a signature follows from the C++ function") {
  using oracle::KernelNamed;
  CHECK(SignatureOf(KernelNamed("contains")) == "contains(string,string)bool");
  CHECK(SignatureOf(KernelNamed("in_cidr")) == "in_cidr(ip,list<cidr>)bool");
  CHECK(SignatureOf(KernelNamed("split_part")) == "split_part(string,string,int)string");
  CHECK(SignatureOf(KernelNamed("subtract_time")) == "subtract_time(timestamp,timestamp)duration");
  CHECK(SignatureOf(KernelNamed("concat")) == "concat(any…)string");
  CHECK(SignatureOf(KernelNamed("version_at_least")) == "version_at_least(string,string)bool");
  CHECK(KernelNamed("add_number").int_if_ints);
  CHECK_FALSE(KernelNamed("divide_number").int_if_ints);
}

TEST_CASE("a cased test takes a set made for exact comparison") {
  using oracle::KernelNamed;
  CHECK(KernelNamed("in_text").parameters[1].prepared == PreparedKind::kTextSet);
  CHECK(KernelNamed("in_text_cased").parameters[1].prepared == PreparedKind::kTextSetCased);
}

TEST_CASE("every cased kernel has its sibling") {
  for (const Kernel& kernel : Kernels()) {
    if (!kernel.cased) continue;
    const std::string name(kernel.name.substr(0, kernel.name.size() - 6));
    CAPTURE(kernel.name);
    REQUIRE(FindKernel(name));
    CHECK(Kernels()[*FindKernel(name)].op == kernel.op);
  }
}

TEST_CASE("type names read back") {
  for (const char* name : {"bool", "int", "float", "string", "ip", "cidr", "timestamp", "duration",
                           "bytes", "regex", "any"}) {
    Type type;
    REQUIRE(ParseTypeName(name, type));
    CHECK(TypeName(type) == name);
  }
  Type type;
  CHECK(ParseTypeName("list", type));
  CHECK(type == ListOf(TypeKind::kAny));
  CHECK(TypeName(ListOf(TypeKind::kCidr)) == "list<cidr>");
  CHECK_FALSE(ParseTypeName("text", type));
}

TEST_CASE("aggregates are found by name and know their result") {
  CHECK(FindAggregate("sum") == AggregateKind::kSum);
  CHECK(FindAggregate("average") == std::nullopt);
  CHECK(Name(AggregateKind::kDistinct) == "distinct");
  const AggregateInfo& sum = Info(AggregateKind::kSum);
  CHECK(sum.needs_number());
  CHECK(sum.ResultType(kBytes) == kBytes);
  CHECK(sum.ResultType(kAny) == kFloat);
  CHECK(Info(AggregateKind::kAvg).ResultType(kInt) == kFloat);
  CHECK(Info(AggregateKind::kCount).ResultType(kAny) == kInt);
  CHECK(Info(AggregateKind::kPercentile).has_percent());
  CHECK(FindAggregate("rate") == std::nullopt);
  CHECK(IsAggregateName("rate"));
  CHECK_FALSE(IsAggregateName("average"));
}

}  // namespace
}  // namespace sigrun::stdlib
