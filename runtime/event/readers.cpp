#include "runtime/event/readers.h"

#include <algorithm>

#include "base/check.h"
#include "runtime/event/event.h"

namespace sigrun::event {
namespace {

// Calls use(type) with the type of Reader that has the name. False when there is none.
template <class... Types, class Use>
bool WithReader(std::string_view name, const std::variant<Types...>*, const Use& use) {
  return ((Types::kName == name && (use(std::type_identity<Types>()), true)) || ...);
}

constexpr const Reader* kReaders = nullptr;

}  // namespace

KeyReader::KeyReader(ProbePaths& paths, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) keys_.push_back(paths.Add({key}));
}

bool KeyReader::IsRecord(const Walked& object, Certainty) const {
  return std::ranges::all_of(keys_, [&](Probe key) { return object.HasValue(key); });
}

std::optional<Classified> KeyReader::Classify(const Walked&) const { return std::nullopt; }

bool IsReader(std::string_view name) {
  return WithReader(name, kReaders, [](auto) {});
}

Reader MakeReader(const SourceSpec& source, ProbePaths& paths) {
  std::optional<Reader> made;
  WithReader(source.reader, kReaders, [&]<class Type>(std::type_identity<Type>) {
    if constexpr (std::constructible_from<Type, ProbePaths&, const std::vector<std::string>&>)
      made.emplace(std::in_place_type<Type>, paths, source.keys);
    else
      made.emplace(std::in_place_type<Type>, paths);
  });
  SIGRUN_CHECK(made);
  return *std::move(made);
}

}  // namespace sigrun::event
