// The summary of a scan, on standard error: accounts for every record.
#pragma once

#include "cli/commands/alert_printer.h"
#include "engine/scan.h"

namespace sigrun::cli {

// Unreadable files, and what to do about them: printed even without a summary.
void PrintFileErrors(const engine::ScanResult& result);
void PrintSummary(const engine::ScanResult& result, const engine::RunReport& report,
                  const program::Program& program, const AlertPrinter& printer);

}  // namespace sigrun::cli
