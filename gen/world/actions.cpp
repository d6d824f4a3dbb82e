#include "gen/world/actions.h"

#include <string_view>
#include <vector>

#include "base/check.h"

namespace sigrun::gen {
namespace {

enum Trait : unsigned {
  kWrite = 0,
  kRead = 1,
  kData = 2,
  kGlobal = 4,
  kSignIn = 8,
  kServiceEvent = 16,
};

constexpr const char* kThrottled = "ThrottlingException";
constexpr const char* kRate = "Rate exceeded";

std::string_view EventType(unsigned traits) {
  if (traits & kSignIn) return "AwsConsoleSignIn";
  return traits & kServiceEvent ? "AwsServiceEvent" : "AwsApiCall";
}

Action Row(std::string_view service, std::string_view name, std::string_view api_version,
           unsigned traits, const char* request, const char* response = "null",
           const char* additional = "", const char* resources = "",
           std::string_view error_code = {}, std::string_view error_message = {}) {
  return {service,
          name,
          api_version,
          EventType(traits),
          (traits & kRead) != 0,
          (traits & kData) != 0,
          (traits & kGlobal) != 0,
          Template(request),
          Template(response),
          Template(additional),
          Template(resources),
          error_code,
          error_message};
}

std::vector<Action> Rows() {
  std::vector<Action> rows;
#define ACTION(...) rows.push_back(Row(__VA_ARGS__));
#include "gen/world/actions.def"
#undef ACTION
  return rows;
}

}  // namespace

const Action& FindAction(std::string_view service_and_name) {
  static const std::vector<Action> rows = Rows();
  const size_t colon = service_and_name.find(':');
  SIGRUN_CHECK(colon != std::string_view::npos);
  for (const Action& row : rows) {
    if (row.service == service_and_name.substr(0, colon) &&
        row.name == service_and_name.substr(colon + 1)) {
      return row;
    }
  }
  CheckFailed(__FILE__, __LINE__, "an action that is asked for is in actions.def");
}

}  // namespace sigrun::gen
