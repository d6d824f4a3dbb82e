#include "runtime/program/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/archive.h"
#include "base/hash.h"
#include "runtime/program/image_fields.h"
#include "runtime/program/operands.h"
#include "runtime/program/text.h"
#include "runtime/program/verify.h"

namespace sigrun::program {
namespace {

// The header; docs/inside/bytecode.md describes it. The magic, the image version and the engine
// version never move: engines of other versions read them.
constexpr std::string_view kMagic = "SGRC";
constexpr std::string_view kEngineVersion = SIGRUN_VERSION;
constexpr size_t kVersionAt = 4;
constexpr size_t kPayloadSizeAt = 8;
constexpr size_t kChecksumAt = 16;
constexpr size_t kEngineVersionAt = 24;  // the checksum covers everything from here on
constexpr size_t kEngineVersionSize = 24;
constexpr size_t kPayloadAt = kEngineVersionAt + kEngineVersionSize;
static_assert(kEngineVersion.size() <= kEngineVersionSize);

// Calls visit(position, kernel) for the operands that are kernels.
template <class Visit>
void ForEachKernel(const Instruction& instruction, Op op, Visit visit) {
  for (size_t position = 0; position < kOperandCount; ++position)
    if (IsKernel(Info(op).operands[position])) visit(position, Operand(instruction, position));
}

template <class Number>
Number ReadAt(std::string_view bytes, size_t at) {
  Number number = 0;
  ArchiveReader(bytes.substr(at))(number);
  return number;
}

// The engine that wrote the image, without unprintable characters.
std::string MadeBy(std::string_view bytes) {
  if (bytes.size() < kPayloadAt) return "an unknown version of sigrun";
  std::string version = "sigrun ";
  for (const char c : bytes.substr(kEngineVersionAt, kEngineVersionSize))
    if (c > ' ' && c < 0x7F) version += c;
  return version;
}

struct NameTables {
  std::set<std::string> ops, kernels;
};

NameTables NamesIn(const std::vector<Instruction>& code) {
  NameTables names;
  for (const Instruction& instruction : code) {
    names.ops.emplace(Info(instruction.op).text);
    ForEachKernel(instruction, instruction.op, [&](size_t, uint32_t kernel) {
      SIGRUN_CHECK(kernel < stdlib::Kernels().size());
      names.kernels.emplace(stdlib::Kernels()[kernel].name);
    });
  }
  return names;
}

uint32_t PlaceIn(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<uint32_t>(std::ranges::lower_bound(names, name) - names.begin());
}

void ToImage(Image& image) {
  for (Instruction& instruction : image.program.code) {
    const Op op = instruction.op;
    instruction.op = static_cast<Op>(PlaceIn(image.ops, Info(op).text));
    ForEachKernel(instruction, op, [&](size_t position, uint32_t kernel) {
      SetOperand(instruction, position, PlaceIn(image.kernels, stdlib::Kernels()[kernel].name));
    });
  }
}

// Converts the code of an image to that of this engine.
class Loader {
 public:
  Loader(Image& image, std::string_view bytes) : image_(image), bytes_(bytes) {}

  Status Run() {
    if (Status names = FindNames(); !names) return names;
    ops_used_.resize(ops_.size());
    kernels_used_.resize(kernels_.size());
    for (Instruction& instruction : image_.program.code)
      if (!Translate(instruction))
        return Error{"image is malformed: an instruction uses a name that is not in the tables"};
    if (std::ranges::count(ops_used_, false) + std::ranges::count(kernels_used_, false) > 0)
      return Error{"image is malformed: a name in the tables has no use"};
    return Ok();
  }

 private:
  Status FindNames() {
    if (!Ascending(image_.ops) || !Ascending(image_.kernels))
      return Error{"image is malformed: the names in its tables are not in order"};
    for (const std::string& text : image_.ops) {
      const auto op = FindOp(text);
      if (!op) return Unknown("instruction", text);
      ops_.push_back(*op);
    }
    for (const std::string& name : image_.kernels) {
      const auto kernel = stdlib::FindKernel(name);
      if (!kernel) return Unknown("kernel", name);
      kernels_.push_back(*kernel);
    }
    return Ok();
  }

  static bool Ascending(const std::vector<std::string>& names) {
    return std::ranges::adjacent_find(names, std::greater_equal()) == names.end();
  }

