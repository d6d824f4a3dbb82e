// ocsf: one OCSF Detection Finding a line.
#include "cli/formats/alert_format.h"

namespace sigrun::cli {
namespace {

class Ocsf final : public AlertFormat {
  void Write(const alert::Alert& alert, OutputStream& out) override {
    out.Json(alert::ToOcsfLine(alert));
  }
};

}  // namespace

std::unique_ptr<AlertFormat> formats::MakeOcsf() { return std::make_unique<Ocsf>(); }

}  // namespace sigrun::cli
