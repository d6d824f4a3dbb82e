// A format of alerts on standard output: one file and one row of alert_formats.def for each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/output.h"
#include "runtime/alert/alert.h"

namespace sigrun::cli {

class AlertFormat {
 public:
  // A flag that works with this format only.
  struct Flag {
    std::string name;
    std::string description;
    bool* value;
  };

  virtual ~AlertFormat() = default;
  virtual std::vector<Flag> Flags() { return {}; }

  // Begin is called once before the first alert, End once after the last, also without any alert.
  virtual void Begin(OutputStream&) {}
  virtual void Write(const alert::Alert& alert, OutputStream& out) = 0;
  virtual void End(OutputStream&) {}
};

// Each file defines its factory by this qualified name, so that it does not compile without a row.
namespace formats {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) std::unique_ptr<AlertFormat> factory();
#include "cli/formats/alert_formats.def"
}  // namespace formats

enum class AlertFormatId {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) name,
#include "cli/formats/alert_formats.def"
};

struct AlertFormatInfo {
  AlertFormatId id;
  std::string_view name;
  std::string_view doc;
  std::unique_ptr<AlertFormat> (*make)();
};
// All rows, in table order.
const std::vector<AlertFormatInfo>& AlertFormats();

}  // namespace sigrun::cli
