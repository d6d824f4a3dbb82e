#include "stdlib/native/json.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "stdlib/native/coerce.h"
#include "stdlib/native/encoding.h"

namespace sigrun::stdlib::native {
namespace {

namespace ondemand = simdjson::ondemand;

// Memory in the arena for JSON text, with the padding that simdjson reads.
char* Padded(size_t size, Arena& arena) {
  char* place = arena.Allocate(size + simdjson::SIMDJSON_PADDING);
  if (place != nullptr) std::memset(place + size, ' ', simdjson::SIMDJSON_PADDING);
  return place;
}

// A list that grows in the arena.
class Items {
 public:
  explicit Items(Arena& arena) : arena_(arena) {}
  bool Add(const Value& item) {
    if (size_ == capacity_ && !Grow()) return false;
    items_[size_++] = item;
    return true;
  }
  bool AddAll(const Value& list) {
    for (uint32_t i = 0; i < list.size; ++i)
      if (!Add(list.items[i])) return false;
    return true;
  }
  Value list() const { return Value::List(items_, size_); }

 private:
  bool Grow() {
    const uint32_t capacity = std::max(8u, capacity_ * 2);
    auto* items = arena_.AllocateArray<Value>(capacity);
    if (items == nullptr) return false;
    std::copy_n(items_, size_, items);
    items_ = items;
    capacity_ = capacity;
    return true;
  }

  Arena& arena_;
  Value* items_ = nullptr;
  uint32_t size_ = 0, capacity_ = 0;
};

// Turns simdjson's values into ours. JSON text stays where it is; unescaped text goes to the arena.
class Converter {
 public:
  explicit Converter(Arena& arena) : arena_(arena) {}

  std::optional<Value> Convert(ondemand::value value, size_t depth = 1) {
    ondemand::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return std::nullopt;
    switch (type) {
      case ondemand::json_type::object:
        return Object(value);
      case ondemand::json_type::array:
        return List(value, depth);
      case ondemand::json_type::string:
        return Text(value);
      case ondemand::json_type::number:
        return Numeric(value.raw_json_token());
      case ondemand::json_type::boolean:
        return Flag(value);
      case ondemand::json_type::null:
        return Value::Null();
    }
    return std::nullopt;
  }

  std::optional<Value> Numeric(std::string_view token) {
    token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    const auto number = ParseNumber(token);
    const auto written = CopyText(token, arena_);
    if (!number || !written) return std::nullopt;
    return number->is_int ? Value::Int(number->integer, *written)
                          : Value::Float(number->real, *written);
  }

 private:
  static std::optional<Value> Object(ondemand::value value) {
    ondemand::object object;
    std::string_view json;
    if (value.get_object().get(object) || object.raw_json().get(json)) return std::nullopt;
    return Value::Object(json);
  }

  std::optional<Value> List(ondemand::value value, size_t depth) {
    ondemand::array array;
    Items items(arena_);
    if (value.get_array().get(array) || !Collect(array, items, depth)) return std::nullopt;
    return items.list();
  }

  bool Collect(ondemand::array array, Items& items, size_t depth) {
    if (depth > kMaxJsonDepth) return false;
    for (auto element : array) {
      ondemand::value value;
      if (element.get(value)) return false;
      const auto item = Convert(value, depth + 1);
      if (!item) return false;
      if (item->kind == Kind::kList ? !items.AddAll(*item) : !items.Add(*item)) return false;
    }
    return true;
  }

  std::optional<Value> Text(ondemand::value value) {
    std::string_view text;
    if (value.get_string().get(text)) return std::nullopt;
    const auto copy = CopyText(text, arena_);
    return copy ? std::optional(Value::String(*copy)) : std::nullopt;
  }

  static std::optional<Value> Flag(ondemand::value value) {
    bool flag = false;
    if (value.get_bool().get(flag)) return std::nullopt;
    return Value::Bool(flag);
  }

