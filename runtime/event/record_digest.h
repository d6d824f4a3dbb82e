// When two records say the same. Their canonical form leaves out white space between tokens, the
// order of keys, the escapes of strings and the letter case of a UUID under a key for ids, and
// nothing else: all values count, numbers as they are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace sigrun::event {

class RecordDigest {
 public:
  // `id_keys`: keys at the top whose value may be the id of the record.
  explicit RecordDigest(std::vector<std::string> id_keys) : id_keys_(std::move(id_keys)) {}

  // The canonical form, for comparisons; valid until the next call. Text that is no JSON from some
  // place on stands as it is from there.
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

  const std::vector<std::string> id_keys_;
  std::string_view rest_;
  std::string form_, sorted_, plain_;
  std::vector<Member> members_;  // of the objects that are open
};

}  // namespace sigrun::event
