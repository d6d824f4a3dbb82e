// How sure it must be that an object is a record of a log source.
#pragma once

#include <cstdint>

namespace sigrun::event {

enum class Certainty : uint8_t {
  kHere,      // it stands where records stand
  kAnywhere,  // an object of unknown origin
  kText,      // text of unknown origin, which is hardly ever a record
};

}  // namespace sigrun::event
