// Writes JSON on one line, member by member, without a tree. The bytes are those of JsonText.
// Private to alert.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/alert/alert.h"

namespace sigrun::alert {

class JsonWriter {
 public:
  // Opens an object or an array, as the next value; Close ends it with its bracket.
  JsonWriter& Open(char bracket) {
    Next();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& Close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  // The key of the next value.
  JsonWriter& Key(std::string_view key) {
    Text(key);
    out_ += ':';
    first_ = true;
    return *this;
  }
  JsonWriter& Text(std::string_view text);
  JsonWriter& Int(int64_t number);
  JsonWriter& Unsigned(uint64_t number);
  // JSON, as it is to be written.
  JsonWriter& Raw(std::string_view json) {
    Next();
    out_ += json;
    return *this;
  }
  // Numbers, objects and lists as JSON if they are, everything else as text.
  JsonWriter& Value(const Datum& datum);
  // An object. Of two values with one name, the later one stands in the place of the first.
  JsonWriter& Object(const NamedData& data);
  JsonWriter& ObjectOfTexts(const NamedData& data);
  JsonWriter& Array(const std::vector<std::string>& texts);

  bool empty() const { return out_.empty(); }
  std::string Take() { return std::move(out_); }

 private:
  template <class Write>
  JsonWriter& Members(const NamedData& data, const Write& write);
  void Next() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;  // no comma stands before the next value
};

// The location of the event that completed an alert, as an object.
void WriteSource(const Alert& alert, JsonWriter& json);

}  // namespace sigrun::alert
