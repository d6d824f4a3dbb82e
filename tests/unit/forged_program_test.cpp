// A verified program means what its code says, whoever made it: all shortcuts of the engine (the
// index of rules, gates, the cache of results) are derived from the code. So a program with
// modified tables fires on the same events with and without them.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "compiler/compile.h"
#include "runtime/program/image/image.h"
#include "runtime/program/needs.h"
#include "runtime/program/verify/verify.h"
#include "tests/run_engine.h"

namespace sigrun {
namespace {

// Rules of each kind that can be reached by an index, a gate or a shortcut.
constexpr const char* kRules = R"(
rule named   { on json condition name == "GetObject" }
rule listed  { on json condition name in ["GetObject", "PutObject"] and size > 5 }
rule either  { on json condition name == "GetObject" or user == "eve" }
rule both    { on json condition name == "PutObject" and not (user == "eve") and exists size }
rule present { on json condition exists user and agent contains "curl" }
rule cased   { on json condition all of tags cased == "A" }
rule some    { on json
  a = name == "GetObject"
  b = user == "eve"
  c = size > 5
  condition 2 of (a, b, c)
}
rule asks    { on rule named condition user == "eve" }
rule counts  { on json window sliding 1h group by user
  n = count(where name == "GetObject")
  m = count(where user == "eve")
  condition n + m >= 3
}
rule follows { on json group by user
  first = name == "GetObject"
  next  = name == "PutObject"
  sequence first -> next within 1h
}
exception for either { when user == "bob"  reason = "test" }
)";

program::Program Compiled(bool share) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = kRules;
  compiler::Options options;
  options.network.share = share;
  compiler::Compilation compilation = compiler::Compile({{"r.sgr", ""}}, files, options);
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    CHECK(diagnostic.message == "");
  REQUIRE(compilation.program);
  return std::move(*compilation.program);
}

std::string Events() {
  std::string lines;
  const char* const names[] = {"GetObject", "getobject", "PutObject", "ListBuckets", ""};
  const char* const users[] = {"eve", "bob", "EVE"};
  for (int i = 0; i < 60; ++i) {
    lines += "{\"time\":\"2026-01-01T00:" + std::string(i < 10 ? "0" : "") + std::to_string(i) +
             ":00Z\",\"name\":\"" + names[i % 5] + "\"";
    if (i % 4 != 3) lines += std::string(",\"user\":\"") + users[i % 3] + "\"";
    if (i % 3 != 0) lines += ",\"size\":" + std::to_string(i % 11);
    if (i % 2 != 0)
      lines += ",\"agent\":\"curl/8\",\"tags\":[\"A\",\"" + std::string(i % 6 ? "A" : "b") + "\"]";
    lines += "}\n";
  }
  return lines;
}

class Collector final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    fired.push_back(alert.rule->name + " " + std::to_string(alert.record));
    return Ok();
  }
  std::vector<std::string> fired;
};

std::vector<std::string> FiredBy(const program::Program& program, const exec::LoadOptions& load,
                                 const std::string& events) {
  const exec::LoadedProgram loaded(program, load);
  Collector collector;
  RunEngine(loaded, engine::Options(), events, collector);
  std::ranges::sort(collector.fired);
  return std::move(collector.fired);
}

const exec::LoadOptions kPlain{false, false, false, false};
const exec::LoadOptions kFast[] = {{true, true, true},          {true, true, true, true, true},
                                   {true, false, false, false}, {false, true, false, false},
                                   {false, false, true, false}, {false, false, false, true, true}};

// Makes the atom ask of another field, something else, or about another constant.
void ForgeAtom(program::Atom& atom, const program::Program& program, std::mt19937& random) {
  if (auto* presence = std::get_if<program::PresenceOf>(&atom)) {
    presence->slot = static_cast<uint32_t>(random() % (program.slots.size() + 1));
    presence->mode = static_cast<program::PresenceMode>(random() % 5);
  }
  auto* test = std::get_if<program::TestOf>(&atom);
  if (test == nullptr) return;
  const char* const tests[] = {"eq_text", "eq_text_cased", "contains", "gt_number", "lower"};
  switch (random() % 4) {
    case 0:
      test->slot = static_cast<uint32_t>(random() % (program.slots.size() + 1));
      break;
    case 1:
      if (const auto kernel = stdlib::FindKernel(tests[random() % 5])) test->test = *kernel;
      break;
    case 2:
      test->constant = static_cast<uint32_t>(random() % (program.constants.size() + 1));
      break;
    default:
      test->all_elements = !test->all_elements;
  }
}

