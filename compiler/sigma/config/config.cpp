#include "compiler/sigma/config/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/text/ascii.h"
#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/names.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

class ConfigReader {
 public:
  ConfigReader(Config& config, diag::Sink& sink)
      : config_(config), tree_(config.tree), sink_(sink) {}

  void Read(NodeId root) {
    if (!Expect(root, Kind::kMapping, "sigrun.yml", "a mapping")) return;
    if (const NodeId mappings = tree_.Find(root, "mappings"); mappings.valid())
      ReadMappings(mappings);
    for (const yaml::Entry& entry : tree_[root].entries) {
      const std::string& key = tree_[entry.key].text;
      if (key == "placeholders")
        ReadPlaceholders(entry.value);
      else if (key == "logsources")
        ReadRoutes(entry.value);
      else if (key == "time")
        ReadTime(entry.value);
      else if (key != "mappings")
        Unknown(entry.key, {"placeholders", "logsources", "mappings", "time"});
    }
  }

 private:
  bool Expect(NodeId id, Kind kind, const std::string& what, const std::string& wanted) {
    if (tree_[id].kind == kind) return true;
    sink_.Emit(codes::SigmaConfig, tree_[id].span, what, wanted)
        .Help("docs/reference/sigma.md shows the file");
    return false;
  }

  void Unknown(NodeId key, const std::vector<std::string>& known) {
    const std::string near(Suggest(tree_[key].text, known));
    std::string list;
    for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
    auto diagnostic = sink_.Emit(codes::SigmaConfig, tree_[key].span, "`" + tree_[key].text + "`",
                                 "one of " + list);
    if (near.empty())
      diagnostic.Help("docs/reference/sigma.md shows the file");
    else
      AddSuggestion(diagnostic, tree_[key].span, tree_[key].text, near);
  }

  // A string or a list of strings; reports anything else.
  std::vector<std::string> Texts(NodeId id, const std::string& what) {
    const bool list = tree_[id].kind == Kind::kSequence;
    std::vector<std::string> texts;
    for (const NodeId item : list ? tree_[id].items : std::vector<NodeId>{id})
      if (const yaml::Node& node = tree_[item];
          Expect(item, Kind::kScalar, what, "a string or a list of strings")) {
        if (yaml::IsNull(node))
          sink_.Emit(codes::SigmaConfig, node.span, what, "a string or a list of strings, not null")
              .Help("write a value; the empty string is ''");
        else
          texts.push_back(node.text);
      }
    return texts;
  }

  // Fields; dots lead into objects. A record does not say which log source it belongs to, so the
  // time fields of all log sources are tried on each record.
  void ReadTime(NodeId id) {
    for (const std::string& field : Texts(id, "`time`")) {
      std::vector<std::string> keys;
      for (size_t at = 0; at <= field.size();) {
        const size_t dot = std::min(field.find('.', at), field.size());
        keys.push_back(field.substr(at, dot - at));
        at = dot + 1;
      }
      config_.time_fields.push_back(std::move(keys));
    }
  }

  void ReadPlaceholders(NodeId id) {
    if (!Expect(id, Kind::kMapping, "`placeholders`", "a mapping of names to values")) return;
    for (const yaml::Entry& entry : tree_[id].entries) {
      const std::string& name = tree_[entry.key].text;
      config_.placeholders[name] = Texts(entry.value, "the placeholder `" + name + "`");
    }
  }

  // Mappings may refer to each other in any order.
  void ReadMappings(NodeId id) {
    if (!Expect(id, Kind::kMapping, "`mappings`", "a mapping of names to field mappings")) return;
    for (const yaml::Entry& entry : tree_[id].entries)
      written_[tree_[entry.key].text] = entry.value;
    for (const auto& [name, value] : written_) OwnMapping(name);
  }

