// Where a log has its body: its times fall into pieces with gaps of more than a week between them,
// and pieces of next to nothing at the ends are outliers, such as a record of a machine whose clock
// was wrong, or one that somebody made up. What counts from the beginning of a log or to its end
// counts from the body and to it. A function of the set of times, in whatever order they come.
//
// About 100 bytes for each piece: at most half a million of them fit between the years 1 and 9999.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "base/event_time.h"
#include "runtime/event/event.h"

namespace sigrun::state {

struct Body {
  Timestamp begin, end;                                    // of its first and last record
  uint64_t behind = 0, ahead = 0;                          // records before it and after it
  std::optional<event::Origin> first_behind, first_ahead;  // the first read of each
};

class TimePieces {
 public:
  static constexpr Duration kGap = Days(7);

  void Add(Timestamp time, const event::Origin& origin);

  bool empty() const { return pieces_.empty(); }
  // Everything from the first time to the last.
  Timestamp first() const { return {pieces_.begin()->first}; }
  Timestamp last() const { return pieces_.rbegin()->second.end; }
  // A piece at an end belongs to the body if it has two records and a thousandth of all. Where no
  // piece has, all do.
  Body FindBody() const;

 private:
  struct Piece {
    Timestamp end;
    uint64_t records = 0;
    event::Origin first_read;
  };
  using Pieces = std::map<int64_t, Piece>;  // by the first time of each

  void Insert(Timestamp time, const event::Origin& origin);
  void MergeWithNext(Pieces::iterator piece);

  Pieces pieces_;
  Pieces::iterator last_ = pieces_.end();  // that the last time went to
  uint64_t records_ = 0;
};

}  // namespace sigrun::state
