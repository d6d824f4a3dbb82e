#include "runtime/state/order/reorder_archive.h"

#include <string>

#include "runtime/event/origin_fields.h"

namespace sigrun::state {
namespace {

struct StoredItem {
  Timestamp time;
  event::Origin origin;
  std::string payload;
  uint32_t id_size = 0;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.time, self.origin, self.payload, self.id_size);
    if constexpr (A::kReads)
      a.Require(IsPlausible(self.time) && self.id_size <= self.payload.size(),
                "an event that waits makes no sense");
  }
};

// Calls use(item) for each item, as long as both go well.
template <class Use>
Status ReadItems(ArchiveReader& from, Use use) {
  for (uint32_t count = from.Size(); count > 0; --count) {
    StoredItem item;
    from(item);
    if (!from.ok()) break;
    if (Status used = use(item); !used.ok()) return used;
  }
  if (!from.ok()) return Error{"the events that wait are malformed: " + from.failure()};
  return Ok();
}

}  // namespace

Status MoveItems(ReorderBuffer& buffer, ArchiveWriter& to) {
  to.Size(buffer.size());
  return buffer.DrainAll([&](const ReorderItem& item) {
    to(StoredItem{item.time, item.origin, std::string(item.payload), item.id_size});
  });
}

Status AddItems(ArchiveReader& from, ReorderBuffer& buffer) {
  ArchiveReader first = from;
  if (Status read = ReadItems(first, [](const StoredItem&) { return Ok(); }); !read.ok())
    return read;
  return ReadItems(from, [&](const StoredItem& item) {
    return buffer.Add({item.time, item.origin, item.payload, item.id_size});
  });
}

}  // namespace sigrun::state
