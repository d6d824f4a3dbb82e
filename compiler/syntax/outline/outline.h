// Finds where declarations and their items begin, from the tokens alone, so that an error in one
// does not hide the others.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/brackets.h"

namespace sigrun::syntax {

struct Section {
  uint32_t begin, end;  // tokens
};

// `rule name {`, `let name =`, …: not allowed inside another declaration.
bool StartsDeclaration(const Tokens& tokens, uint32_t i);
// `condition …`, `name =`, …: not allowed inside an expression.
bool StartsRuleItem(const Tokens& tokens, uint32_t i);

// The whole text, split where declarations begin and end. A section that is not a declaration is
// text between them.
std::vector<Section> Declarations(const Tokens& tokens, const Brackets& brackets);

// The contents of a block, from after its opening brace to its closing one, split where its items
// begin. `starts` recognises the beginning of an item.
using Starts = bool (*)(const Tokens&, uint32_t);
std::vector<Section> Items(const Tokens& tokens, const Brackets& brackets, Section body,
                           Starts starts);

// The beginnings of items in meta, alert and exception blocks, and in tests.
bool StartsKeyItem(const Tokens& tokens, uint32_t i);
bool StartsExpectation(const Tokens& tokens, uint32_t i);

}  // namespace sigrun::syntax
