#include <doctest/doctest.h>

#include "program_sample.h"
#include "runtime/program/builder.h"

namespace sigrun::program {
namespace {

TEST_CASE("labels are resolved to the instructions they are bound to") {
  Program program;
  program.code.resize(3);
  UnitBuilder code(program);
  const Label yes = code.NewLabel(), no = code.NewLabel();
  const uint16_t r = code.NewRegister();
  code.LoadSlot(r, 4);
  code.Presence(r, PresenceMode::kNull, yes, no);
  code.Bind(no);
  code.ReturnBool(false);
  code.Bind(yes);
  code.ReturnBool(true);
  const Result<Unit> unit = code.Finish();
  REQUIRE(unit.ok());
  CHECK(unit->begin == 3);
  CHECK(unit->size == 4);
  CHECK(unit->registers == 1);
  CHECK(program.code[3] == Instruction{Op::kLoadSlot, 0, 0, 4});
  CHECK(program.code[4] == Instruction{Op::kPresence, 0, 0, 1, 3, 2});
}

TEST_CASE("code that cannot be reached is left out") {
  Program program;
  UnitBuilder code(program);
  const Label used = code.NewLabel(), unused = code.NewLabel();
  code.Jump(used);
  CHECK_FALSE(code.reachable());
  code.ReturnBool(false);
  code.Bind(unused);
  code.Jump(used);
  code.Bind(used);
  CHECK(code.reachable());
  code.ReturnBool(true);
  REQUIRE(code.Finish().ok());
  CHECK(program.code == std::vector<Instruction>{{Op::kJump, 0, 0, 0, 1}, {Op::kReturnBool, 0, 1}});
}

TEST_CASE("registers are a stack and the unit has as many as were in use at once") {
  Program program;
  UnitBuilder code(program);
  CHECK(code.NewRegister() == 0);
  const uint32_t mark = code.Mark();
  CHECK(code.NewRegisters(3) == 1);
  code.Release(mark);
  CHECK(code.NewRegister() == 1);
  code.ReturnBool(true);
  CHECK(code.Finish()->registers == 4);
}

TEST_CASE("a unit that is too large is an error and leaves the program as it was") {
  Program program;
  UnitBuilder registers(program);
  registers.NewRegisters(kMaxRegisters + 1);
  registers.ReturnBool(true);
  const Result<Unit> too_many = registers.Finish();
  REQUIRE_FALSE(too_many.ok());
  CHECK(too_many.error().message == "needs 1025 registers; the limit is 1024");
  CHECK(program.code.empty());
}

TEST_CASE("equal constants share one entry and those of parameters do not") {
  Program program;
  ConstantPool pool(program);
  const uint32_t five = pool.Intern(int64_t{5});
  CHECK(pool.Intern(int64_t{5}) == five);
  CHECK(pool.Intern(Duration{5}) != five);
  CHECK(pool.Intern(Timestamp{5}) != pool.Intern(Duration{5}));
  CHECK(pool.Intern(std::string("5")) != five);
  CHECK(pool.Intern(0.0) != pool.Intern(-0.0));
  CHECK(pool.Add(int64_t{5}) != five);
  CHECK(pool.Intern(int64_t{5}) == five);
}

TEST_CASE("prepared constants are equal by kind, items and flags") {
  Program program;
  ConstantPool pool(program);
  using stdlib::PreparedKind;
  const uint32_t set = pool.Intern(stdlib::PreparedSpec{PreparedKind::kTextSet, {"a", "bc"}, ""});
  CHECK(pool.Intern(stdlib::PreparedSpec{PreparedKind::kTextSet, {"a", "bc"}, ""}) == set);
  CHECK(pool.Intern(stdlib::PreparedSpec{PreparedKind::kTextSet, {"ab", "c"}, ""}) != set);
  CHECK(pool.Intern(stdlib::PreparedSpec{PreparedKind::kPartList, {"a", "bc"}, ""}) != set);
  CHECK(pool.Intern(stdlib::PreparedSpec{PreparedKind::kTextSet, {"a", "bc"}, "i"}) != set);
}

TEST_CASE("names of levels, aggregates and instructions go both ways") {
  CHECK(FindNamed<Level>("critical") == Level::kCritical);
  CHECK(FindNamed<Level>("urgent") == std::nullopt);
  CHECK(Name(Level::kInformational) == "informational");
  for (size_t i = 0; i < kOpCount; ++i)
    CHECK(FindOp(Info(static_cast<Op>(i)).text) == static_cast<Op>(i));
  CHECK(FindOp("frobnicate") == std::nullopt);
}

}  // namespace
}  // namespace sigrun::program
