// The tables of a program, by name only.
#pragma once

namespace sigrun::program {

struct Program;
struct Rule;
struct Stateful;
struct Sequence;

}  // namespace sigrun::program
