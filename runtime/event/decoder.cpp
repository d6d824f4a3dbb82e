#include "runtime/event/decoder.h"

#include <algorithm>
#include <cstring>

#include "runtime/event/examiner.h"
#include "runtime/event/outcomes.h"
#include "runtime/event/splitter.h"

namespace sigrun::event {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool IsUtf16(std::string_view start) {
  return start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
}

}  // namespace

// Owns the bytes that have not been consumed yet.
class Decoder::Impl {
 public:
  Impl(const Layout& layout, const Limits& limits, Handler& handler)
      : limits_(limits),
        outcomes_(handler),
        examiner_(layout, limits_, outcomes_),
        splitter_(examiner_, outcomes_, limits_) {
    Reserve(limits_.chunk_bytes);
  }

  void Begin(uint32_t file, uint64_t offset) {
    outcomes_.BeginFile(file);
    splitter_.Begin();
    size_ = 0;
    read_ = 0;
    offset_ = offset;
    at_start_ = offset == 0;
    ignoring_ = false;
  }

  std::span<char> Free() { return {data_.get() + size_, capacity_ - size_}; }

  void Commit(size_t size) {
    size_ += size;
    if (size_ == capacity_) Read(false);
  }

  void Feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const size_t part = std::min(bytes.size(), capacity_ - size_);
      std::memcpy(data_.get() + size_, bytes.data(), part);
      bytes.remove_prefix(part);
      Commit(part);
    }
  }

  // Straight from the caller's memory, if nothing is left of what came before.
  void ReadFrom(char* data, size_t size) {
    if (size_ > 0 || ignoring_ || (at_start_ && size < kUtf8Mark.size())) return Feed({data, size});
    if (at_start_) {
      const size_t mark = ReadMark({data, size});
      if (ignoring_) return;
      data += mark;
      size -= mark;
      offset_ += mark;
    }
    std::memset(data + size, 0, StructuralIndex::kPadding);
    const size_t done = splitter_.Read(data, size, offset_, false);
    offset_ += done;
    Reserve(size - done + limits_.chunk_bytes);
    std::memcpy(data_.get(), data + done, size - done);
    read_ = size_ = size - done;
  }

  bool between_records() const { return size_ == 0 && !ignoring_ && splitter_.between_records(); }

  // The input since the last reading must contain the end of a line, or end like a record: a long
  // record is not read again for each of its pieces.
  void Flush() {
    const std::string_view fresh(data_.get() + read_, size_ - read_);
    if (fresh.ends_with('}') || fresh.find('\n') != std::string_view::npos) Read(false);
  }

  void End() {
    Read(true);
    size_ = 0;
  }

  uint64_t records() const { return outcomes_.records(); }

 private:
  void Reserve(size_t capacity) {
    if (capacity <= capacity_) return;
    std::unique_ptr<char[]> larger(new char[capacity + StructuralIndex::kPadding]);
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = capacity;
  }

  // Reads everything available; keeps an incomplete rest, with at least as much space after it.
  void Read(bool final) {
    if (at_start_) {
      if (size_ < kUtf8Mark.size() && !final) return;
      Drop(ReadMark({data_.get(), size_}));
    }
    std::memset(data_.get() + size_, 0, StructuralIndex::kPadding);
    const size_t done = ignoring_ ? size_ : splitter_.Read(data_.get(), size_, offset_, final);
    Drop(done);
    read_ = size_;
    if (size_ > capacity_ / 2)
      Reserve(std::min(size_ * 2, limits_.record_bytes + limits_.chunk_bytes));
  }

  void Drop(size_t size) {
    std::memmove(data_.get(), data_.get() + size, size_ - size);
    size_ -= size;
    offset_ += size;
  }

  // Checks the first bytes of a file; returns how many of them are a mark.
  size_t ReadMark(std::string_view start) {
    at_start_ = false;
    if (IsUtf16(start)) {
      ignoring_ = true;
      outcomes_.Give(RejectReason::kInvalidUtf8,
                     "the first two bytes mark the file as UTF-16; it must be UTF-8", 0);
    }
    return start.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0;
  }

  const Limits limits_;
  Outcomes outcomes_;
  Examiner examiner_;
  Splitter splitter_;
  std::unique_ptr<char[]> data_;
  size_t size_ = 0, capacity_ = 0;
  size_t read_ = 0;       // the part of it left by the last reading
  uint64_t offset_ = 0;   // of data_ in the file
  bool at_start_ = true;  // nothing of the file was examined
  bool ignoring_ = false;
};

Decoder::Decoder(const Layout& layout, const Limits& limits, Handler& handler)
    : impl_(std::make_unique<Impl>(layout, limits, handler)) {}
Decoder::~Decoder() = default;

static_assert(Decoder::kPadding == StructuralIndex::kPadding);

void Decoder::Begin(uint32_t file, uint64_t offset) { impl_->Begin(file, offset); }
void Decoder::Feed(std::string_view bytes) { impl_->Feed(bytes); }
void Decoder::Read(char* data, size_t size) { impl_->ReadFrom(data, size); }
bool Decoder::between_records() const { return impl_->between_records(); }
void Decoder::End() { impl_->End(); }
std::span<char> Decoder::Buffer() { return impl_->Free(); }
void Decoder::Commit(size_t size) { impl_->Commit(size); }
void Decoder::Flush() { impl_->Flush(); }
uint64_t Decoder::records() const { return impl_->records(); }

}  // namespace sigrun::event
