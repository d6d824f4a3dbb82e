#include "stdlib/kernel.h"

#include "base/check.h"
#include "stdlib/adapt.h"
#include "stdlib/native/arithmetic.h"
#include "stdlib/native/arn.h"
#include "stdlib/native/compare.h"
#include "stdlib/native/encoding.h"
#include "stdlib/native/escape.h"
#include "stdlib/native/json.h"
#include "stdlib/native/network.h"
#include "stdlib/native/strings.h"
#include "stdlib/native/text.h"
#include "stdlib/native/time.h"
#include "stdlib/native/version.h"

namespace sigrun::stdlib {

bool TestOtherForms(TestFn test, const Value* args, uint32_t count, Arena& arena) noexcept {
  constexpr uint32_t kMostArguments = 4;
  SIGRUN_CHECK(count <= kMostArguments);
  Value forms[kMostArguments][2], chosen[kMostArguments];
  uint32_t two_forms = 0;  // bit i: argument i has a second form
  for (uint32_t i = 0; i < count; ++i) {
    forms[i][0] = args[i];
    const auto other = native::UnescapedObject(args[i], arena);
    if (!other) continue;
    forms[i][1] = Value::Object(*other);
    two_forms |= 1u << i;
  }
  for (uint32_t choice = 1; choice < 1u << count; ++choice) {
    if ((choice & ~two_forms) != 0) continue;
    for (uint32_t i = 0; i < count; ++i) chosen[i] = forms[i][choice >> i & 1];
    if (test(chosen, arena)) return true;
  }
  return false;
}

namespace {

PreparedKind Cased(PreparedKind kind) {
  switch (kind) {
    case PreparedKind::kTextSet:
      return PreparedKind::kTextSetCased;
    case PreparedKind::kMixedSet:
      return PreparedKind::kMixedSetCased;
    case PreparedKind::kPartList:
      return PreparedKind::kPartListCased;
    case PreparedKind::kPrefixList:
      return PreparedKind::kPrefixListCased;
    case PreparedKind::kSuffixList:
      return PreparedKind::kSuffixListCased;
    case PreparedKind::kGlobList:
      return PreparedKind::kGlobListCased;
    default:
      return kind;
  }
}

// A list of strings is prepared for one way of comparing them.
void ChooseLists(Kernel& kernel) {
  for (Parameter& parameter : kernel.parameters)
    if (kernel.cased && parameter.prepared) parameter.prepared = Cased(*parameter.prepared);
}

template <auto Function>
Kernel Row(std::string_view name, std::string_view op, bool is_test, bool cased, uint16_t cost,
           std::string_view doc, std::string_view example) {
  Kernel kernel = Adapter<Function>::Signature(is_test);
  kernel.name = name;
  kernel.op = op;
  kernel.cased = cased;
  kernel.cost = cost;
  kernel.doc = doc;
  kernel.example = example;
  ChooseLists(kernel);
  SIGRUN_CHECK(kernel.test != nullptr || kernel.function != nullptr);
  return kernel;
}

std::vector<Kernel> BuildTable() {
  using namespace native;
  return {
#define SIGRUN_TEST(name, op, fn, cost, doc, example) \
  Row<&fn>(#name, op, true, false, cost, doc, example),
#define SIGRUN_TEST_CASED(name, op, fn, cost, doc, example) \
  Row<&fn>(#name, op, true, true, cost, doc, example),
#define SIGRUN_FUNCTION(name, fn, cost, doc, example) \
  Row<&fn>(#name, #name, false, false, cost, doc, example),
#define SIGRUN_OPERATOR(name, op, fn, cost, doc, example) \
  Row<&fn>(#name, op, false, false, cost, doc, example),
#include "stdlib/kernels.def"
#undef SIGRUN_TEST
#undef SIGRUN_TEST_CASED
#undef SIGRUN_FUNCTION
#undef SIGRUN_OPERATOR
  };
}

}  // namespace

std::span<const Kernel> Kernels() {
  static const std::vector<Kernel> table = BuildTable();
  return table;
}

std::optional<KernelId> FindKernel(std::string_view name) {
  const std::span<const Kernel> kernels = Kernels();
  for (size_t i = 0; i < kernels.size(); ++i)
    if (kernels[i].name == name) return static_cast<KernelId>(i);
  return std::nullopt;
}

}  // namespace sigrun::stdlib
