// Where a scanner puts alerts.
#pragma once

#include "sigrun/alert.h"
#include "sigrun/outcome.h"

namespace sigrun {

class Sink {
 public:
  virtual ~Sink() = default;
  // Called on the thread that called the scanner, once for each alert. After an error (or an
  // exception, which counts as one) nothing more is given, and the scanner returns kSink from then
  // on. It must not call the scanner.
  virtual Outcome OnAlert(const Alert& alert) = 0;
};

}  // namespace sigrun
