#include "cli/commands/alert_printer.h"

#include "api/alert_source.h"

namespace sigrun::cli {

AlertPrinter::AlertPrinter(std::unique_ptr<AlertFormat> format, program::Level least,
                           OutputStream& out)
    : format_(std::move(format)), least_(least), out_(out) {
  format_->Begin(out_);
}

Outcome AlertPrinter::OnAlert(const Alert& from) {
  const alert::Alert& alert = from.source->alert;
  if (!highest_ || alert.level > *highest_) highest_ = alert.level;
  if (alert.level < least_) {
    ++below_level_;
    return {};
  }
  ++printed_;
  format_->Write(alert, out_);
  return {};
}

void AlertPrinter::Finish() {
  format_->End(out_);
  out_.Flush();
}

}  // namespace sigrun::cli
