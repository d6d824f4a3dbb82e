// jsonl: one JSON object a line.
#include "cli/formats/alert_format.h"

namespace sigrun::cli {
namespace {

class Jsonl final : public AlertFormat {
  void Write(const alert::Alert& alert, OutputStream& out) override {
    out.Json(alert::ToJsonLine(alert));
  }
};

}  // namespace

std::unique_ptr<AlertFormat> formats::MakeJsonl() { return std::make_unique<Jsonl>(); }

}  // namespace sigrun::cli
