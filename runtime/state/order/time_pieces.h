// Finds the body of a log: its times form pieces with gaps of more than a week between them, and
// tiny pieces at the ends are outliers, for example a record from a machine with a wrong clock, or
// a forged one. Learning and deadlines use the start and the end of the body. A function of the set
// of times, in any order.
//
// About 100 bytes per piece: at most half a million of them fit between the years 1 and 9999.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "base/time/event_time.h"
#include "runtime/event/event.h"
#include "runtime/event/origin_fields.h"

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
  // A piece at an end belongs to the body if it has two records and a thousandth of all. If no
  // piece has, all of them do.
  Body FindBody() const;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    uint32_t count = a.Size(self.pieces_.size());
    if constexpr (A::kReads) {
      self.Clear();
      for (; count > 0 && a.ok(); --count) {
        Timestamp begin;
        Piece piece;
        a(begin, piece);
        if (a.ok()) a.Require(self.Append(begin, piece), "the times of a log are not in order");
      }
    } else {
      for (const auto& [begin, piece] : self.pieces_) a(begin, piece);
    }
  }

 private:
  struct Piece {
    Timestamp end;
    uint64_t records = 0;
    event::Origin first_read;

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.end, self.records, self.first_read);
    }
  };
  using Pieces = std::map<int64_t, Piece>;  // by the first time of each

  void Clear();
  // A piece behind all others; false if it is none.
  bool Append(Timestamp begin, const Piece& piece);
  void Insert(Timestamp time, const event::Origin& origin);
  void MergeWithNext(Pieces::iterator piece);

  Pieces pieces_;
  Pieces::iterator last_ = pieces_.end();  // the piece of the last time
  uint64_t records_ = 0;
};

}  // namespace sigrun::state