  Arena& arena_;
};

ondemand::parser& WalkingParser() {
  thread_local ondemand::parser parser(kMaxJsonSize);
  return parser;
}

simdjson::dom::parser& CheckingParser() {
  thread_local simdjson::dom::parser parser(kMaxJsonSize);
  thread_local const auto ready = parser.allocate(4096, kMaxJsonDepth);
  static_cast<void>(ready);
  return parser;
}

std::optional<ondemand::document> Walk(std::string_view padded) {
  ondemand::document document;
  const size_t capacity = padded.size() + simdjson::SIMDJSON_PADDING;
  if (WalkingParser().iterate(padded.data(), padded.size(), capacity).get(document))
    return std::nullopt;
  return document;
}

// `json` is valid, without white space, padded.
std::optional<Value> ConvertArray(std::string_view json, Arena& arena) {
  auto document = Walk(json);
  ondemand::value value;
  if (!document || document->get_value().get(value)) return std::nullopt;
  return Converter(arena).Convert(value);
}

std::optional<Value> ConvertRoot(simdjson::dom::element root, std::string_view json, Arena& arena) {
  switch (root.type()) {
    case simdjson::dom::element_type::OBJECT:
      return Value::Object(json);
    case simdjson::dom::element_type::ARRAY:
      return ConvertArray(json, arena);
    case simdjson::dom::element_type::STRING: {
      const auto copy = CopyText(root.get_string().value_unsafe(), arena);
      return copy ? std::optional(Value::String(*copy)) : std::nullopt;
    }
    case simdjson::dom::element_type::BOOL:
      return Value::Bool(root.get_bool().value_unsafe());
    case simdjson::dom::element_type::NULL_VALUE:
      return Value::Null();
    default:
      return Converter(arena).Numeric(json);
  }
}

Value MemberOfObject(std::string_view json, std::string_view key, Arena& arena) {
  if (json.size() > kMaxJsonSize) {
    arena.Refuse();
    return {};
  }
  char* copy = Padded(json.size(), arena);
  if (copy == nullptr) return {};
  std::memcpy(copy, json.data(), json.size());
  auto document = Walk({copy, json.size()});
  ondemand::object object;
  if (!document || document->get_object().get(object)) return {};
  Value found;
  for (auto field : object) {
    std::string_view name;
    ondemand::value value;
    if (field.unescaped_key().get(name)) return {};
    if (name != key) continue;
    if (field.value().get(value)) return {};
    found = Converter(arena).Convert(value).value_or(Value{});
  }
  return found;
}

Value MemberOfList(const Value& list, std::string_view key, Arena& arena) {
  Items items(arena);
  for (uint32_t i = 0; i < list.size; ++i) {
    const Value member = JsonMember(list.items[i], key, arena);
    if (member.kind == Kind::kAbsent) continue;
    if (member.kind == Kind::kList ? !items.AddAll(member) : !items.Add(member)) return {};
  }
  return items.list().size == 0 ? Value{} : items.list();
}

}  // namespace

std::optional<Value> ParseJson(std::string_view text, Arena& arena) noexcept {
  if (text.size() > kMaxJsonSize) arena.Refuse();
  if (text.empty() || text.size() > kMaxJsonSize) return std::nullopt;
  char* source = Padded(text.size(), arena);
  char* compact = Padded(text.size(), arena);
  if (source == nullptr || compact == nullptr) return std::nullopt;
  std::memcpy(source, text.data(), text.size());
  simdjson::dom::element root;
  if (const auto error = CheckingParser().parse(source, text.size(), false).get(root)) {
    if (error == simdjson::DEPTH_ERROR) arena.Refuse();
    return std::nullopt;
  }
  size_t size = 0;
  if (simdjson::minify(source, text.size(), compact, size)) return std::nullopt;
  std::memset(compact + size, ' ', simdjson::SIMDJSON_PADDING);
  return ConvertRoot(root, {compact, size}, arena);
}

Value JsonMember(const Value& object, std::string_view key, Arena& arena) noexcept {
  if (object.kind == Kind::kList) return MemberOfList(object, key, arena);
  return object.kind == Kind::kObject ? MemberOfObject(object.text(), key, arena) : Value{};
}

std::optional<Value> PolicyDocument(const Value& value, Arena& arena) noexcept {
  if (value.kind == Kind::kObject) return value;
  if (value.kind != Kind::kString) return std::nullopt;
  auto parsed = ParseJson(value.text(), arena);
  if (!parsed) {
    const auto decoded = DecodeUrl(value.text(), arena);
    if (decoded) parsed = ParseJson(*decoded, arena);
  }
  return parsed && parsed->kind == Kind::kObject ? parsed : std::nullopt;
}

}  // namespace sigrun::stdlib::native
