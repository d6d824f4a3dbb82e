// The state of a run as bytes: what stands around the archive of its parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/archive.h"
#include "base/result.h"
#include "engine/record/options.h"

namespace sigrun::engine {

// What the bytes begin with; the version and the checksum of the rest follow.
inline constexpr std::string_view kStateMagic = "sigrun state\n";
inline constexpr uint32_t kStateVersion = 2;

// The flags of `scan` that change what a record is or which records are the same: a state is only
// good for runs with the same ones.
std::string FlagsOf(const Options& options);

// The files that an archive refers to, by their new numbers.
class FileTable {
 public:
  explicit FileTable(const std::vector<std::string>& all) : all_(all), numbers_(all.size()) {}
  uint32_t NumberOf(uint32_t file);
  const std::vector<std::string>& files() const { return files_; }

 private:
  const std::vector<std::string>& all_;
  std::vector<uint32_t> numbers_;  // from 1; 0: not referred to
  std::vector<std::string> files_;
};

std::string WrapState(const std::string& flags, const std::vector<std::string>& files,
                      const std::string& archive);

struct UnwrappedState {
  std::vector<std::string> files;
  std::string_view archive;  // within the bytes
};
// Refuses damaged bytes, other versions and other flags. What it accepts may still be nonsense.
Result<UnwrappedState> UnwrapState(std::string_view bytes, const std::string& flags);

}  // namespace sigrun::engine
