#include "compiler/ir/canonical.h"

#include <bit>
#include <variant>

#include "base/hash.h"
#include "base/overloaded.h"

namespace sigrun::ir {

Canonical& Canonical::Text(std::string_view text) {
  bytes_ += std::to_string(text.size());
  bytes_ += ':';
  bytes_ += text;
  return *this;
}

Canonical& Canonical::Int(int64_t number) { return Text(std::to_string(number)); }

Canonical& Canonical::Real(double number) {
  return Text(std::to_string(std::bit_cast<uint64_t>(number)));
}

Canonical& Canonical::Constant(const program::Constant& constant) {
  std::visit(Overloaded{
                 [&](bool value) { Text("bool").Int(value ? 1 : 0); },
                 [&](int64_t value) { Text("int").Int(value); },
                 [&](double value) { Text("real").Real(value); },
                 [&](const std::string& value) { Text("text").Text(value); },
                 [&](Timestamp value) { Text("time").Int(value.micros); },
                 [&](Duration value) { Text("duration").Int(value.micros); },
                 [&](const stdlib::PreparedSpec& value) {
                   Text("prepared").Choice(value.kind).Text(value.flags);
                   Int(static_cast<int64_t>(value.items.size()));
                   for (const std::string& item : value.items) Text(item);
                 },
             },
             constant);
  return *this;
}

std::string Canonical::Digest() const { return Sha256Hex(bytes_); }

}  // namespace sigrun::ir
