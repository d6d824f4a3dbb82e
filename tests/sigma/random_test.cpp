// Random rules on random events: the rule as compiled by the front end, run by the engine in all
// modes and by the reference implementation, is compared with a model of Sigma that shares no code
// with the front end: it evaluates the generated rule directly, not its YAML.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

struct Random {
  std::mt19937 engine;
  uint32_t operator()() { return static_cast<uint32_t>(engine()); }
};

template <class T>
const T& Pick(const std::vector<T>& all, Random& random) {
  return all[random() % all.size()];
}

// ---- the generator

struct Item {
  std::string field, modifier;  // "", contains, startswith, endswith, cased, re, lt, exists, null
  std::vector<std::string> texts;
  bool all = false, negated = false;
  int number = 0;
  bool wanted = true;  // exists
};
struct Selection {
  std::string name;
  std::vector<std::vector<Item>> alternatives;  // one of them, of each all
};
struct Tree {
  enum Kind { kName, kAnd, kOr, kNot, kOf } kind = kName;
  std::string name;
  int at_least = 0;
  std::vector<Tree> operands;
};
struct Rule {
  std::vector<Selection> selections;
  Tree condition;
};

const std::vector<std::string> kFields = {"a", "b", "c.d", "list", "n", "gone"};
const std::vector<std::string> kWords = {"foo",   "Bar",     "foobar", "x*", "*ar",         "f?o",
                                         "a\\*b", "C:\\dir", "",       "12", "\xC3\xA4tsch"};

Item RandomItem(Random& random) {
  static const std::vector<std::string> kModifiers = {
      "",         "",      "",   "contains", "contains", "startswith",
      "endswith", "cased", "lt", "exists",   "null"};
  Item item;
  item.field = Pick(kFields, random);
  item.modifier = Pick(kModifiers, random);
  item.number = static_cast<int>(random() % 20);
  item.wanted = random() % 2 == 0;
  item.negated = item.modifier != "exists" && random() % 6 == 0;
  const size_t count = 1 + random() % 3;
  for (size_t i = 0; i < count; ++i) item.texts.push_back(Pick(kWords, random));
  item.all = count > 1 && random() % 4 == 0;
  return item;
}

Tree RandomTree(const std::vector<Selection>& selections, Random& random, int depth) {
  Tree tree;
  const unsigned kind = depth > 2 ? 0 : random() % 6;
  if (kind == 1 || kind == 2) {
    tree.kind = kind == 1 ? Tree::kAnd : Tree::kOr;
    for (unsigned i = 0; i < 2 + random() % 2; ++i)
      tree.operands.push_back(RandomTree(selections, random, depth + 1));
  } else if (kind == 3) {
    tree.kind = Tree::kNot;
    tree.operands.push_back(RandomTree(selections, random, depth + 1));
  } else if (kind == 4) {
    tree.kind = Tree::kOf;
    tree.name = random() % 2 ? "them" : "sel*";
    tree.at_least = static_cast<int>(random() % (selections.size() + 1));  // 0: all
  } else {
    tree.name = Pick(selections, random).name;
  }
  return tree;
}

Rule RandomRule(Random& random) {
  Rule rule;
  for (unsigned i = 0; i < 1 + random() % 3; ++i) {
    Selection selection{"sel" + std::to_string(i), {}};
    for (unsigned k = 0; k < 1 + random() % 2; ++k) {
      std::vector<Item> items;
      for (unsigned j = 0; j < 1 + random() % 3; ++j) items.push_back(RandomItem(random));
      selection.alternatives.push_back(std::move(items));
    }
    rule.selections.push_back(std::move(selection));
  }
  rule.condition = RandomTree(rule.selections, random, 0);
  return rule;
}

Json RandomScalar(Random& random) {
  static const std::vector<Json> kScalars = {
      "foo", "FOO", "bar", "foobar", "xfoo", "a*b", "aXb",   "C:\\dir",      "C:\\DIR\\x", "",
      12,    "12",  7,     3.5,      true,   false, nullptr, "\xC3\x84TSCH", "fXo"};
  return Pick(kScalars, random);
}

Json RandomEvent(Random& random) {
  Json event;
  for (const char* field : {"a", "b", "n"})
    if (random() % 4) event[field] = RandomScalar(random);
  if (random() % 2) {
    event["c"]["d"] = RandomScalar(random);
  } else if (random() % 2) {
    event["c.d"] = RandomScalar(random);
  }
  if (random() % 2) {
    event["list"] = Json::array();
    for (unsigned i = 0; i < random() % 3; ++i) event["list"].push_back(RandomScalar(random));
  }
  return event;
}

