#include "runtime/program/image/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/archive.h"
#include "base/hash.h"
#include "runtime/program/image/image_fields.h"
#include "runtime/program/operands.h"
#include "runtime/program/text.h"
#include "runtime/program/verify/verify.h"

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

std::string_view KernelName(uint32_t kernel) {
  SIGRUN_CHECK(kernel < stdlib::Kernels().size());
  return stdlib::Kernels()[kernel].name;
}

// The name of an operand that is written by name.
bool IsPresence(OperandKind kind) { return kind == OperandKind::kPresenceMode; }
std::string_view NameOf(OperandKind kind, uint32_t operand) {
  return IsKernel(kind) ? KernelName(operand) : Name(static_cast<PresenceMode>(operand));
}

// Calls visit(position, kind) for the operands that have names.
template <class Visit>
void ForEachNamedOperand(Op op, Visit visit) {
  for (size_t position = 0; position < kOperandCount; ++position)
    if (const OperandKind kind = Info(op).operands[position]; IsKernel(kind) || IsPresence(kind))
      visit(position, kind);
}

struct NameSets {
  std::set<std::string> ops, kernels, presences;
};

NameSets NamesIn(const Program& program) {
  NameSets names;
  for (const Instruction& in : program.code) {
    names.ops.emplace(Info(in.op).text);
    ForEachNamedOperand(in.op, [&](size_t position, OperandKind kind) {
      auto& set = IsKernel(kind) ? names.kernels : names.presences;
      set.emplace(NameOf(kind, Operand(in, position)));
    });
  }
  for (const Atom& atom : program.atoms)
    if (const auto* test = std::get_if<TestOf>(&atom))
      names.kernels.emplace(KernelName(test->test));
  return names;
}

uint32_t PlaceIn(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<uint32_t>(std::ranges::lower_bound(names, name) - names.begin());
}

void ToImage(Image& image) {
  for (Instruction& in : image.program.code) {
    const Op op = in.op;
    in.op = static_cast<Op>(PlaceIn(image.ops, Info(op).text));
    ForEachNamedOperand(op, [&](size_t position, OperandKind kind) {
      const auto& table = IsKernel(kind) ? image.kernels : image.presences;
      SetOperand(in, position, PlaceIn(table, NameOf(kind, Operand(in, position))));
    });
  }
  for (Atom& atom : image.program.atoms)
    if (auto* test = std::get_if<TestOf>(&atom))
      test->test = static_cast<stdlib::KernelId>(PlaceIn(image.kernels, KernelName(test->test)));
}

Error Needs(std::string_view what, std::string_view bytes) {
  return {fmt::format(
      "image needs {}, which this engine (sigrun {}) does not have; the image was made by {}: "
      "recompile the rules with this engine",
      what, kEngineVersion, MadeBy(bytes))};
}

// One of the image's tables of names, and what each name is in this engine.
class NameTable {
 public:
  // The names must outlive the table.
  NameTable(std::string_view what, const std::vector<std::string>& names)
      : what_(what), names_(names), used_(names.size()) {}

  // find(name) gives the number of what has the name here.
  template <class Find>
  Status Resolve(Find find, std::string_view bytes) {
    if (std::ranges::adjacent_find(names_, std::greater_equal()) != names_.end())
      return Error{"image is malformed: the names in its tables are not in order"};
    for (const std::string& name : names_) {
      const auto found = find(name);
      if (!found) return Needs(fmt::format("the {} {}", what_, Quoted(name)), bytes);
      numbers_.push_back(static_cast<uint32_t>(*found));
    }
    return Ok();
  }

  // What stands at the place in this engine; none if nothing does.
  std::optional<uint32_t> At(uint32_t place) {
    if (place >= numbers_.size()) return {};
    used_[place] = true;
    return numbers_[place];
  }
  bool all_used() const { return std::ranges::find(used_, false) == used_.end(); }

 private:
  std::string_view what_;
  const std::vector<std::string>& names_;
  std::vector<uint32_t> numbers_;
  std::vector<bool> used_;
};

// Converts the program of an image to that of this engine.
class Loader {
 public:
  Loader(Image& image, std::string_view bytes) : image_(image), bytes_(bytes) {}

  Status Run() {
    if (Status ops = ops_.Resolve(FindOp, bytes_); !ops) return ops;
    if (Status kernels = kernels_.Resolve(stdlib::FindKernel, bytes_); !kernels) return kernels;
    if (Status modes = presences_.Resolve(FindNamed<PresenceMode>, bytes_); !modes) return modes;
    for (Instruction& in : image_.program.code)
      if (!Translate(in))
        return Error{"image is malformed: an instruction uses a name that is not in the tables"};
    for (Atom& atom : image_.program.atoms)
      if (auto* test = std::get_if<TestOf>(&atom); test != nullptr && !Translate(*test))
        return Error{"image is malformed: an atom uses a name that is not in the tables"};
    if (!ops_.all_used() || !kernels_.all_used() || !presences_.all_used())
      return Error{"image is malformed: a name in the tables has no use"};
    return Ok();
  }

 private:
  bool Translate(Instruction& in) {
    const auto op = ops_.At(static_cast<uint32_t>(in.op));
    if (!op) return false;
    in.op = static_cast<Op>(*op);
    bool known = true;
    ForEachNamedOperand(in.op, [&](size_t position, OperandKind kind) {
      const auto number = (IsKernel(kind) ? kernels_ : presences_).At(Operand(in, position));
      known &= number.has_value();
      if (number) SetOperand(in, position, *number);
    });
    return known;
  }
  bool Translate(TestOf& test) {
    const auto kernel = kernels_.At(test.test);
    if (kernel) test.test = static_cast<stdlib::KernelId>(*kernel);
    return kernel.has_value();
  }

  Image& image_;
  std::string_view bytes_;
  NameTable ops_{"instruction", image_.ops};
  NameTable kernels_{"kernel", image_.kernels};
  NameTable presences_{"kind of presence", image_.presences};
};

Status CheckVersion(std::string_view bytes) {
  if (!LooksLikeImage(bytes))
    return Error{fmt::format("not a sigrun image: it does not begin with {}", kMagic)};
  if (bytes.size() < kPayloadSizeAt) return Error{"image is truncated: its header is incomplete"};
  const auto version = ReadAt<uint32_t>(bytes, kVersionAt);
  if (version == kImageVersion) return Ok();
  return Error{
      fmt::format("image has version {} and was made by {}; this engine (sigrun {}) reads version "
                  "{}: recompile the rules with this engine",
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

Status ReadPayload(std::string_view bytes, Image& image) {
  ArchiveReader reader(bytes.substr(kPayloadAt));
  reader(image);
  if (!reader.unknown_name().empty()) return Needs(Quoted(reader.unknown_name()), bytes);
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
  const NameSets names = NamesIn(program);
  Image image{{names.ops.begin(), names.ops.end()},
              {names.kernels.begin(), names.kernels.end()},
              {names.presences.begin(), names.presences.end()},
              program};
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
  if (Status read = ReadPayload(bytes, image); !read) return read.error();
  if (Status loaded = Loader(image, bytes).Run(); !loaded) return loaded.error();
  if (Status verified = Verify(image.program); !verified)
    return Error{"image does not verify: " + verified.error().message};
  return std::move(image.program);
}

}  // namespace sigrun::program
