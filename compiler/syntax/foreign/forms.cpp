#include "compiler/syntax/foreign/forms.h"

#include <algorithm>
#include <iterator>

#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"

namespace sigrun::syntax {

bool ExplainForeignForm(const Tokens& tokens, const Failure& failure, Section section, bool item,
                        diag::Sink& sink) {
  // The first that applies is reported.
  static constexpr bool (*kCases[])(const foreign::Place&) = {
      foreign::CommasInNumber,
      foreign::QuantityInTwo,
      foreign::ListInParentheses,
      foreign::ListWithoutBrackets,
      foreign::IndexByText,
      foreign::IndexOfAll,
      foreign::NegatedWord,
      foreign::AnyAsFunction,
      foreign::OperatorAsFunction,
      foreign::MethodCall,
      foreign::ItemOfAnother,
      foreign::ColonBehindItem,
      foreign::ColonAsOperator,
      foreign::OperatorInTwo,
      foreign::WindowWithoutKind,
      foreign::NullInWords,
      foreign::Between,
      foreign::CountOfAll,
      foreign::PrefixOfText,
      foreign::Semicolon,
      foreign::TagsOfRule,
      foreign::IdleWord,
      foreign::IsAsOperator,
      foreign::RegexBehindOperator,
      foreign::QuotedQuantity,
      foreign::DateWithSlashes,
      foreign::ParamWithoutType,
      foreign::StepsInWords,
      foreign::TextWithoutQuotes,
      foreign::DashedComment,
  };
  const foreign::Place place(tokens, failure, section, item, sink);
  return place.at <= place.end &&
         std::any_of(std::begin(kCases), std::end(kCases), [&](auto one) { return one(place); });
}

}  // namespace sigrun::syntax
