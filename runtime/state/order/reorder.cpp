#include "runtime/state/order/reorder.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "runtime/state/order/merge_sources.h"
#include "runtime/state/order/sort_keys.h"

namespace sigrun::state {

// New items wait unsorted in the tail until one of them is due; then the tail becomes a sorted run.
// In a stream that is nearly in order, this sorts each item once, in batches of the lateness.
class ReorderBuffer::Impl {
 public:
  explicit Impl(ReorderOptions options)
      : limit_(options.memory_bytes), file_(std::move(options.temp_folder)) {}

  Status Add(const ReorderItem& item) {
    if (!room_.ok()) return room_;
    if (memory_bytes() + item.payload.size() > limit_ && in_memory_ > 0)
      if (room_ = Spill(); !room_.ok()) return room_;
    tail_.push_back(blocks_.Store(item));
    tail_oldest_ = std::min(tail_oldest_, item.time.micros);
    ++in_memory_;
    ++size_;
    return Ok();
  }

  // Delivers items older than `end`; all if there is none.
  Status Drain(std::optional<int64_t> end, const Sink& sink) {
    if (end && !AnyBefore(*end)) return Ok();
    if (!tail_.empty() && (!end || tail_oldest_ < *end)) KeepRun(TakeTail());
    SourceHeap heap;
    if (Status gathered = Gather(end, heap); !gathered.ok()) return gathered;
    Status delivered = Deliver(end, heap, sink);
    Tidy();
    return delivered;
  }

  uint64_t size() const { return size_; }
  uint64_t spilled_bytes() const { return spilled_bytes_; }
  size_t memory_bytes() const {
    size_t bytes = blocks_.bytes() + tail_.capacity() * sizeof(EntryKey);
    for (const MemoryRun& run : runs_) bytes += run.keys.capacity() * sizeof(EntryKey);
    return bytes;
  }

 private:
  bool AnyBefore(int64_t end) const {
    return tail_oldest_ < end ||
           std::any_of(
               runs_.begin(), runs_.end(),
               [&](const MemoryRun& run) { return run.current().time < end; }) ||
           std::any_of(
               disk_.begin(), disk_.end(), [&](const auto& run) { return run->oldest < end; });
  }

  std::vector<EntryKey> TakeTail() {
    std::vector<EntryKey> keys = std::move(tail_);
    tail_.clear();
    tail_oldest_ = std::numeric_limits<int64_t>::max();
    SortKeys(keys);
    return keys;
  }

  // Runs are merged so that each is more than twice as long as the next: few are open at a time.
  void KeepRun(std::vector<EntryKey> keys) {
    while (!runs_.empty() && runs_.back().left() <= 2 * keys.size()) {
      const MemoryRun& last = runs_.back();
      std::vector<EntryKey> merged(last.left() + keys.size());
      std::merge(last.keys.begin() + static_cast<ptrdiff_t>(last.at), last.keys.end(), keys.begin(),
                 keys.end(), merged.begin());
      keys = std::move(merged);
      runs_.pop_back();
    }
    runs_.push_back({std::move(keys)});
  }

  // Everything in memory becomes one run on disk.
  Status Spill() {
    std::vector<EntryKey> keys = TakeTail();
    for (const MemoryRun& run : runs_)
      keys.insert(keys.end(), run.keys.begin() + static_cast<ptrdiff_t>(run.at), run.keys.end());
    if (!runs_.empty()) SortKeys(keys);
    runs_.clear();
    const Result<SpillFile::Run> place = file_.Write(keys);
    if (!place.ok()) {
      runs_.push_back({std::move(keys)});
      return place.error();
    }
    disk_.push_back(std::make_unique<DiskRun>(DiskRun{*place, keys.front().time, nullptr, false}));
    spilled_bytes_ += place->end - place->begin;
    blocks_.Clear();
    in_memory_ = 0;
    return Ok();
  }

  size_t ReadBuffer() const {
    return std::clamp<size_t>(limit_ / 2 / disk_.size(), 16 * 1024, 256 * 1024);
  }

  Status Gather(std::optional<int64_t> end, SourceHeap& heap) {
    for (MemoryRun& run : runs_)
      if (!end || run.current().time < *end) heap.Push({run.current(), &run, nullptr});
    for (const auto& run : disk_) {
      if (end && run->oldest >= *end) continue;
      if (!run->reader) {
        run->reader = std::make_unique<RunReader>(file_, run->place, ReadBuffer());
        if (Status opened = AdvanceDisk(*run); !opened.ok()) {
          run->reader.reset();
          return opened;
        }
      }
      heap.Push({run->reader->current(), nullptr, run.get()});
    }
    return Ok();
  }

  Status AdvanceDisk(DiskRun& run) {
    bool more = false;
    if (Status read = run.reader->Advance(&more); !read.ok()) return read;
    run.done = !more;
    if (more) run.oldest = run.reader->current().time;
    return Ok();
  }

  Status Deliver(std::optional<int64_t> end, SourceHeap& heap, const Sink& sink) {
    while (!heap.empty()) {
      Source& source = heap.top();
      sink(ToItem(source.key));
      --size_;
      if (Status passed = Advance(source); !passed.ok()) return passed;
      const bool done = source.memory ? source.memory->done() : source.disk->done;
      if (done || (end && source.key.time >= *end))
        heap.Pop();
      else
        heap.Sink();
    }
    return Ok();
  }

  // Past the item just delivered.
  Status Advance(Source& source) {
    if (source.memory != nullptr) {
      blocks_.Release(*source.key.head);
      --in_memory_;
      if (++source.memory->at < source.memory->keys.size()) source.key = source.memory->current();
      return Ok();
    }
    if (Status read = AdvanceDisk(*source.disk); !read.ok()) return read;
    source.key = source.disk->reader->current();
    return Ok();
  }

  void Tidy() {
    std::erase_if(runs_, [](const MemoryRun& run) { return run.done(); });
    for (MemoryRun& run : runs_) run.Trim();
    if (disk_.empty()) return;
    std::erase_if(disk_, [](const auto& run) { return run->done; });
    if (disk_.empty()) file_.Reset();
  }

  size_t limit_;
  SpillFile file_;
  EntryBlocks blocks_;
  std::vector<EntryKey> tail_;
  int64_t tail_oldest_ = std::numeric_limits<int64_t>::max();
  std::vector<MemoryRun> runs_;
  std::vector<std::unique_ptr<DiskRun>> disk_;
  uint64_t size_ = 0, in_memory_ = 0, spilled_bytes_ = 0;
  Status room_ = Ok();  // space for more; none after a failure
};

ReorderBuffer::ReorderBuffer(ReorderOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
ReorderBuffer::~ReorderBuffer() = default;

Status ReorderBuffer::Add(const ReorderItem& item) { return impl_->Add(item); }

Status ReorderBuffer::DrainBefore(Timestamp watermark, const Sink& sink) {
  return impl_->Drain(watermark.micros, sink);
}
Status ReorderBuffer::DrainAll(const Sink& sink) { return impl_->Drain(std::nullopt, sink); }

uint64_t ReorderBuffer::size() const { return impl_->size(); }
size_t ReorderBuffer::memory_bytes() const { return impl_->memory_bytes(); }
uint64_t ReorderBuffer::spilled_bytes() const { return impl_->spilled_bytes(); }

}  // namespace sigrun::state
