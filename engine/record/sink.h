// Where alerts go.
#pragma once

#include "base/result.h"
#include "runtime/alert/alert.h"

namespace sigrun::engine {

class AlertSink {
 public:
  virtual ~AlertSink() = default;
  // Gets each alert once. After an error nothing more is given, and the scan stops with that error.
  virtual Status OnAlert(const alert::Alert& alert) = 0;
};

}  // namespace sigrun::engine
