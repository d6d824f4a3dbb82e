// A kernel accepts a present value of any kind for any parameter that is not prepared: it converts
// it to its type, or the test is false and the result absent. So images need no argument types.
#include <doctest/doctest.h>

#include <limits>

#include "../oracle/call_kernel.h"

namespace sigrun::oracle {
namespace {

std::vector<Value> ValuesOfAllKinds() {
  return {Value::Bool(true),
          Value::Int(std::numeric_limits<int64_t>::min()),
          Value::Int(22, "22"),
          Value::Float(-0.5),
          Value::Float(std::numeric_limits<double>::max()),
          Text(""),
          Text("192.0.2.1"),
          Text("\xFF\xC3"),
          Value::Time({std::numeric_limits<int64_t>::max()}),
          Value::Of(Duration{std::numeric_limits<int64_t>::min()}),
          Value::Object("{\"a\":\"b\\\\c\"}"),
          Value::Object("")};
}

std::shared_ptr<const stdlib::PreparedObject> PreparedFor(stdlib::PreparedKind kind) {
  auto made =
      stdlib::Prepare({kind, {kind == stdlib::PreparedKind::kCidrSet ? "10.0.0.0/8" : "1"}, ""});
  SIGRUN_CHECK(made.ok());
  return *made;
}

TEST_CASE("kernels take values of any kind") {
  const std::vector<Value> values = ValuesOfAllKinds();
  size_t answered = 0;
  for (const stdlib::Kernel& kernel : stdlib::Kernels()) {
    CAPTURE(std::string(kernel.name));
    std::vector<std::shared_ptr<const stdlib::PreparedObject>> prepared;
    std::vector<Value> arguments(kernel.parameters.size());
    for (size_t i = 0; i < arguments.size(); ++i) {
      if (!kernel.parameters[i].prepared) continue;
      prepared.push_back(PreparedFor(*kernel.parameters[i].prepared));
      arguments[i] = stdlib::PreparedValue(*prepared.back());
    }
    // Two parameters at most differ at a time; the others stay as they were.
    for (size_t i = 0; i < arguments.size(); ++i)
      for (size_t j = i; j < arguments.size(); ++j)
        for (const Value& a : values)
          for (const Value& b : values) {
            if (!kernel.parameters[i].prepared) arguments[i] = a;
            if (!kernel.parameters[j].prepared) arguments[j] = b;
            Arena& arena = CallArena();
            arena.Reset();
            if (kernel.test != nullptr) {
              answered += kernel.test(arguments.data(), arena);
              continue;
            }
            const Value result =
                kernel.function(arguments.data(), static_cast<uint32_t>(arguments.size()), arena);
            CHECK(result.kind <= Kind::kList);
            answered += result.present();
          }
  }
  CHECK(answered > 1000);
}

}  // namespace
}  // namespace sigrun::oracle
