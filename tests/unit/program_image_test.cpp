#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "base/hash.h"
#include "program_sample.h"
#include "runtime/program/image/image.h"
#include "runtime/program/print/print.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::program {
namespace {

constexpr size_t kChecksumAt = 16, kEngineAt = 24, kPayloadAt = 48;

void PutNumber(std::string& bytes, size_t at, uint64_t number, size_t size) {
  for (size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(number >> (8 * i));
}

// Makes size and checksum fit the payload again.
std::string Sealed(std::string image) {
  PutNumber(image, 8, image.size() - kPayloadAt, 8);
  PutNumber(image, kChecksumAt, Hash64(std::string_view(image).substr(kEngineAt)), 8);
  return image;
}

std::string Refusal(std::string_view bytes) {
  const Result<Program> program = ReadImage(bytes);
  return program.ok() ? "" : program.error().message;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  SIGRUN_CHECK(at != std::string::npos && from.size() == to.size());
  return text.replace(at, from.size(), to);
}

TEST_CASE("an image gives the program back") {
  Program program = SampleProgram();
  program.time_fields = {{"created"}, {"event", "start"}};
  const std::string image = WriteImage(program);
  CHECK(LooksLikeImage(image));
  CHECK(WriteImage(program) == image);
  const Result<Program> read = ReadImage(image);
  REQUIRE(read.ok());
  CHECK(WriteImage(*read) == image);
  CHECK(Print(*read) == Print(program));
  CHECK(read->code == program.code);
  CHECK(read->time_fields == program.time_fields);
  CHECK(read->constants.size() == program.constants.size());
  CHECK(std::get<stdlib::PreparedSpec>(read->constants[kNames]) ==
        std::get<stdlib::PreparedSpec>(program.constants[kNames]));
  CHECK(read->rules[0].exceptions[0].until == FromCivil(2027, 1, 31));
}

TEST_CASE("every kind of atom survives") {
  Program program = SampleProgram();
  AddAtomOfEachKind(program);
  const Result<Program> read = ReadImage(WriteImage(program));
  REQUIRE(read.ok());
  CHECK(Print(*read) == Print(program));
  CHECK(std::get<PresenceOf>(read->atoms[2]).mode == PresenceMode::kNull);
  CHECK(std::get<TestOf>(read->atoms[3]).test == KernelNamed("in_text"));
  CHECK(std::get<TestOf>(read->atoms[3]).all_elements);
  CHECK(std::holds_alternative<Logic>(read->atoms[4]));
}

TEST_CASE("every kind of constant survives exactly") {
  Program program;
  program.constants = {true,
                       int64_t{INT64_MIN},
                       -0.0,
                       std::string("a\0b\xff", 4),
                       Timestamp{-1},
                       Duration{INT64_MAX},
                       stdlib::PreparedSpec{stdlib::PreparedKind::kRegex, {"^a.*b$"}, "is"}};
  const Result<Program> read = ReadImage(WriteImage(program));
  REQUIRE(read.ok());
  CHECK(read->constants == program.constants);
  CHECK(std::signbit(std::get<double>(read->constants[2])));
}

// Seeds of an older version would only try the refusal.
TEST_CASE("the images that fuzzing starts from are of this version") {
  const auto folder =
      std::filesystem::path(__FILE__).parent_path().parent_path() / "fuzz/corpus/image";
  size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string image{std::istreambuf_iterator<char>(file), {}};
    INFO(entry.path().string());
    CHECK(Refusal(image) == "");
    ++seen;
  }
  CHECK(seen >= 2);
}

TEST_CASE("the empty program has an image") {
  CHECK(Refusal(WriteImage(Program{})) == "");
  CHECK(WriteImage(Program{}).size() == kPayloadAt + 12 * 4);
}

TEST_CASE("what is no image is refused as such") {
  for (const std::string_view bytes : {"", "S", "rule x {}",
                                       "\x7f"
                                       "ELF"})
    CHECK(Refusal(bytes) == "not a sigrun image: it does not begin with SGRC");
}

TEST_CASE("an image of another version says so and what to do") {
  std::string image = WriteImage(SampleProgram());
  PutNumber(image, 4, kImageVersion + 1, 4);
  image.replace(kEngineAt, 24, std::string("9.8.7") + std::string(19, '\0'));
  const std::string refusal = Refusal(image);
  CHECK(refusal.starts_with(
      "image has version 7 and was made by sigrun 9.8.7; this engine (sigrun "));
  CHECK(refusal.ends_with(") reads version 6: recompile the rules with this engine"));
}

TEST_CASE("every shorter piece of an image is refused as truncated") {
  const std::string image = WriteImage(SampleProgram());
  for (size_t size = 4; size < image.size(); ++size)
    CHECK(Refusal(image.substr(0, size)).starts_with("image is truncated: "));
  CHECK(Refusal(image.substr(0, kPayloadAt + 10)).ends_with(" bytes are there"));
}

TEST_CASE("bytes after the end are refused") {
  CHECK(Refusal(WriteImage(SampleProgram()) + "abc") == "image is damaged: 3 bytes follow its end");
}

TEST_CASE("any changed byte is refused") {
  const std::string image = WriteImage(SampleProgram());
  for (size_t at = 0; at < image.size(); ++at) {
    std::string changed = image;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const std::string refusal = Refusal(changed);
    CHECK(refusal != "");
    if (at >= kChecksumAt) CHECK(refusal.starts_with("image is damaged: its checksum is "));
  }
}

TEST_CASE("an unknown kernel or instruction is refused by its name") {
  const std::string image = WriteImage(SampleProgram());
  const std::string kernel = Refusal(Sealed(Replaced(image, "eq_text", "eq_texz")));
  CHECK(kernel.starts_with("image needs the kernel \"eq_texz\", which this engine (sigrun "));
  CHECK(kernel.ends_with(": recompile the rules with this engine"));
  const std::string op = Refusal(Sealed(Replaced(image, "load_cell", "load_celm")));
  CHECK(op.starts_with("image needs the instruction \"load_celm\", which this engine"));
  const std::string mode = Refusal(Sealed(Replaced(image, "is empty", "is emptz")));
  CHECK(mode.starts_with("image needs the kind of presence \"is emptz\", which this engine"));
}

TEST_CASE("an unknown level, window or type is refused by its name") {
  const std::string image = WriteImage(SampleProgram());
  for (const auto& [from, to] :
       {std::pair("high", "hugh"), std::pair("sliding", "sledding"), std::pair("bytes", "bites"),
        std::pair("prepared", "pretended"), std::pair("distinct", "distant")}) {
    const auto counted = [](std::string_view text) {
      return std::string{static_cast<char>(text.size()), 0, 0, 0} + std::string(text);
    };
    std::string changed = image;
    const size_t at = changed.find(counted(from));
    REQUIRE(at != std::string::npos);
    changed.replace(at, counted(from).size(), counted(to));
    const std::string refusal = Refusal(Sealed(changed));
    CHECK(refusal.starts_with("image needs \"" + std::string(to) + "\", which this engine"));
    CHECK(refusal.ends_with(": recompile the rules with this engine"));
  }
}

TEST_CASE("names out of order, unused or missing are malformed") {
  const std::string image = WriteImage(SampleProgram());
  CHECK(Refusal(Sealed(Replaced(image, "member", "zember"))) ==
        "image is malformed: the names in its tables are not in order");
  std::string unused = WriteImage(Program{});
  PutNumber(unused, kPayloadAt, 1, 4);
  unused.insert(kPayloadAt + 4, std::string("\4\0\0\0jump", 8));
  CHECK(Refusal(Sealed(unused)) == "image is malformed: a name in the tables has no use");
  std::string missing = WriteImage(Program{});
  PutNumber(missing, kPayloadAt + 20, 1, 4);
  missing.insert(kPayloadAt + 24, std::string(16, '\0'));
  CHECK(Refusal(Sealed(missing)) ==
        "image is malformed: an instruction uses a name that is not in the tables");
}

TEST_CASE("counts and lengths that the bytes cannot hold are malformed") {
  std::string image = WriteImage(Program{});
  PutNumber(image, kPayloadAt + 12, UINT32_MAX, 4);
  CHECK(Refusal(Sealed(image)) ==
        "image is malformed: a count is larger than what follows (byte 64)");
  CHECK(Refusal(Sealed(WriteImage(Program{}) + "x")) ==
        "image is malformed: 1 bytes are left over");
  std::string constant = WriteImage(Program{});
  PutNumber(constant, kPayloadAt + 16, 1, 4);
  constant.insert(kPayloadAt + 20, std::string("\4\0\0\0bool\2", 9));
  CHECK(Refusal(Sealed(constant)) == "image is malformed: a flag is neither 0 nor 1 (byte 77)");
}

TEST_CASE("an image that does not verify is refused with the verifier's reason") {
  Program program = SampleProgram();
  program.rules[0].meaning = "MEANING";
  CHECK(Refusal(WriteImage(program)) ==
        "image does not verify: rule \"root_access_key_used\": the meaning \"MEANING\" is not in "
        "lower-case hexadecimal");
}

// Changes a few bytes, or cuts, or doubles a part.
std::string Mutated(std::string image, std::mt19937_64& random) {
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  for (size_t changes = 1 + below(4); changes > 0; --changes) {
    const size_t at = kEngineAt + below(image.size() - kEngineAt);
    const size_t size = std::min(below(24), image.size() - at);
    switch (below(8)) {
      case 0:
        if (image.size() - size > kPayloadAt) image.erase(at, size);
        break;
      case 1:
        image.insert(at, image.substr(at, size));
        break;
      case 2:
        if (at + 4 <= image.size()) PutNumber(image, at, random() >> below(64), 4);
        break;
      default:
        image[at] = static_cast<char>(below(2) == 0 ? random() : image[at] + 1 - 2 * below(2));
    }
  }
  return Sealed(std::move(image));
}

TEST_CASE("mutated images are refused or verify, and never crash") {
  Program sample = SampleProgram();
  AddAtomOfEachKind(sample);
  const std::string image = WriteImage(sample);
  std::mt19937_64 random(20261123);
  int loaded = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string mutated = Mutated(image, random);
    const Result<Program> program = ReadImage(mutated);
    if (!program.ok()) continue;
    ++loaded;
    REQUIRE(Verify(*program).ok());
    REQUIRE(WriteImage(*program).substr(kPayloadAt) == mutated.substr(kPayloadAt));
    REQUIRE_FALSE(Print(*program).empty());
  }
  CHECK(loaded > 100);
}

}  // namespace
}  // namespace sigrun::program
