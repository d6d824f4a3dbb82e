// The forms of other languages. Each function reports one of them and returns true, or returns
// false. forms.cpp says in which order they are tried.
#pragma once

#include "compiler/syntax/foreign/place.h"

namespace sigrun::syntax::foreign {

// Numbers, quantities and dates (quantities.cpp)
bool CommasInNumber(const Place& place);
bool QuantityInTwo(const Place& place);
bool WindowWithoutKind(const Place& place);
bool QuotedQuantity(const Place& place);
bool DateWithSlashes(const Place& place);

// Lists, and the elements of arrays (lists.cpp)
bool ListInParentheses(const Place& place);
bool ListWithoutBrackets(const Place& place);
bool IndexByText(const Place& place);
bool IndexOfAll(const Place& place);

// Functions and methods (calls.cpp)
bool AnyAsFunction(const Place& place);
bool OperatorAsFunction(const Place& place);
bool MethodCall(const Place& place);
bool CountOfAll(const Place& place);

// Operators between values (operators.cpp)
bool NegatedWord(const Place& place);
bool ColonAsOperator(const Place& place);
bool OperatorInTwo(const Place& place);
bool NullInWords(const Place& place);
bool Between(const Place& place);
bool IdleWord(const Place& place);
bool IsAsOperator(const Place& place);
bool RegexBehindOperator(const Place& place);

// Items of a rule, and what separates them (items.cpp)
bool ItemOfAnother(const Place& place);
bool ColonBehindItem(const Place& place);
bool Semicolon(const Place& place);
bool TagsOfRule(const Place& place);
bool ParamWithoutType(const Place& place);
bool StepsInWords(const Place& place);
bool DashedComment(const Place& place);

// Strings (texts.cpp)
bool PrefixOfText(const Place& place);
bool TextWithoutQuotes(const Place& place);

}  // namespace sigrun::syntax::foreign