  // A mapping of this file; null if there is none, or it is being read.
  const FieldMapping* OwnMapping(const std::string& name) {
    if (const auto own = mappings_.find(name); own != mappings_.end()) return &own->second;
    const auto written = written_.find(name);
    if (written == written_.end() || !reading_.insert(name).second) return nullptr;
    FieldMapping made = ReadMapping(written->second);
    reading_.erase(name);
    return &(mappings_[name] = std::move(made));
  }

  FieldMapping ReadMapping(NodeId id) {
    FieldMapping mapping;
    if (tree_[id].kind == Kind::kScalar) return FindMapping(id);
    if (!Expect(id, Kind::kMapping, "a field mapping", "a name, or `fields` and `prefix`"))
      return mapping;
    for (const yaml::Entry& entry : tree_[id].entries) {
      const std::string& key = tree_[entry.key].text;
      if (key == "prefix" && Expect(entry.value, Kind::kScalar, "`prefix`", "a text"))
        mapping.prefix = tree_[entry.value].text;
      else if (key == "fields")
        ReadFields(entry.value, mapping);
      else if (key != "prefix")
        Unknown(entry.key, {"fields", "prefix"});
    }
    return mapping;
  }

  void ReadFields(NodeId id, FieldMapping& mapping) {
    if (!Expect(id, Kind::kMapping, "`fields`", "a mapping of Sigma's names to the log's")) return;
    for (const yaml::Entry& entry : tree_[id].entries)
      mapping.names[tree_[entry.key].text] =
          Texts(entry.value, "the name of `" + tree_[entry.key].text + "` in the log");
  }

  FieldMapping FindMapping(NodeId name) {
    const std::string& text = tree_[name].text;
    if (const FieldMapping* own = OwnMapping(text)) return *own;
    if (const FieldMapping* builtin = BuiltinMapping(text)) return *builtin;
    std::vector<std::string> known = BuiltinMappings();
    for (const auto& [own, value] : written_)
      if (reading_.count(own) == 0) known.push_back(own);
    Unknown(name, known);
    return {};
  }

  void ReadRoutes(NodeId id) {
    if (!Expect(id, Kind::kSequence, "`logsources`", "a list")) return;
    for (const NodeId item : tree_[id].items)
      if (Expect(item, Kind::kMapping, "a log source", "a mapping with `match`")) ReadRoute(item);
  }

  void ReadRoute(NodeId id) {
    Route route;
    for (const yaml::Entry& entry : tree_[id].entries) {
      const std::string& key = tree_[entry.key].text;
      if (key == "match")
        ReadMatch(entry.value, route.match);
      else if (key == "source")
        ReadSource(entry.value, route);
      else if (key == "mapping")
        route.fields = ReadMapping(entry.value);
      else if (key == "time")
        ReadTime(entry.value);
      else if (key != "where")
        Unknown(entry.key, {"match", "source", "mapping", "where", "time"});
      else if (Expect(entry.value, Kind::kMapping, "`where`", "a mapping as in a selection"))
        route.where = entry.value;
    }
    if (!tree_.Find(id, "match").valid()) {
      sink_.Emit(codes::SigmaConfig, tree_[id].span, "a log source", "a mapping with `match`")
          .Help("say which rules it applies to: `match: { product: windows }`");
      return;
    }
    places_.push_back(tree_[id].span);
    for (size_t i = 0; i < config_.routes.size(); ++i)
      if (config_.routes[i].match.Covers(route.match)) {
        sink_.Emit(codes::SigmaRouteShadowed, Start(tree_[id].span))
            .Note(Start(places_[i]), "this earlier one covers it")
            .Help("put the narrower one first, or remove one of them");
        break;
      }
    config_.routes.push_back(std::move(route));
  }
  static Span Start(Span span) { return {span.source, span.begin, span.begin}; }

