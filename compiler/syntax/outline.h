// Where declarations and the items inside them begin, told from the tokens alone, so that an error
// in one does not hide the others.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/tokens.h"

namespace sigrun::syntax {

struct Section {
  uint32_t begin, end;  // tokens
};

// `rule name {`, `let name =`, …: cannot stand inside another declaration.
bool StartsDeclaration(const Tokens& tokens, uint32_t i);
// `condition …`, `name =`, …: cannot stand inside an expression.
bool StartsRuleItem(const Tokens& tokens, uint32_t i);

// The whole text, cut where declarations begin and where they end. A section that is no
// declaration is text that stands beside them.
std::vector<Section> Declarations(const Tokens& tokens, const Brackets& brackets);

// The inside of a block, given from behind its opening brace to its closing one, cut where its
// items begin. `starts` tells what an item begins with.
using Starts = bool (*)(const Tokens&, uint32_t);
std::vector<Section> Items(const Tokens& tokens, const Brackets& brackets, Section body,
                           Starts starts);

// What the items of meta, alert and exception blocks, and of tests, begin with.
bool StartsKeyItem(const Tokens& tokens, uint32_t i);
bool StartsExpectation(const Tokens& tokens, uint32_t i);

}  // namespace sigrun::syntax
