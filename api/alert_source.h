// The alert that a public one was made of.
#pragma once

#include "api/rules_impl.h"
#include "runtime/alert/alert.h"
#include "sigrun/alert.h"

namespace sigrun {

struct Alert::Source {
  alert::Alert alert;
  Rules rules;  // the alert points into their program
};

Alert PublicAlert(const alert::Alert& alert, const Rules& rules);

}  // namespace sigrun
