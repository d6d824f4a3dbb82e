#include "runtime/io/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace sigrun::io {
namespace {

constexpr size_t kPackedPiece = size_t{64} << 10;
constexpr size_t kHeader = 512, kSumAt = 148, kSumSize = 8;  // of tar

// An octal number in the format of tar: spaces before it, a space or NUL after it.
std::optional<uint64_t> Octal(std::string_view text) {
  uint64_t number = 0;
  size_t digits = 0, i = text.find_first_not_of(' ');
  for (; i < text.size() && text[i] >= '0' && text[i] <= '7'; ++i, ++digits)
    number = number * 8 + static_cast<uint64_t>(text[i] - '0');
  if (digits == 0 || (i < text.size() && text[i] != ' ' && text[i] != '\0')) return std::nullopt;
  return number;
}

std::string PathOf(archive_entry* entry) {
  const char* path = archive_entry_pathname_utf8(entry);
  if (path == nullptr) path = archive_entry_pathname(entry);
  std::string_view text = path == nullptr ? "(unnamed)" : path;
  while (text.starts_with("./")) text.remove_prefix(2);
  return std::string(text);
}

}  // namespace

bool IsTar(std::string_view bytes) {
  if (bytes.size() < kHeader || bytes[0] == '\0') return false;
  const auto sum = Octal(bytes.substr(kSumAt, kSumSize));
  if (!sum) return false;
  uint64_t real = uint64_t{' '} * kSumSize;
  for (size_t i = 0; i < kHeader; ++i)
    if (i < kSumAt || i >= kSumAt + kSumSize) real += static_cast<unsigned char>(bytes[i]);
  return *sum == real;
}

struct Archive::Handle {
  Handle(std::string_view first, ByteSource& source) : start(first), packed(source) {}
  ~Handle() { archive_read_free(reader); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  static la_ssize_t Give(archive* reader, void* self, const void** bytes) {
    return static_cast<Handle*>(self)->Give(reader, bytes);
  }
  la_ssize_t Give(archive* to, const void** bytes) {
    if (!start.empty()) {
      *bytes = start.data();
      return static_cast<la_ssize_t>(std::exchange(start, {}).size());
    }
    const Result<size_t> count = packed.Read(piece);
    if (!count) {
      failed = count.error();
      archive_set_error(to, EIO, "%s", failed->message.c_str());
      return -1;
    }
    *bytes = piece.data();
    return static_cast<la_ssize_t>(*count);
  }

  archive* const reader = archive_read_new();
  std::string_view start;
  ByteSource& packed;
  std::vector<char> piece = std::vector<char>(kPackedPiece);
  std::optional<Error> failed;  // of the packed source
  int opened = ARCHIVE_OK;
};

Archive::Archive(Form form, std::string_view start, ByteSource& packed)
    : packed_(packed), form_(form), handle_(std::make_unique<Handle>(start, packed)) {
  archive* const reader = handle_->reader;
  switch (form) {
    case Form::kTar:
      archive_read_support_format_tar(reader);
      break;
    case Form::kZip:
      archive_read_support_format_zip_streamable(reader);
      break;
    case Form::kPacked:
      archive_read_support_format_raw(reader);
      archive_read_support_format_empty(reader);
      archive_read_support_filter_xz(reader);
      archive_read_support_filter_bzip2(reader);
      archive_read_support_filter_lz4(reader);
      break;
  }
  handle_->opened = archive_read_open(reader, handle_.get(), nullptr, &Handle::Give, nullptr);
}

Archive::~Archive() = default;

Error Archive::Failure(std::string_view what) {
  if (handle_->failed) return *handle_->failed;
  const char* const why = archive_error_string(handle_->reader);
  return {fmt::format("damaged {} '{}' near byte {}: {}; download it again", what, packed_.name(),
                      packed_.position(), why == nullptr ? "it cannot be read" : why)};
}

Result<std::optional<std::string>> Archive::Next() {
  if (handle_->opened != ARCHIVE_OK) return broken_ = true, Failure("archive");
  for (archive_entry* entry = nullptr;;) {
    const int code = archive_read_next_header(handle_->reader, &entry);
    ended_ = code == ARCHIVE_EOF;
    if (ended_) return std::optional<std::string>();
    if (code == ARCHIVE_RETRY) continue;
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
      broken_ = true;
      return Failure(form_ == Form::kPacked ? "file" : "archive");
    }
    if (form_ == Form::kPacked) return std::optional<std::string>(std::string());
    // Links point to another member, or outside.
    if (archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr)
      return std::optional<std::string>(PathOf(entry));
  }
}

Result<size_t> Archive::Read(std::span<char> into) {
  if (ended_) return size_t{0};
  if (broken_) return Failure("archive");
  const la_ssize_t count = archive_read_data(handle_->reader, into.data(), into.size());
  if (count >= 0) return static_cast<size_t>(count);
  if (archive_read_has_encrypted_entries(handle_->reader) > 0)
    return Error{"it is encrypted; unpack it first"};
  broken_ = count == ARCHIVE_FATAL;
  return Failure(form_ == Form::kPacked ? "file" : "archive");
}

}  // namespace sigrun::io
