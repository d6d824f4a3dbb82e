#include "cli/formats/alert_format.h"

namespace sigrun::cli {

const std::vector<AlertFormatInfo>& AlertFormats() {
  static const std::vector<AlertFormatInfo> rows = {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) \
  {AlertFormatId::name, #name, doc, &formats::factory},
#include "cli/formats/alert_formats.def"
  };
  return rows;
}

}  // namespace sigrun::cli
