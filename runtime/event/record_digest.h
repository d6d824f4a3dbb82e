// Decides when two records have the same content. Their canonical form omits white space between
// tokens, the order of keys, the escapes of strings and the letter case of a UUID as `eventID`, and
// nothing else: all values count, numbers as they are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace sigrun::event {

class RecordDigest {
 public:
  // The canonical form, for comparisons; valid until the next call. Text that is not JSON from some
  // position on is copied unchanged from there.
  std::string_view Canonical(std::string_view json);
  // 128 bits of the SHA-256 of the canonical form: nobody can construct two records with the same
  // digest.
  Hash128 Of(std::string_view json) { return Sha256Hash128(Canonical(json)); }

 private:
  struct Member {
    size_t key, key_end, end;  // in form_; it begins at its key
  };

  bool Value(uint32_t depth);
  bool Object(uint32_t depth);
  bool Array(uint32_t depth);
  void FoldId(const Member& member);
  bool String();
  void Scalar();
  void Text(char tag, std::string_view text);
  void SkipSpace();
  bool Take(char c);
  void Sort(size_t first_member, size_t begin);

  std::string_view rest_;
  std::string form_, sorted_, plain_;
  std::vector<Member> members_;  // of the objects that are open
};

}  // namespace sigrun::event
