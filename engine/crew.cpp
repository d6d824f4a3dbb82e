#include "engine/crew.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "engine/document_cutter.h"
#include "engine/recorder.h"

namespace sigrun::engine {
namespace {

// What may wait for its turn: as much for each thread, and so many files.
constexpr size_t kMostAhead = size_t{4} << 20;  // bytes
constexpr size_t kMostFiles = 64;

size_t BytesOf(const Batch& batch) {
  return batch.memory.used() + batch.entries.size() * sizeof(Batch::Entry) +
         (batch.block ? DocumentCutter::kBlock : 0);
}

}  // namespace

class Crew::Run {
 public:
  Run(const Crew& crew, std::span<const io::InputFile> files, const Turn& turn)
      : crew_(crew), files_(files), turn_(turn), most_waiting_(kMostAhead * crew.threads_) {}

  Done Read() {
    std::vector<std::thread> others;
    others.reserve(crew_.threads_);
    try {
      while (others.size() + 1 < std::min<size_t>(crew_.threads_, MostUseful()))
        others.emplace_back([this] { Work(); });
    } catch (const std::system_error&) {  // there are no more threads: these must do
    }
    Work();
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
    return done_;
  }

 private:
  // A batch at its place in the order; one of a block is not ready until it has been decoded.
  struct Slot {
    std::unique_ptr<Batch> batch;
    bool ready = false;
    size_t bytes = 0;
  };
  struct File {
    std::deque<std::shared_ptr<Slot>> slots;
    bool read = false;      // as far as it will be
    bool complete = false;  // to its end
    io::ReadStats bytes;
  };

  // What one thread has of its own.
  struct Worker final : CutReceiver {
    explicit Worker(Run& of)
        : run(of),
          front(of.crew_.pipeline_.MakeFront()),
          documents(of.crew_.pipeline_, of.crew_.layout_, of.crew_.options_.event_limits),
          cutter(of.crew_.days_, documents, *front, *this) {}
    std::unique_ptr<char[]> NewBlock() override { return run.NewBlock(); }
    void OnBatch(std::unique_ptr<Batch> batch) override { run.Add(*this, std::move(batch)); }
    void OnBlock(Block block) override {
      auto batch = std::make_unique<Batch>();
      batch->block = std::move(block);
      run.Add(*this, std::move(batch));
    }

    Run& run;
    const std::unique_ptr<Front> front;
    Session documents;
    DocumentCutter cutter;
    std::shared_ptr<Session> blocks;
    io::FileReader reader;
    File* file = nullptr;  // that it reads
  };
  using Lock = std::unique_lock<std::mutex>;

  // Threads: one for each file and, of large ones, for some blocks.
  size_t MostUseful() const {
    constexpr size_t kStored = DocumentCutter::kBlock / 8;  // of a compressed block
    size_t useful = 0;
    for (const io::InputFile& file : files_) useful += 1 + file.size / kStored;
    return useful;
  }

  void Work() noexcept {
    try {
      Worker worker(*this);
      Lock lock(mutex_);
      while (!AllDone())
        if (!Help(worker, lock) && !ReadNext(worker, lock)) changed_.wait(lock);
    } catch (...) {
      const Lock lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
      changed_.notify_all();
    }
  }

  bool AllDone() const {
    if (failure_) return true;
    return !taking_ && open_.empty() && (stopped_ || next_ == files_.size());
  }

  // Does something that brings the others forward; false if there is nothing to do.
  bool Help(Worker& worker, Lock& lock) { return TakeTurns(worker, lock) || Decode(worker, lock); }

  // The batches whose turn it is.
  bool TakeTurns(Worker& worker, Lock& lock) {
    if (taking_ || failure_ || !HasTurn()) return false;
    taking_ = true;
    while (!failure_ && HasTurn()) {
      File& file = *open_.front();
      if (file.slots.empty()) {
        done_.bytes.bytes_read += file.bytes.bytes_read;
        done_.bytes.bytes_inflated += file.bytes.bytes_inflated;
        done_.files += file.complete;
        open_.pop_front();
        continue;
      }
      const std::shared_ptr<Slot> slot = std::move(file.slots.front());
      file.slots.pop_front();
      lock.unlock();
      turn_.take(*slot->batch, *worker.front);
      Block used;
      if (slot->batch->block) used = std::move(*slot->batch->block);
      slot->batch.reset();
      turn_.progress(stored_bytes_.exchange(0));
      const bool stop = turn_.stop();
      lock.lock();
      waiting_ -= slot->bytes;
      if (used.data && free_.size() < crew_.threads_) free_.push_back(std::move(used.data));
      if (stop) stopped_ = true;
      changed_.notify_all();
    }
    taking_ = false;
    changed_.notify_all();
    return true;
  }

