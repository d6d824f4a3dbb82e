#include "base/hash.h"

#include <fmt/format.h>
#include <openssl/evp.h>
// Inlines XXH3: short text is hashed in a few instructions, without a call.
#define XXH_INLINE_ALL
#include <sys/random.h>
#include <xxhash.h>

#include <iterator>

#include "base/check.h"

#if defined(__x86_64__)
// The same with the widest registers that the processor has. Its header, xxh_x86dispatch.h, cannot
// be included beside what is inlined.
extern "C" XXH128_hash_t XXH3_128bits_withSecret_dispatch(const void* input, size_t size,
                                                          const void* secret, size_t secret_size);
#endif

namespace sigrun {
namespace {

constexpr size_t kSecretBytes = 192;
static_assert(kSecretBytes >= XXH3_SECRET_SIZE_MIN);

template <size_t size>
std::array<uint64_t, size> RandomWords() {
  std::array<uint64_t, size> words;
  SIGRUN_CHECK(getentropy(words.data(), sizeof words) == 0);
  return words;
}

const auto& Secret() {
  static const auto secret = RandomWords<kSecretBytes / sizeof(uint64_t)>();
  return secret;
}

// Fetched once: looking up the algorithm takes longer than hashing a short text.
class Sha256 {
 public:
  Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    SIGRUN_CHECK(algorithm_ != nullptr && context_ != nullptr);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }

  std::array<unsigned char, 32> Of(std::string_view bytes) {
    std::array<unsigned char, 32> digest;
    SIGRUN_CHECK(EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1 &&
                 EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1 &&
                 EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

std::array<unsigned char, 32> Digest(std::string_view bytes) {
  thread_local Sha256 sha256;
  return sha256.Of(bytes);
}

Hash128 FirstBits(const std::array<unsigned char, 32>& digest) {
  uint64_t words[2] = {0, 0};
  for (size_t i = 0; i < 16; ++i) words[i / 8] = words[i / 8] << 8 | digest[i];
  return {words[0], words[1]};
}

}  // namespace

const std::array<uint64_t, 2> kSecretWords = RandomWords<2>();

uint64_t Hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

uint64_t SecretHash64(std::string_view bytes) {
  return XXH3_64bits_withSecret(bytes.data(), bytes.size(), Secret().data(), kSecretBytes);
}

Hash128 SecretHash128(std::string_view bytes) {
  const auto* const secret = Secret().data();
#if defined(__x86_64__)
  if (bytes.size() > XXH3_MIDSIZE_MAX) {
    const auto hash =
        XXH3_128bits_withSecret_dispatch(bytes.data(), bytes.size(), secret, kSecretBytes);
    return {hash.high64, hash.low64};
  }
#endif
  const auto hash = XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret, kSecretBytes);
  return {hash.high64, hash.low64};
}

Hash128 Sha256Hash128(std::string_view bytes) { return FirstBits(Digest(bytes)); }

std::string Sha256Hex(std::string_view bytes) {
  std::string hex;
  hex.reserve(64);
  for (const unsigned char byte : Digest(bytes))
    fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  return hex;
}

std::string ToHex(const Hash128& hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

}  // namespace sigrun