// ---- as YAML

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

std::string Yaml(const Item& item, const std::string& indent, Random& random) {
  std::string key = item.field, value;
  if (item.modifier == "null") {
    value = "null";
  } else if (item.modifier == "exists") {
    key += "|exists";
    value = item.wanted ? "true" : "false";
  } else if (item.modifier == "lt") {
    key += "|lt";
    value = std::to_string(item.number);
  } else {
    if (!item.modifier.empty()) key += "|" + item.modifier;
    if (item.all) key += "|all";
    if (item.texts.size() == 1 && random() % 2) {
      value = Quoted(item.texts[0]);
    } else {
      value = "[";
      for (const std::string& text : item.texts)
        value += (value.size() > 1 ? ", " : "") + Quoted(text);
      value += "]";
    }
  }
  if (item.negated) key += "|neq";
  return indent + Quoted(key) + ": " + value + "\n";
}

std::string Text(const Tree& tree) {
  switch (tree.kind) {
    case Tree::kName:
      return tree.name;
    case Tree::kNot:
      return "not (" + Text(tree.operands[0]) + ")";
    case Tree::kOf:
      return (tree.at_least == 0 ? "all" : std::to_string(tree.at_least)) + " of " + tree.name;
    case Tree::kAnd:
    case Tree::kOr:
      break;
  }
  std::string text;
  for (const Tree& operand : tree.operands)
    text += (text.empty()              ? ""
             : tree.kind == Tree::kAnd ? " and "
                                       : " or ") +
            ("(" + Text(operand) + ")");
  return text;
}

std::string Yaml(const Rule& rule, Random& random) {
  std::string yaml = "title: thrown\nlogsource: { category: test }\ndetection:\n";
  for (const Selection& selection : rule.selections) {
    yaml += "  " + selection.name + ":\n";
    const bool list = selection.alternatives.size() > 1;
    for (const std::vector<Item>& items : selection.alternatives) {
      bool first = true;
      for (const Item& item : items) {
        yaml += Yaml(item, list ? (first ? "    - " : "      ") : "    ", random);
        first = false;
      }
    }
  }
  return yaml + "  condition: " + Text(rule.condition) + "\n";
}

// A mapping cannot have a key twice: of two items with one key the first stays.
void DropDoubles(Rule& rule) {
  for (Selection& selection : rule.selections)
    for (std::vector<Item>& items : selection.alternatives) {
      std::vector<Item> kept;
      for (const Item& item : items) {
        bool twice = false;
        for (const Item& other : kept) twice |= other.field == item.field;
        if (!twice) kept.push_back(item);
      }
      items = std::move(kept);
    }
}

// ---- the model

// Characters of UTF-8, folded as far as the test's words need it.
std::vector<std::string> Characters(const std::string& text, bool cased) {
  std::vector<std::string> characters;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80 && !characters.empty())
      characters.back() += c;
    else
      characters.emplace_back(1, !cased && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  for (std::string& character : characters)
    if (!cased && character == "\xC3\x84") character = "\xC3\xA4";
  return characters;
}

struct Glob {
  std::vector<std::pair<char, std::string>> parts;  // 'c' a character, '*', '?'
};

Glob ReadGlob(const std::string& text, bool cased) {
  Glob glob;
  std::string plain;
  const auto flush = [&] {
    for (const std::string& character : Characters(plain, cased))
      glob.parts.emplace_back('c', character);
    plain.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() &&
        (text[i + 1] == '*' || text[i + 1] == '?' || text[i + 1] == '\\')) {
      plain += text[++i];
    } else if (text[i] == '*' || text[i] == '?') {
      flush();
      glob.parts.emplace_back(text[i], "");
    } else {
      plain += text[i];
    }
  }
  flush();
  return glob;
}

bool Fits(const Glob& glob, size_t part, const std::vector<std::string>& text, size_t at) {
  if (part == glob.parts.size()) return at == text.size();
  const auto& [kind, character] = glob.parts[part];
  if (kind == '*') {
    for (size_t next = at; next <= text.size(); ++next)
      if (Fits(glob, part + 1, text, next)) return true;
    return false;
  }
  return at < text.size() && (kind == '?' || text[at] == character) &&
         Fits(glob, part + 1, text, at + 1);
}

std::string TextOf(const Json& scalar) {
  return scalar.is_string() ? scalar.get<std::string>() : scalar.dump();
}

