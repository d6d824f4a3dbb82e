#include "tests/reference/json_event.h"

#include <algorithm>

namespace sigrun::reference {
namespace {

// Dots in a quoted key are those between keys, but for dots without something on either side.
std::vector<std::string> Parted(const std::vector<std::string>& path) {
  std::vector<std::string> parts;
  for (const std::string& key : path) {
    std::vector<std::string> own = {""};
    for (const char c : key) {
      if (c == '.')
        own.emplace_back();
      else
        own.back() += c;
    }
    const bool whole = std::find(own.begin(), own.end(), "") != own.end();
    if (whole) own = {key};
    parts.insert(parts.end(), own.begin(), own.end());
  }
  return parts;
}

}  // namespace

std::string_view JsonEvent::Keep(std::string text) { return texts_.emplace_back(std::move(text)); }

Value JsonEvent::MakeList(std::vector<Value> values) {
  const auto& kept = lists_.emplace_back(std::move(values));
  return Value::List(kept.data(), static_cast<uint32_t>(kept.size()));
}

void JsonEvent::Flatten(const Json& array, std::vector<Value>& out) {
  for (const Json& item : array) {
    if (item.is_array())
      Flatten(item, out);
    else if (!item.is_null())
      out.push_back(Leaf(item));
  }
}

Value JsonEvent::Leaf(const Json& node) {
  switch (node.type()) {
    case Json::value_t::null:
      return Value::Null();
    case Json::value_t::boolean:
      return Value::Bool(node.get<bool>());
    case Json::value_t::number_integer:
      return Value::Int(node.get<int64_t>(), Keep(node.dump()));
    case Json::value_t::number_unsigned: {
      const auto n = node.get<uint64_t>();
      if (n <= INT64_MAX) return Value::Int(static_cast<int64_t>(n), Keep(node.dump()));
      return Value::Float(static_cast<double>(n), Keep(node.dump()));
    }
    case Json::value_t::number_float:
      return Value::Float(node.get<double>(), Keep(node.dump()));
    case Json::value_t::string:
      return Value::String(Keep(node.get<std::string>()));
    case Json::value_t::object:
      return Value::Object(Keep(node.dump()));
    case Json::value_t::array: {
      std::vector<Value> items;
      Flatten(node, items);
      return MakeList(std::move(items));
    }
    default:
      return {};
  }
}

void JsonEvent::Walk(const Json& node, const std::vector<std::string>& path, size_t from,
                     bool& crossed, std::vector<Value>& found) {
  if (from == path.size()) {
    found.push_back(Leaf(node));
    return;
  }
  if (node.is_array()) {
    crossed = true;
    for (const Json& item : node) Walk(item, path, from, crossed, found);
    return;
  }
  if (!node.is_object()) return;
  for (size_t length = path.size() - from; length > 0; --length) {
    std::string key;
    for (size_t i = 0; i < length; ++i) key += (i ? "." : "") + path[from + i];
    const auto member = node.find(key);
    if (member == node.end()) continue;
    const size_t before = found.size();
    Walk(*member, path, from + length, crossed, found);
    if (found.size() > before) return;
  }
}

void JsonEvent::Scalars(const Json& node, std::vector<Value>& out) {
  if (node.is_structured()) {
    for (const Json& inner : node) Scalars(inner, out);
  } else if (!node.is_null()) {
    out.push_back(Leaf(node));
  }
}

Value JsonEvent::Field(const std::vector<std::string>& path) {
  bool crossed = false;
  std::vector<Value> found;
  if (path.empty()) {
    Scalars(json_, found);
    return MakeList(std::move(found));
  }
  Walk(json_, Parted(path), 0, crossed, found);
  if (!crossed) return found.empty() ? Value() : found.back();
  if (found.empty()) return {};
  std::vector<Value> flat;
  bool all_null = true;
  for (const Value& value : found) {
    all_null &= value.kind == Kind::kNull;
    if (value.kind == Kind::kList)
      flat.insert(flat.end(), value.items, value.items + value.size);
    else if (value.present())
      flat.push_back(value);
  }
  return all_null ? Value::Null() : MakeList(std::move(flat));
}

}  // namespace sigrun::reference
