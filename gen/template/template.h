// Text with slots, such as {"bucketName":"$res","key":"$key"}: the notation for request parameters
// and responses in the action table. A $ with lower-case letters or digits names a slot; an unknown
// name is a programming error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gen/template/call.h"
#include "gen/template/random.h"

namespace sigrun::gen {

enum class Slot : uint8_t;

class Template {
 public:
  // `text` outlives the template.
  explicit Template(std::string_view text);

  bool empty() const { return pieces_.empty(); }
  void Append(const Call& call, Random& random, std::string& out) const;

 private:
  struct Piece {
    std::string_view literal;
    Slot slot;  // written after the literal
  };
  std::vector<Piece> pieces_;
};

}  // namespace sigrun::gen
