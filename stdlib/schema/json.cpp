#include "stdlib/schema/log_source.h"

namespace sigrun::stdlib {

LogSource Json() {
  return {
      .schema = Schema("json", {}, Schema::Others::kAllowed),
      .doc = "Any JSON object that is not a record of another source.",
      .sigma = {.category = "application"},
  };
}

}  // namespace sigrun::stdlib
