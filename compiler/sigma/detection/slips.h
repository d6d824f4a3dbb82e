// Mistakes that YAML reads as ordinary text: a missing space after a colon, typographic quotes, a
// regular expression or a comparison in place of a value.
#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sigma {

// `alone`: not in a list of keywords.
void CheckKeyword(const yaml::Node& node, bool alone, const stdlib::Schema& schema,
                  diag::Sink& sink);
// `{ field:value }`: a key without a value.
void CheckKey(const yaml::Node& key, const yaml::Node& value, diag::Sink& sink);
// `modified`: after a `|`.
void CheckValue(const yaml::Node& node, const std::string& field, bool modified, diag::Sink& sink);

}  // namespace sigrun::sigma
