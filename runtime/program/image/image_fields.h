// The content of an image, defined once for writing and reading: Fields(archive, x) passes the
// members of x to the archive in order. A new member is one more name here (and a new
// kImageVersion). For image.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/archive.h"
#include "runtime/program/program.h"

namespace sigrun {

template <>
inline constexpr auto kAlternatives<program::Constant> = std::to_array<std::string_view>(
    {"bool", "int", "float", "string", "timestamp", "duration", "prepared"});
template <>
inline constexpr auto kAlternatives<program::Atom> =
    std::to_array<std::string_view>({"presence", "test", "logic", "code"});

template <class A>
void Fields(A& a, Like<LogSourceId> auto& x) {
  a(x.index);
}

}  // namespace sigrun

namespace sigrun::event {

template <class A>
void Fields(A& a, Like<SlotSpec> auto& x) {
  a(x.path);
}
template <class A>
void Fields(A& a, Like<SourceSpec> auto& x) {
  a(x.name, x.reader, x.keys, x.time, x.id);
}

}  // namespace sigrun::event

namespace sigrun::stdlib {

template <class A>
void Fields(A& a, Like<PreparedSpec> auto& x) {
  a(x.kind, x.items, x.flags);
}
template <class A>
void Fields(A& a, Like<Type> auto& x) {
  a(x.kind, x.element);
}

}  // namespace sigrun::stdlib

namespace sigrun::program {

// A program whose code refers to opcodes, kernels and kinds of presence by their index in the
// image's own tables.
struct Image {
  std::vector<std::string> ops;  // texts in ascending order, all in use; so are those below
  std::vector<std::string> kernels;
  std::vector<std::string> presences;
  Program program;
};

template <class A>
void Fields(A& a, Like<Image> auto& x) {
  a(x.ops, x.kernels, x.presences, x.program);
}
template <class A>
void Fields(A& a, Like<Program> auto& x) {
  a(x.slots, x.constants, x.code, x.atoms, x.values, x.params, x.rules, x.time_fields, x.sources);
}
template <class A>
void Fields(A& a, Like<Instruction> auto& x) {
  uint8_t op = static_cast<uint8_t>(x.op);  // its place in the image's table
  a(op, x.flag, x.a, x.b, x.c, x.d);
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(x)>>) x.op = static_cast<Op>(op);
}
template <class A>
void Fields(A& a, Like<PresenceOf> auto& x) {
  a(x.slot, x.mode);
}
template <class A>
void Fields(A& a, Like<TestOf> auto& x) {
  a(x.slot, x.test, x.constant, x.all_elements);
}
template <class A>
void Fields(A& a, Like<Logic> auto& x) {
  a(x.unit);
}
template <class A>
void Fields(A& a, Like<Code> auto& x) {
  a(x.unit);
}
template <class A>
void Fields(A& a, Like<Unit> auto& x) {
  a(x.begin, x.size, x.registers);
}
template <class A>
void Fields(A& a, Like<Param> auto& x) {
  a(x.rule, x.name, x.type, x.constant, x.help);
}
template <class A>
void Fields(A& a, Like<Rule> auto& x) {
  a(x.info, x.meaning, x.source, x.condition, x.stateful, x.exceptions, x.alert);
}
template <class A>
void Fields(A& a, Like<RuleInfo> auto& x) {
  a(x.id, x.name, x.title, x.description, x.status, x.author, x.date, x.level);
  a(x.tags, x.references, x.false_positives, x.file, x.line);
}
template <class A>
void Fields(A& a, Like<Exception> auto& x) {
  a(x.when, x.until, x.reason);
}
template <class A>
void Fields(A& a, Like<AlertSpec> auto& x) {
  a(x.enabled, x.level, x.message, x.fields, x.suppress);
}
template <class A>
void Fields(A& a, Like<MessagePart> auto& x) {
  a(x.text, x.unit);
}
template <class A>
void Fields(A& a, Like<NamedUnit> auto& x) {
  a(x.name, x.unit);
}
template <class A>
void Fields(A& a, Like<Suppress> auto& x) {
  a(x.duration, x.by, x.keys);
}
template <class A>
void Fields(A& a, Like<Memory> auto& x) {
  a(x.hash, x.constants, x.captures);
}
template <class A>
void Fields(A& a, Like<Stateful> auto& x) {
  a(x.group_names, x.group, x.window, x.aggregates, x.baselines, x.first_seen, x.sequence);
  a(x.cells, x.captures, x.condition);
  a(x.provisos, x.group_if_present, x.refire, x.memory);
}
template <class A>
void Fields(A& a, Like<Proviso> auto& x) {
  a(x.kind, x.index, x.holds);
}
template <class A>
void Fields(A& a, Like<Window> auto& x) {
  a(x.kind, x.length);
}
template <class A>
void Fields(A& a, Like<Aggregate> auto& x) {
  a(x.name, x.kind, x.where, x.arguments, x.percent);
}
template <class A>
void Fields(A& a, Like<Baseline> auto& x) {
  a(x.name, x.aggregate, x.history, x.every);
}
template <class A>
void Fields(A& a, Like<FirstSeen> auto& x) {
  a(x.name, x.where, x.arguments, x.history, x.learn);
}
template <class A>
void Fields(A& a, Like<Sequence> auto& x) {
  a(x.alternatives, x.steps);
}
template <class A>
void Fields(A& a, Like<SequenceAlternative> auto& x) {
  a(x.any_order, x.at_least, x.steps);
}
template <class A>
void Fields(A& a, Like<SequenceStep> auto& x) {
  a(x.name, x.where, x.negated, x.repeat);
}
template <class A>
void Fields(A& a, Like<Cell> auto& x) {
  a(x.kind, x.index);
}

}  // namespace sigrun::program