  void ReadMatch(NodeId id, LogSource& match) {
    if (!Expect(id, Kind::kMapping, "`match`", "a mapping of category, product, service")) return;
    for (const yaml::Entry& entry : tree_[id].entries) {
      const std::string& key = tree_[entry.key].text;
      std::string* part = key == "category"  ? &match.category
                          : key == "product" ? &match.product
                          : key == "service" ? &match.service
                                             : nullptr;
      if (part == nullptr)
        Unknown(entry.key, {"category", "product", "service"});
      else if (Expect(entry.value, Kind::kScalar, "`" + key + "`", "a text"))
        *part = AsciiLower(tree_[entry.value].text);
      if (part != nullptr && tree_[entry.value].kind == Kind::kScalar && part->empty())
        sink_.Emit(codes::SigmaConfig, tree_[entry.value].span, "`" + key + "`", "a name")
            .Help("omit it to match any value");
    }
  }

  void ReadSource(NodeId id, Route& route) {
    std::vector<std::string> names;
    for (const stdlib::LogSource& source : stdlib::LogSources()) names.emplace_back(source.name());
    if (!Expect(id, Kind::kScalar, "`source`", fmt::format("{}", fmt::join(names, " or ")))) return;
    const LogSourceId found = stdlib::FindLogSource(tree_[id].text);
    if (found.valid())
      route.source = &stdlib::LogSources()[found];
    else
      Unknown(id, names);
  }

  Config& config_;
  const yaml::Tree& tree_;
  diag::Sink& sink_;
  std::map<std::string, NodeId> written_;  // mappings, by name
  std::map<std::string, FieldMapping> mappings_;
  std::set<std::string> reading_;
  std::vector<Span> places_;  // of the routes
};

struct Mapped {
  const char* field;
  const char* name;
};
constexpr Mapped kEcs[] = {
#define SIGRUN_MAPPED(field, name) {field, name},
#include "compiler/sigma/config/mapping_ecs.def"
#undef SIGRUN_MAPPED
};
constexpr Mapped kOcsf[] = {
#define SIGRUN_MAPPED(field, name) {field, name},
#include "compiler/sigma/config/mapping_ocsf.def"
#undef SIGRUN_MAPPED
};

FieldMapping MakeMapping(std::span<const Mapped> rows) {
  FieldMapping mapping;
  for (const Mapped& row : rows) mapping.names[row.field].push_back(row.name);
  return mapping;
}

}  // namespace

const stdlib::LogSource* SourceOf(const LogSource& source) {
  const auto is = [](const std::string& given, std::string_view wanted) {
    return given.empty() || given == wanted;
  };
  for (const stdlib::LogSource& known : stdlib::LogSources()) {
    const stdlib::SigmaNames& names = known.sigma;
    const bool named = (!names.product.empty() && source.product == names.product) ||
                       (!names.service.empty() && source.service == names.service);
    if (named && is(source.product, names.product) && is(source.service, names.service))
      return &known;
  }
  return nullptr;
}

bool LogSource::Covers(const LogSource& other) const {
  const auto fits = [](const std::string& wanted, const std::string& given) {
    return wanted.empty() || wanted == given;
  };
  return fits(category, other.category) && fits(product, other.product) &&
         fits(service, other.service);
}

Route Config::RouteOf(const LogSource& source) const {
  for (const Route& route : routes)
    if (route.match.Covers(source)) return route;
  Route route;
  if (const stdlib::LogSource* known = SourceOf(source)) route.source = known;
  return route;
}

Config ReadConfig(SourceId source, const SourceMap& sources, diag::Sink& sink) {
  Config config;
  config.tree = yaml::Parse(source, sources, sink);
  ConfigReader reader(config, sink);
  for (const yaml::Document& document : config.tree.documents) reader.Read(document.root);
  return config;
}

const FieldMapping* BuiltinMapping(std::string_view name) {
  static const FieldMapping ecs = MakeMapping(kEcs), ocsf = MakeMapping(kOcsf);
  return name == "ecs" ? &ecs : name == "ocsf" ? &ocsf : nullptr;
}

std::vector<std::string> BuiltinMappings() { return {"ecs", "ocsf"}; }

}  // namespace sigrun::sigma
