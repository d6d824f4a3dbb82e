// What a scan did, on standard error: every record accounted for.
#pragma once

#include "cli/alert_printer.h"
#include "engine/scan.h"

namespace sigrun::cli {

// What could not be read, and what to do about it: also when nobody wants a summary.
void PrintFileErrors(const engine::ScanResult& result);
void PrintSummary(const engine::ScanResult& result, const engine::RunReport& report,
                  const program::Program& program, const AlertPrinter& printer);

}  // namespace sigrun::cli
