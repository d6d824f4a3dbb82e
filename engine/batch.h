// What was found in one stretch of the input, in the order in which it stands: calls that wait to
// be made when it is the turn of the stretch. A reader in any thread records it, and Replay makes
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/arena.h"
#include "engine/day_filter.h"
#include "engine/evaluated.h"
#include "runtime/event/event.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

// Lines of a document, to be decoded apart from the others.
struct Block {
  std::unique_ptr<char[]> data;  // followed by Decoder::kPadding bytes
  size_t size = 0;
  uint64_t offset = 0;  // in the document
  bool last = false;
};

struct Session;

struct Batch {
  struct Carrier {};
  struct Wanted {
    DayFilter::Verdict verdict;
  };
  struct DocumentBegins {
    std::string name;
    io::DocumentStart start;
  };
  struct DocumentEnds {
    bool complete;
  };
  struct DocumentCut {
    Error error;
    std::optional<uint64_t> records;  // of the document; not known of one in blocks
  };
  struct Failure {
    Error error;
  };
  using Entry = std::variant<Evaluated, event::Reject, event::NotEvent, Carrier, Wanted,
                             DocumentBegins, DocumentEnds, DocumentCut, Failure>;

  std::vector<Entry> entries;
  Arena memory{SIZE_MAX};  // of what they point to

  // Of one block; otherwise the records of the document so far, if its blocks follow.
  std::optional<Block> block;  // kept until it is known that it began between records
  uint64_t records = 0;
  std::shared_ptr<Session>
      open;  // of a block that does not end between records: goes on from there
};

}  // namespace sigrun::engine
