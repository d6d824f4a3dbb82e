// Decodes bytes to events: finds the records in any envelope by content, and fills slots. Takes the
// decompressed bytes of one file in pieces of any size; the result does not depend on the pieces.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/event/event.h"

namespace sigrun::event {

class Decoder {
 public:
  // The handler must outlive the decoder.
  Decoder(const Layout& layout, const Limits& limits, Handler& handler);
  ~Decoder();

  // Starts a file; `file` becomes Origin::file. With an offset, the part of one that begins there,
  // where a decoder that has read the file up to there is between records.
  void Begin(uint32_t file, uint64_t offset = 0);
  // The next bytes of the file. The decoder keeps what it cannot use yet (at most one record and
  // one chunk).
  void Feed(std::string_view bytes);
  // The same without a copy: `data` is followed by kPadding bytes that may be written.
  static constexpr size_t kPadding = 64;
  void Read(char* data, size_t size);
  // Everything so far was read, and belongs to complete records outside of any array: what follows
  // can be read by another decoder.
  bool between_records() const;
  // The file ends here, or cannot be read any further: what is left over is reported as truncated.
  void End();

  // A buffer to read directly into, to avoid a copy: fill up to its size, then call Commit. It is
  // never empty, and at the beginning of a file it has at least Limits::chunk_bytes. Between two
  // files it may be filled before Begin, to recognise the format.
  std::span<char> Buffer();
  void Commit(size_t size);
  // Delivers the complete records without waiting for a full chunk: for slow sources.
  void Flush();

  // The number of records of the file (events, rejects, and other objects) so far, without one that
  // the end of the file cuts off.
  uint64_t records() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::event