const Json* Find(const Json& event, const std::string& field) {
  if (event.contains(field)) return &event[field];
  if (field == "c.d" && event.contains("c") && event["c"].contains("d")) return &event["c"]["d"];
  return nullptr;
}

bool ScalarFits(const Json& scalar, const Item& item, const std::string& text) {
  if (scalar.is_null()) return false;
  const bool cased = item.modifier == "cased";
  Glob glob = ReadGlob(text, cased);
  const bool before = item.modifier == "contains" || item.modifier == "endswith";
  const bool after = item.modifier == "contains" || item.modifier == "startswith";
  if (before) glob.parts.insert(glob.parts.begin(), {'*', ""});
  if (after) glob.parts.emplace_back('*', "");
  return Fits(glob, 0, Characters(TextOf(scalar), cased), 0);
}

bool AnyScalar(const Json& value, const std::function<bool(const Json&)>& test) {
  if (!value.is_array()) return test(value);
  for (const Json& element : value)
    if (test(element)) return true;
  return false;
}

bool Holds(const Item& item, const Json& event) {
  const Json* value = Find(event, item.field);
  if (item.modifier == "exists") return (value != nullptr) == item.wanted;
  bool holds = false;
  if (item.modifier == "null") {
    holds = value == nullptr || value->is_null();
  } else if (value == nullptr) {
    holds = false;
  } else if (item.modifier == "lt") {
    holds = AnyScalar(*value, [&](const Json& scalar) {
      if (scalar.is_number()) return scalar.get<double>() < item.number;
      return scalar == "12" && 12 < item.number;
    });
  } else {
    const auto fits = [&](const std::string& text) {
      return AnyScalar(*value, [&](const Json& scalar) { return ScalarFits(scalar, item, text); });
    };
    holds = item.all ? std::all_of(item.texts.begin(), item.texts.end(), fits)
                     : std::any_of(item.texts.begin(), item.texts.end(), fits);
  }
  return holds != item.negated;
}

bool Holds(const Selection& selection, const Json& event) {
  for (const std::vector<Item>& items : selection.alternatives)
    if (std::all_of(items.begin(), items.end(),
                    [&](const Item& item) { return Holds(item, event); }))
      return true;
  return false;
}

bool Holds(const Tree& tree, const Rule& rule, const Json& event) {
  const auto holds = [&](const Tree& operand) { return Holds(operand, rule, event); };
  switch (tree.kind) {
    case Tree::kName:
      for (const Selection& selection : rule.selections)
        if (selection.name == tree.name) return Holds(selection, event);
      return false;
    case Tree::kNot:
      return !holds(tree.operands[0]);
    case Tree::kAnd:
      return std::all_of(tree.operands.begin(), tree.operands.end(), holds);
    case Tree::kOr:
      return std::any_of(tree.operands.begin(), tree.operands.end(), holds);
    case Tree::kOf:
      break;
  }
  size_t count = 0;
  for (const Selection& selection : rule.selections) count += Holds(selection, event);
  return count >=
         (tree.at_least == 0 ? rule.selections.size() : static_cast<size_t>(tree.at_least));
}

TEST_CASE("random rules mean what Sigma says, to the engine and to the judge of rules") {
  Random random{std::mt19937(20261125)};
  size_t matched = 0;
  for (int round = 0; round < 1'500; ++round) {
    Rule rule = RandomRule(random);
    DropDoubles(rule);
    const std::string yaml = Yaml(rule, random);
    CAPTURE(round);
    CAPTURE(yaml);
    const compiler::Compilation compilation = CompileSound({yaml, "", false});
    std::string events;
    std::vector<Json> thrown;
    for (size_t i = 0; i < 8; ++i) {
      Json event = RandomEvent(random);
      event["eventID"] = "e" + std::to_string(i);
      event["eventTime"] = "2026-01-01T00:00:0" + std::to_string(i) + "Z";
      events += event.dump() + "\n";
      thrown.push_back(std::move(event));
    }
    const Alerts alerts = RunSigma(compilation, events);
    const auto judged = reference::Run(compilation.checked.rules, events);
    CHECK(judged.size() == alerts.all.size());
    for (size_t i = 0; i < 8; ++i) {
      const std::string id = "e" + std::to_string(i);
      CAPTURE(thrown[i].dump());
      bool fired = false;
      for (const auto& [name, event] : alerts.all) fired |= event == id;
      const bool expected = Holds(rule.condition, rule, thrown[i]);
      matched += expected;
      CHECK(fired == expected);
    }
  }
  CHECK(matched > 1'000);
}

}  // namespace
}  // namespace sigrun::sigma_testing
