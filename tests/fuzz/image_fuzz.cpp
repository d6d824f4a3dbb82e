// Reads hostile images. The input is an image (its size and checksum are corrected, so that the
// fuzzer gets past them) or, without the magic, the payload of one. A loaded program must verify,
// print, and give the same payload when it is written again.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"
#include "runtime/program/image/image.h"
#include "runtime/program/print/print.h"
#include "runtime/program/verify/verify.h"

namespace {

using namespace sigrun;

constexpr size_t kSizeAt = 8, kChecksumAt = 16, kEngineAt = 24, kPayloadAt = 48;

void PutNumber(std::string& bytes, size_t at, uint64_t number) {
  for (size_t i = 0; i < 8; ++i) bytes[at + i] = static_cast<char>(number >> (8 * i));
}

std::string Sealed(std::string_view input) {
  static const std::string empty = program::WriteImage({});
  if (program::LooksLikeImage(input)) input.remove_prefix(std::min(input.size(), kPayloadAt));
  std::string image = empty.substr(0, kPayloadAt).append(input);
  PutNumber(image, kSizeAt, input.size());
  PutNumber(image, kChecksumAt, Hash64(std::string_view(image).substr(kEngineAt)));
  return image;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static_cast<void>(program::ReadImage(input));
  const std::string image = Sealed(input);
  const auto loaded = program::ReadImage(image);
  if (!loaded.ok()) return 0;
  SIGRUN_CHECK(program::Verify(*loaded).ok());
  SIGRUN_CHECK(program::WriteImage(*loaded) == image);
  SIGRUN_CHECK(!program::Print(*loaded).empty());
  return 0;
}
