#include "cli/commands/alert_printer.h"

namespace sigrun::cli {

AlertPrinter::AlertPrinter(std::unique_ptr<AlertFormat> format, program::Level least,
                           OutputStream& out)
    : format_(std::move(format)), least_(least), out_(out) {
  format_->Begin(out_);
}

Status AlertPrinter::OnAlert(const alert::Alert& alert) {
  if (!highest_ || alert.level > *highest_) highest_ = alert.level;
  if (alert.level < least_) {
    ++below_level_;
    return Ok();
  }
  ++printed_;
  format_->Write(alert, out_);
  return Ok();
}

void AlertPrinter::Finish() {
  format_->End(out_);
  out_.Flush();
}

}  // namespace sigrun::cli