  Status Unknown(std::string_view what, const std::string& name) const {
    return Error{fmt::format(
        "image needs the {} {}, which this engine (sigrun {}) does not have; the image was made by "
        "{}: recompile the rules with this engine",
        what, Quoted(name), kEngineVersion, MadeBy(bytes_))};
  }

  bool Translate(Instruction& instruction) {
    const auto place = static_cast<size_t>(instruction.op);
    if (place >= ops_.size()) return false;
    ops_used_[place] = true;
    instruction.op = ops_[place];
    bool known = true;
    ForEachKernel(instruction, instruction.op, [&](size_t position, uint32_t kernel) {
      known = kernel < kernels_.size();
      if (!known) return;
      kernels_used_[kernel] = true;
      SetOperand(instruction, position, kernels_[kernel]);
    });
    return known;
  }

  Image& image_;
  std::string_view bytes_;
  std::vector<Op> ops_;
  std::vector<stdlib::KernelId> kernels_;
  std::vector<bool> ops_used_, kernels_used_;
};

Status CheckVersion(std::string_view bytes) {
  if (!LooksLikeImage(bytes))
    return Error{fmt::format("not a sigrun image: it does not begin with {}", kMagic)};
  if (bytes.size() < kPayloadSizeAt) return Error{"image is truncated: its header is incomplete"};
  const auto version = ReadAt<uint32_t>(bytes, kVersionAt);
  if (version == kImageVersion) return Ok();
  return Error{
      fmt::format("image has version {} and was made by {}; this engine (sigrun {}) reads version "
                  "{}: recompile "
                  "the rules with this engine",
                  version, MadeBy(bytes), kEngineVersion, kImageVersion)};
}

Status CheckHeader(std::string_view bytes) {
  if (Status version = CheckVersion(bytes); !version) return version;
  if (bytes.size() < kPayloadAt) return Error{"image is truncated: its header is incomplete"};
  const auto expected = ReadAt<uint64_t>(bytes, kPayloadSizeAt);
  const uint64_t actual = bytes.size() - kPayloadAt;
  if (actual < expected)
    return Error{fmt::format("image is truncated: {} of {} bytes are there", actual, expected)};
  if (actual > expected)
    return Error{fmt::format("image is damaged: {} bytes follow its end", actual - expected)};
  const uint64_t checksum = Hash64(bytes.substr(kEngineVersionAt));
  const auto stated = ReadAt<uint64_t>(bytes, kChecksumAt);
  if (checksum != stated)
    return Error{fmt::format("image is damaged: its checksum is {:016x} and should be {:016x}",
                             checksum, stated)};
  return Ok();
}

Status ReadPayload(std::string_view payload, Image& image) {
  ArchiveReader reader(payload);
  reader(image);
  if (!reader.failure().empty())
    return Error{fmt::format("image is malformed: {} (byte {})", reader.failure(),
                             kPayloadAt + reader.position())};
  if (reader.remaining() > 0)
    return Error{fmt::format("image is malformed: {} bytes are left over", reader.remaining())};
  return Ok();
}

}  // namespace

bool LooksLikeImage(std::string_view bytes) { return bytes.starts_with(kMagic); }

std::string WriteImage(const Program& program) {
  const NameTables names = NamesIn(program.code);
  Image image{
      {names.ops.begin(), names.ops.end()}, {names.kernels.begin(), names.kernels.end()}, program};
  ToImage(image);
  ArchiveWriter payload;
  payload(image);
  std::string covered(kEngineVersion);
  covered.resize(kEngineVersionSize, '\0');
  covered += std::move(payload).Take();
  ArchiveWriter header;
  header(kImageVersion, uint64_t{covered.size() - kEngineVersionSize}, Hash64(covered));
  return std::string(kMagic) + std::move(header).Take() + covered;
}

Result<Program> ReadImage(std::string_view bytes) {
  if (Status header = CheckHeader(bytes); !header) return header.error();
  Image image;
  if (Status read = ReadPayload(bytes.substr(kPayloadAt), image); !read) return read.error();
  if (Status loaded = Loader(image, bytes).Run(); !loaded) return loaded.error();
  if (Status verified = Verify(image.program); !verified)
    return Error{"image does not verify: " + verified.error().message};
  return std::move(image.program);
}

}  // namespace sigrun::program
