// How the reference implementation interprets conditions, modifiers and escapes, if its data is
// next to the project.
#include <doctest/doctest.h>

#include <set>

#include "compiler/compile.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/detection/item.h"
#include "compiler/sigma/detection/selections.h"
#include "compiler/sigma/detection/text.h"
#include "stdlib/schema/log_source.h"
#include "tests/shared_data.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

using sigma::Condition;
using sigma::Token;

Json Tokens(const std::vector<Token>& tokens) {
  Json all = Json::array();
  for (const Token& token : tokens) {
    if (token.kind == Token::kLiteral)
      all.push_back(token.text);
    else
      all.push_back({{"wild", token.kind == Token::kAny ? "*" : "?"}});
  }
  return all;
}

TEST_CASE("wildcards and escapes are read as the reference implementation reads them") {
  const auto folder = SharedData("sigma");
  if (folder.empty()) return;
  for (const Json& vector : ReadJson(folder / "triples/pysigma-string-escape-vectors.json")) {
    CAPTURE(vector["input"].dump());
    CHECK(Tokens(sigma::ReadText(vector["input"].get<std::string>())) == vector["tokens"]);
  }
}

Json Tree(const Condition& condition) {
  Json tree = Json::array();
  switch (condition.kind) {
    case Condition::kName:
      return condition.name;
    case Condition::kOf:
      return {"of", condition.at_least == 0 ? "all" : std::to_string(condition.at_least),
              condition.name};
    case Condition::kNot:
      tree.push_back("not");
      break;
    case Condition::kAnd:
      tree.push_back("and");
      break;
    case Condition::kOr:
      tree.push_back("or");
      break;
  }
  for (const Condition& operand : condition.operands) tree.push_back(Tree(operand));
  return tree;
}

// `a and (b and c)` equals `a and b and c`; and `any` is 1.
Json Flat(const Json& tree) {
  if (!tree.is_array() || tree.empty()) return tree;
  Json flat = Json::array({tree[0]});
  if (tree[0] == "of") return {"of", tree[1] == "any" ? "1" : tree[1], tree[2]};
  for (size_t i = 1; i < tree.size(); ++i) {
    const Json operand = Flat(tree[i]);
    if (operand.is_array() && operand[0] == tree[0] && tree[0] != "not")
      for (size_t k = 1; k < operand.size(); ++k) flat.push_back(operand[k]);
    else
      flat.push_back(operand);
  }
  return flat;
}

// Intended differences.
const std::map<std::string, std::string> kConditionDifferences = {
    {"2 of sel*", "any number may stand before `of`"},
    {"a AND b", "operators in either letter case"},
    {"NOT a", "operators in either letter case"},
    {"1 OF them", "operators in either letter case"},
    {"notable", "a name ends at the end of the word"},
};

TEST_CASE("conditions are read as the reference implementation reads them") {
  const auto folder = SharedData("sigma");
  if (folder.empty()) return;
  std::set<std::string> differences;
  for (const Json& vector : ReadJson(folder / "triples/pysigma-condition-vectors.json")) {
    const std::string text = vector["condition"];
    CAPTURE(text);
    yaml::Node node;
    node.text = text;
    diag::Sink sink;
    // The older forms are read elsewhere.
    const bool legacy = text.find('|') != std::string::npos;
    const auto condition = legacy ? std::nullopt : sigma::ReadCondition(node, sink);
    const bool same = vector["ok"].get<bool>()
                          ? condition && Flat(Tree(*condition)) == Flat(vector["ast"])
                          : !condition;
    if (!same) differences.insert(text);
    CHECK_MESSAGE((same || kConditionDifferences.count(text) > 0),
                  (condition ? Tree(*condition).dump() : "refused"));
  }
  for (const std::string& text : differences) CHECK(kConditionDifferences.count(text) == 1);
}

// ---- modifiers

Json NumberOf(const sigma::Number& number) {
  if (const auto* whole = std::get_if<int64_t>(&number.value)) return *whole;
  return std::get<double>(number.value);
}

Json Form(const sigma::Value& value) {
  if (const auto* text = std::get_if<sigma::Text>(&value.form))
    return {{text->cased ? "cased" : "str", Tokens(text->tokens)}};
  if (const auto* number = std::get_if<sigma::Number>(&value.form))
    return {{"num", NumberOf(*number)}};
  if (const auto* flag = std::get_if<bool>(&value.form)) return {{"bool", *flag}};
  if (std::holds_alternative<sigma::Null>(value.form)) return {{"null", true}};
  if (const auto* regex = std::get_if<sigma::Regex>(&value.form)) {
    Json flags = Json::array();
    for (const auto& [flag, name] :
         {std::pair('s', "DOTALL"), std::pair('i', "IGNORECASE"), std::pair('m', "MULTILINE")})
      if (regex->flags.find(flag) != std::string::npos) flags.push_back(name);
    return {{"re", regex->pattern}, {"flags", flags}};
  }
  if (const auto* network = std::get_if<sigma::Network>(&value.form))
    return {{"cidr", network->text}};
  if (const auto* compare = std::get_if<sigma::Compare>(&value.form)) {
    static const std::map<std::string, std::string> kNames = {
        {"<", "LT"}, {"<=", "LTE"}, {">", "GT"}, {">=", "GTE"}};
    return {{"cmp", kNames.at(compare->op)}, {"n", NumberOf(compare->number)}};
  }
  if (const auto* field = std::get_if<sigma::FieldRef>(&value.form))
    return {{"fieldref", field->field}, {"starts", field->starts}, {"ends", field->ends}};
  if (const auto* present = std::get_if<sigma::Present>(&value.form))
    return {{"exists", present->wanted}};
  if (const auto* part = std::get_if<sigma::TimePart>(&value.form)) {
    std::string name = part->part;
    for (char& c : name) c = static_cast<char>(c - 32);
    return {{"ts", name}, {"n", NumberOf(part->number)}};
  }
  return "several";
}

