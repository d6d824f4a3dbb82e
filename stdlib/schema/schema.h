// The schema of a log source: every field, its type and meaning. The type checker, completion and
// the generated field reference use these tables. One .def file per source, one row per field.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stdlib/type.h"

namespace sigrun::stdlib {

struct FieldInfo {
  std::string_view path;   // keys joined by dots, array indices left out
  Type type;               // of a leaf; kAny for a subtree without a fixed form
  bool optional = true;    // a record may lack it
  std::string_view since;  // the version of the record format that brought it
  std::string_view doc;    // one sentence
};

enum class LookupKind : uint8_t {
  kField,     // `field` is this very field
  kBelowAny,  // not a field of its own; `field` is the nearest kAny subtree that it lies in
  kObject,    // an object that holds known fields; no `field`
  kUnknown,   // no record has it
};
struct FieldLookup {
  LookupKind kind = LookupKind::kUnknown;
  const FieldInfo* field = nullptr;
};

// Immutable, alive for the whole program, shared by all threads.
class Schema {
 public:
  // Whether fields that the schema does not declare are errors.
  enum class Others : uint8_t { kErrors, kAllowed };

  // `fields` must outlive the schema. A schema that allows other fields allows any path: where no
  // field fits, Lookup answers kBelowAny with the root.
  Schema(std::string_view name, std::span<const FieldInfo> fields, Others others);

  std::string_view name() const { return name_; }
  std::span<const FieldInfo> fields() const { return fields_; }  // in table order

  // Keys from the record's root, exact in letter case; array indices left out.
  FieldLookup Lookup(std::span<const std::string_view> segments) const;
  // Whether the path is a field, lies below one, or is an object that holds some. False where only
  // a schema that allows everything allows it.
  bool Declares(std::span<const std::string_view> segments) const;
  // Whether any path is allowed.
  bool open() const { return open_; }

  // The known paths that someone who wrote these keys may have meant, most likely first, at most
  // three: other letter case (`eventname`), a missing prefix (`sessionIssuer.arn`), a slip of the
  // finger.
  std::vector<std::string_view> Similar(std::span<const std::string_view> segments) const;

 private:
  std::string_view name_;
  std::span<const FieldInfo> fields_;
  std::vector<const FieldInfo*> by_path_;  // sorted by path
  std::vector<std::string_view> known_;    // every field and every object, in table order
  FieldInfo root_;                         // the result of an open schema
  bool open_;
};

}  // namespace sigrun::stdlib
