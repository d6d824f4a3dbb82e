// Runs rules over a log in twenty lines: embed RULES LOG
#include <sigrun/scanner.h>

#include <iostream>

// Gets each alert.
struct Printer : sigrun::Sink {
  sigrun::Outcome OnAlert(const sigrun::Alert& alert) override {
    std::cout << sigrun::Name(alert.level) << ": " << alert.message << "\n";
    return std::cout ? sigrun::Outcome()
                     : sigrun::Outcome(sigrun::Failure::kSink, "cannot write the alert");
  }
};

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: embed RULES LOG\n", 2;
  const sigrun::Rules rules = sigrun::LoadRules({argv[1]});
  for (const sigrun::Diagnostic& diagnostic : rules.diagnostics()) std::cerr << diagnostic.text;
  Printer printer;
  sigrun::Scanner scanner(rules, {}, printer);
  const sigrun::Outcome outcome = scanner.ScanFiles({argv[2]});
  if (!outcome.ok()) std::cerr << "embed: " << outcome.message() << "\n";
  std::cerr << scanner.counts().records << " records, " << scanner.counts().alerts << " alerts\n";
  return outcome.ok() ? 0 : 1;
}
