#pragma once

#include <cstddef>
#include <cstdint>

namespace sigrun::event {

struct Limits {
  size_t chunk_bytes = size_t{256} << 10;  // how much is read at once; no answer depends on it
  size_t record_bytes = size_t{16} << 20;
  uint32_t depth = 512;
  uint32_t envelope_depth = 4;  // envelopes inside envelopes
  bool remember_shapes = true;  // of records, to read alike ones faster; no answer depends on it
  size_t envelope_bytes = size_t{64} << 20;  // inflated size of one envelope's payload
};

}  // namespace sigrun::event