// Forges one thing: an operand of an instruction, an atom, a unit of a rule or shared one, a slot,
// a text.
void Forge(program::Program& program, std::mt19937& random) {
  const auto below = [&](size_t limit) { return limit == 0 ? 0 : random() % limit; };
  const auto unit = [&]() -> program::Unit {
    const program::Unit& condition = program.rules[below(program.rules.size())].condition;
    if (below(2) != 0 || program.atoms.empty()) return condition;
    const program::Unit* const own = program::UnitOf(program.atoms[below(program.atoms.size())]);
    return own == nullptr ? condition : *own;
  };
  program::Rule& rule = program.rules[below(program.rules.size())];
  switch (below(12)) {
    case 0: {
      program::Instruction& in = program.code[below(program.code.size())];
      uint32_t* const operands[] = {&in.b, &in.c, &in.d};
      *operands[below(3)] = static_cast<uint32_t>(below(12));
      break;
    }
    case 1:
      program.code[below(program.code.size())].a = static_cast<uint16_t>(below(4));
      break;
    case 2:
      program.code[below(program.code.size())].flag ^= 1;
      break;
    case 3: {
      program::Instruction& in = program.code[below(program.code.size())];
      std::swap(in.c, in.d);
      break;
    }
    case 4:
      std::swap(program.code[below(program.code.size())], program.code[below(program.code.size())]);
      break;
    case 5:
      if (!rule.stateful) rule.condition = unit();
      break;
    case 6:
      if (!program.atoms.empty())
        std::swap(program.atoms[below(program.atoms.size())],
                  program.atoms[below(program.atoms.size())]);
      break;
    case 7:
      if (!program.slots.empty())
        std::swap(program.slots[below(program.slots.size())],
                  program.slots[below(program.slots.size())]);
      break;
    case 8:
    case 9:
      if (!program.atoms.empty())
        ForgeAtom(program.atoms[below(program.atoms.size())], program, random);
      break;
    case 10: {
      program::Constant& constant = program.constants[below(program.constants.size())];
      if (auto* text = std::get_if<std::string>(&constant)) *text = below(2) ? "eve" : "PutObject";
      if (auto* spec = std::get_if<stdlib::PreparedSpec>(&constant); spec && !spec->items.empty())
        spec->items.pop_back();
      break;
    }
    default:
      if (rule.stateful)
        for (program::Aggregate& aggregate : rule.stateful->aggregates)
          if (below(2)) aggregate.where = unit();
      if (rule.stateful && rule.stateful->sequence)
        rule.stateful->sequence->steps[below(2)].where = unit();
  }
}

TEST_CASE("a forged program that verifies fires alike with all that saves work and without") {
  const std::string events = Events();
  std::mt19937 random(20260101);
  size_t verified = 0, changed = 0;
  for (const bool share : {true, false}) {
    const program::Program original = Compiled(share);
    const std::vector<std::string> honest = FiredBy(original, kPlain, events);
    CHECK(honest.size() > 50);
    for (int i = 0; i < 3000; ++i) {
      program::Program forged = original;
      for (size_t n = 1 + random() % 3; n > 0; --n) Forge(forged, random);
      if (!program::Verify(forged).ok()) continue;
      ++verified;
      // As if read from a file.
      auto read = program::ReadImage(program::WriteImage(forged));
      REQUIRE(read.ok());
      const std::vector<std::string> plain = FiredBy(*read, kPlain, events);
      changed += plain != honest;
      for (const exec::LoadOptions& load : kFast) CHECK(FiredBy(*read, load, events) == plain);
    }
  }
  // Otherwise the test proves nothing.
  CHECK(verified > 500);
  CHECK(changed > 100);
}

std::string Needed(const program::Program& program, const std::string& rule) {
  const auto needs = program::FindNeeds(program);
  for (size_t i = 0; i < needs.size(); ++i) {
    if (program.rules[i].info.name != rule || !needs[i]) continue;
    std::string text = program.slots[needs[i]->slot].path.back() + ":";
    for (const std::string_view one : needs[i]->texts) text += " " + std::string(one);
    return text;
  }
  return "";
}

TEST_CASE("what an event must hold is found in the code, shared or not") {
  for (const bool share : {true, false}) {
    CAPTURE(share);
    const program::Program program = Compiled(share);
    CHECK(Needed(program, "named") == "name: GetObject");
    CHECK(Needed(program, "listed") == "name: GetObject PutObject");
    CHECK(Needed(program, "either") == "");
    CHECK(Needed(program, "both") == "name: PutObject");
    CHECK(Needed(program, "present") == "");
    CHECK(Needed(program, "cased") == "tags: A");
    CHECK(Needed(program, "follows") == "name: GetObject PutObject");
    CHECK(Needed(program, "counts") == "");
    CHECK(Needed(program, "asks") != "");
  }
}

}  // namespace
}  // namespace sigrun
