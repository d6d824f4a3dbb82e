#include "runtime/state/order/time_pieces.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace sigrun::state {
namespace {

const event::Origin& FirstOf(const event::Origin& a, const event::Origin& b) {
  return std::tie(b.file, b.record) < std::tie(a.file, a.record) ? b : a;
}

}  // namespace

void TimePieces::Add(Timestamp time, const event::Origin& origin) {
  ++records_;
  if (last_ == pieces_.end() || time.micros < last_->first || last_->second.end < time)
    Insert(time, origin);
  ++last_->second.records;
}

void TimePieces::Insert(Timestamp time, const event::Origin& origin) {
  auto next = pieces_.upper_bound(time.micros);
  if (next != pieces_.begin()) {
    const auto before = std::prev(next);
    if (time <= before->second.end + kGap) {
      before->second.end = std::max(before->second.end, time);
      last_ = before;
      return MergeWithNext(before);
    }
  }
  last_ = pieces_.insert(next, {time.micros, {time, 0, origin}});
  MergeWithNext(last_);
}

void TimePieces::Clear() {
  pieces_.clear();
  last_ = pieces_.end();
  records_ = 0;
}

bool TimePieces::Append(Timestamp begin, const Piece& piece) {
  constexpr uint64_t kMost = uint64_t{1} << 50;  // times 1000 it is a number still
  if (!IsPlausible(begin) || !IsPlausible(piece.end) || piece.end < begin) return false;
  if (!pieces_.empty() && begin <= last() + kGap) return false;
  if (piece.records == 0 || piece.records > kMost - records_) return false;
  pieces_.emplace_hint(pieces_.end(), begin.micros, piece);
  records_ += piece.records;
  return true;
}

void TimePieces::MergeWithNext(Pieces::iterator piece) {
  const auto next = std::next(piece);
  if (next == pieces_.end() || next->first > (piece->second.end + kGap).micros) return;
  piece->second.end = next->second.end;
  piece->second.records += next->second.records;
  piece->second.first_read = FirstOf(piece->second.first_read, next->second.first_read);
  pieces_.erase(next);
}

Body TimePieces::FindBody() const {
  Body body{first(), last(), 0, 0, {}, {}};
  const auto counts = [&](const auto& piece) {
    return piece.second.records >= 2 && piece.second.records * 1000 >= records_;
  };
  const auto begin = std::find_if(pieces_.begin(), pieces_.end(), counts);
  if (begin == pieces_.end()) return body;
  const auto end = std::find_if(pieces_.rbegin(), pieces_.rend(), counts).base();
  const auto leave_out = [](const Piece& piece, uint64_t& records, auto& first_read) {
    records += piece.records;
    first_read = first_read ? FirstOf(*first_read, piece.first_read) : piece.first_read;
  };
  for (auto piece = pieces_.begin(); piece != begin; ++piece)
    leave_out(piece->second, body.behind, body.first_behind);
  for (auto piece = end; piece != pieces_.end(); ++piece)
    leave_out(piece->second, body.ahead, body.first_ahead);
  body.begin = {begin->first};
  body.end = std::prev(end)->second.end;
  return body;
}

}  // namespace sigrun::state
