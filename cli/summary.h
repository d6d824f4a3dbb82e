// What a scan did, on standard error: every record accounted for.
#pragma once

#include "cli/alert_printer.h"
#include "engine/scan.h"

namespace sigrun::cli {

void PrintSummary(const engine::ScanResult& result, const engine::Pipeline& pipeline,
                  const program::Program& program, const AlertPrinter& printer);

}  // namespace sigrun::cli
