#include "compiler/sema/expr/name_advice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text/ascii.h"
#include "base/text/suggest.h"
#include "compiler/sema/context/overload.h"
#include "stdlib/prelude/prelude.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> Keys(const ast::Path& path, size_t from, size_t behind) {
  std::vector<std::string_view> keys;
  for (size_t i = from; i < behind; ++i) keys.push_back(path.segments[i].name);
  return keys;
}

std::string Joined(const std::vector<std::string_view>& keys) {
  return fmt::format("{}", fmt::join(keys, "."));
}

}  // namespace

bool NameAdvice::Give(const ast::Path& path, Span span, bool near,
                      diag::Sink::Builder& diagnostic) const {
  const size_t count = path.segments.size();
  if (path.segments.front().quoted) return false;
  const std::string first = AsciiLower(path.segments.front().name);
  if (count == 1 && IsOneOf(first, {"true", "false"})) {
    diagnostic.Help(fmt::format("write `{}`", first)).FixWith(span, first);
    return true;
  }
  if (count == 1 && IsOneOf(first, {"none", "nil", "null", "undefined"})) {
    diagnostic.Help("nothing equals an absent value: write `not exists field`, or `field is null`");
    return true;
  }
  const auto is_field = [&](const std::vector<std::string_view>& keys) {
    const stdlib::LookupKind kind = scope_.schema.Lookup(keys).kind;
    return kind == stdlib::LookupKind::kField ||
           (kind == stdlib::LookupKind::kBelowAny && keys.size() > 1);
  };
  // event.userIdentity.arn, detail.eventName
  if (const auto rest = Keys(path, 1, count); count > 1 && is_field(rest)) {
    diagnostic.Help(fmt::format("did you mean `{}`?", Joined(rest))).FixWith(span, Joined(rest));
    return true;
  }
  // eventTime.hour
  const std::string last = path.segments.back().name;
  if (const auto before = Keys(path, 0, count - 1);
      count > 1 && is_field(before) && !FunctionsNamed(last).empty()) {
    const std::string ours = fmt::format("{}({})", last, Joined(before));
    diagnostic.Help(fmt::format("write `{}`", ours)).FixWith(span, ours);
    return true;
  }
  return count == 1 && OfferImport(path.segments.front().name, near, diagnostic);
}

// A public name of the library, or of another loaded file.
bool NameAdvice::OfferImport(const std::string& name, bool near,
                             diag::Sink::Builder& diagnostic) const {
  const auto offer = [&](const std::string& meant, const std::string& module) {
    diagnostic.Help(fmt::format("{}`{}` is in {}: add `import {}`",
                                meant == name ? "" : "did you mean `" + meant + "`? ", meant,
                                module, module));
    if (!cx_.offered.insert({scope_.module, module}).second || scope_.file.items.empty())
      return true;
    const Span first =
        std::visit([](const auto& item) { return item.span; }, scope_.file.items.front());
    diagnostic.FixWith({first.source, first.begin, first.begin},
                       fmt::format("import {}\n", module));
    return true;
  };
  std::map<std::string, std::string> known;  // to their modules
  for (const std::string& module : stdlib::PreludeModules())
    for (const std::string_view other : stdlib::PreludeNames(module))
      known.emplace(std::string(other), module);
  for (const Declaration& declaration : cx_.declarations()) {
    const modules::Module& module = cx_.modules.modules[declaration.module];
    const std::string& other = declaration.name().text;
    if (declaration.module == scope_.module || module.import_name.empty()) continue;
    if (declaration.is_public() && declaration.broken == nullptr) {
      known.emplace(other, module.import_name);
    } else if (other == name && declaration.broken == nullptr) {
      diagnostic.Note(declaration.name().span, "it is private to this file")
          .Help("write `pub` before it, and import the file");
      return true;
    }
  }
  if (const auto found = known.find(name); found != known.end()) return offer(name, found->second);
  if (near) return false;
  std::vector<std::string> names;
  for (const auto& [other, module] : known) names.push_back(other);
  const std::string meant(Suggest(name, names));
  return !meant.empty() && offer(meant, known.at(meant));
}

}  // namespace sigrun::sema