bool HasFunctions(const sigma::Item& item) {
  for (const sigma::Value& value : item.values)
    if (const auto* text = std::get_if<sigma::Text>(&value.form))
      if (!text->functions.empty()) return true;
  return false;
}

struct Read {
  bool ok = false;
  sigma::Item item;
  std::string rule;  // YAML
};

Read ReadItem(const Json& vector) {
  Read read;
  // JSON is YAML, but strings stay strings.
  read.rule = "title: t\nlogsource: { category: test }\ndetection:\n  s:\n    " +
              vector["key"].dump() + ": " + vector["value"].dump() + "\n  condition: s\n";
  SourceMap sources;
  diag::Sink sink;
  const SourceId source = sources.Add("rules.yml", read.rule);
  const yaml::Tree tree = yaml::Parse(source, sources, sink);
  REQUIRE(tree.documents.size() == 1);
  const yaml::NodeId detection = tree.Find(tree.documents[0].root, "detection");
  const yaml::NodeId selection = tree.Find(detection, "s");
  ast::File file;
  sigma::ExprBuilder build(file);
  sigma::Fields fields(stdlib::AnyLogSource(), {}, sink);
  const sigma::Placeholders placeholders = {{"ph", {"%ph%"}}};
  sigma::DetectionReader reader(tree, fields, placeholders, build, sink);
  const auto item = reader.ReadItem(tree[selection].entries.at(0));
  if (item) read.item = *item;
  read.ok = item.has_value();
  return read;
}

// A text that the tokens fit.
std::string Fitting(const Json& tokens) {
  std::string text;
  for (const Json& token : tokens)
    text += token.is_string() ? token.get<std::string>() : token["wild"] == "?" ? "x" : "";
  return text;
}

// Each value derived from the text must match, whatever its form here.
void CheckMatches(const std::string& rule, const Json& values) {
  const compiler::Compilation compilation = CompileSound({rule, "", false});
  for (const Json& value : values) {
    if (value.contains("any_of")) {
      CheckMatches(rule, value["any_of"]);
      continue;
    }
    const Json& tokens = value.contains("str") ? value["str"] : value["cased"];
    CAPTURE(tokens.dump());
    CHECK(Matches(compilation, {{"f", Fitting(tokens)}}).size() == 1);
  }
}

// The reason for an intended difference; empty for a vector that must agree.
std::string Difference(const Json& vector) {
  const std::string key = vector["key"], value = vector["value"].dump();
  if (vector["value"].is_array() && vector["value"].empty())
    return "a field without values is refused";
  if (key.find("utf16le") != std::string::npos) return "utf16le is what the specification has";
  if (key.find("utf16") != std::string::npos && key.find("utf16be") == std::string::npos)
    return "utf16 begins with the byte-order mark FF FE";
  if ((key.find("wide") != std::string::npos || key.find("utf16") != std::string::npos) &&
      value.find("\xC3") != std::string::npos)
    return "any text has a UTF-16 form";
  if (key.find("re") == 2 && !vector["ok"].get<bool>())
    return "whether a regular expression is right is found out later";
  if (key == "f|re" && (vector["value"].is_null() || vector["value"].is_boolean()))
    return "nothing is no regular expression, and true is written in small letters";
  if (vector["value"].is_number_float() &&
      (key == "f|hour" || key == "f|week" || key == "f|year" || key == "f|minute" ||
       key == "f|day" || key == "f|month"))
    return "parts of a time are whole numbers";
  static const std::set<std::string> kNeverPart = {"f|minute -1", "f|day -1", "f|month -1",
                                                   "f|week 0", "f|year 0"};
  if (kNeverPart.count(key + " " + value) > 0) return "no time has this part";
  if (key.find("fieldref") != std::string::npos && value == "\"\"") return "a field needs a name";
  if (key.rfind("f|re|", 0) == 0 &&
      (key.find("with") != std::string::npos || key.find("contains") != std::string::npos))
    return "a regular expression is searched for anyway, so nothing is put around it";
  if (key.find("expand") != std::string::npos && value.find('%') != std::string::npos)
    return "a placeholder is replaced at once";
  if (key.find("base64") != std::string::npos && value == "\"\"")
    return "an empty text has no Base64 form to look for";
  if (key.find("base64offset") != std::string::npos && value.find("\xC3") != std::string::npos)
    return "offsets are counted in bytes, not in characters";
  return "";
}

TEST_CASE("modifiers make of values what the reference implementation makes of them") {
  const auto folder = SharedData("sigma");
  if (folder.empty()) return;
  size_t compared = 0, different = 0;
  for (const Json& vector : ReadJson(folder / "triples/pysigma-modifier-vectors.json")) {
    CAPTURE(vector.dump());
    const std::string difference = Difference(vector);
    const Read read = ReadItem(vector);
    if (!difference.empty()) {
      ++different;
      continue;
    }
    ++compared;
    REQUIRE(read.ok == vector["ok"].get<bool>());
    if (!read.ok) continue;
    CHECK(read.item.all == (vector["linking"] == "AND"));
    CHECK(read.item.negated == vector["negated"].get<bool>());
    if (HasFunctions(read.item)) {
      if (!read.item.all && !read.item.negated) CheckMatches(read.rule, vector["values"]);
      continue;
    }
    Json values = Json::array();
    for (const sigma::Value& value : read.item.values) values.push_back(Form(value));
    CHECK(values == vector["values"]);
  }
  CHECK(compared > 4 * different);
}

}  // namespace
}  // namespace sigrun::sigma_testing
