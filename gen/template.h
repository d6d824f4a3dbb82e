// Text with slots, such as {"bucketName":"$res","key":"$key"}: how the action table writes request
// parameters and answers. A $ and lower-case letters or digits name a slot; an unknown name is a
// programmer's error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gen/call.h"
#include "gen/random.h"

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