  bool HasTurn() const {
    if (open_.empty()) return false;
    const File& file = *open_.front();
    return file.slots.empty() ? file.read : file.slots.front()->ready;
  }

  bool Decode(Worker& worker, Lock& lock) {
    if (blocks_.empty()) return false;
    const std::shared_ptr<Slot> slot = std::move(blocks_.front());
    blocks_.pop_front();
    lock.unlock();
    DecodeBlock(worker, *slot->batch);
    lock.lock();
    const size_t bytes = BytesOf(*slot->batch);
    waiting_ += bytes - slot->bytes;
    slot->bytes = bytes;
    slot->ready = true;
    changed_.notify_all();
    return true;
  }

  void DecodeBlock(Worker& worker, Batch& batch) const {
    if (!worker.blocks)
      worker.blocks =
          std::make_shared<Session>(crew_.pipeline_, crew_.layout_, crew_.options_.event_limits);
    Session& session = *worker.blocks;
    session.recorder.Use(batch, *worker.front);
    session.decoder.Begin(0, batch.block->offset);
    session.decoder.Read(batch.block->data.get(), batch.block->size);
    const bool open = !session.decoder.between_records();
    if (batch.block->last) session.decoder.End();
    batch.records = session.decoder.records();
    if (open && !batch.block->last) batch.open = std::move(worker.blocks);
  }

  bool ReadNext(Worker& worker, Lock& lock) {
    if (stopped_ || next_ == files_.size() || waiting_ > most_waiting_ ||
        open_.size() >= kMostFiles + crew_.threads_)
      return false;
    const io::InputFile& input = files_[next_++];
    open_.push_back(std::make_unique<File>());
    worker.file = open_.back().get();
    lock.unlock();
    if (worker.cutter.Wants(input.path)) {
      io::ReadHooks hooks;
      hooks.progress = [this](uint64_t bytes) { stored_bytes_ += bytes; };
      hooks.stop = [this] { return stopped_.load(); };
      worker.reader.Read(input, worker.cutter, worker.file->bytes, hooks);
    }
    worker.cutter.Finish();
    lock.lock();
    worker.file->read = true;
    worker.file->complete = !worker.reader.stopped();
    worker.file = nullptr;
    changed_.notify_all();
    return true;
  }

  std::unique_ptr<char[]> NewBlock() {
    {
      const Lock lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<char[]> block = std::move(free_.back());
        free_.pop_back();
        return block;
      }
    }
    return std::make_unique_for_overwrite<char[]>(DocumentCutter::kBlock +
                                                  event::Decoder::kPadding);
  }

  // In the thread that reads the file.
  void Add(Worker& worker, std::unique_ptr<Batch> batch) {
    Lock lock(mutex_);
    auto slot = std::make_shared<Slot>();
    slot->ready = !batch->block;
    slot->bytes = BytesOf(*batch);
    slot->batch = std::move(batch);
    waiting_ += slot->bytes;
    worker.file->slots.push_back(slot);
    if (!slot->ready) blocks_.push_back(slot);
    changed_.notify_all();
    const File* const file = worker.file;
    // The first file may always go on once all that is in its way was taken.
    const auto must_wait = [&] {
      return waiting_ > most_waiting_ && !stopped_ &&
             !(open_.front().get() == file && file->slots.empty());
    };
    while (must_wait())
      if (!Help(worker, lock) && must_wait()) changed_.wait(lock);
  }

  const Crew& crew_;
  const std::span<const io::InputFile> files_;
  const Turn& turn_;
  const size_t most_waiting_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<File>> open_;     // files that were begun, in order
  std::deque<std::shared_ptr<Slot>> blocks_;   // to be decoded
  std::vector<std::unique_ptr<char[]>> free_;  // of blocks that were taken
  size_t next_ = 0;                            // of the files
  size_t waiting_ = 0;                         // bytes
  bool taking_ = false;                        // a thread takes turns
  std::atomic<bool> stopped_ = false;
  std::atomic<uint64_t> stored_bytes_ = 0;  // read since the last report of progress
  std::exception_ptr failure_;
  Done done_;
};

Crew::Crew(const Pipeline& pipeline, const event::Layout& layout, const Options& options,
           const DayFilter& days, unsigned threads)
    : pipeline_(pipeline),
      layout_(layout),
      options_(options),
      days_(days),
      threads_(std::clamp(threads, 1U, kMostThreads)) {}

Crew::Done Crew::Read(std::span<const io::InputFile> files, const Turn& turn) {
  return Run(*this, files, turn).Read();
}

}  // namespace sigrun::engine
