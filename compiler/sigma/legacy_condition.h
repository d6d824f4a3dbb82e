// Parses what follows the `|` of a condition in the deprecated form.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/source_map.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

// function ( [field] ) [by field, …] OP number
struct Aggregation {
  std::string function, field;
  Span field_span;
  std::vector<Correlation::Field> by;
  Comparison comparison;
};

// near name and [not] name …
struct NearStep {
  std::string name;
  bool negated = false;
  Span span;
};

class LegacyParser {
 public:
  // `from`: where it begins in the text.
  LegacyParser(const yaml::Node& condition, size_t from);

  bool IsNear() const;
  // Nullopt if it is something else.
  std::optional<std::vector<NearStep>> ReadNear();
  std::optional<Aggregation> ReadAggregation();

 private:
  struct Word {
    std::string text;
    Span span;
  };
  const std::string& Peek() const { return words_[at_].text; }
  Word Take() { return words_[IsAtEnd() ? at_ : at_++]; }
  bool IsAtEnd() const { return at_ + 1 == words_.size(); }

  Span span_;
  std::vector<Word> words_;  // and an empty one for the end
  size_t at_ = 0;
};

}  // namespace sigrun::sigma
