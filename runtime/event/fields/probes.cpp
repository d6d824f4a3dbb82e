#include "runtime/event/fields/probes.h"

#include "base/check.h"

namespace sigrun::event {

std::string PathText(const KeyPath& path) {
  std::string text;
  for (const std::string& key : path) text += (text.empty() ? "" : ".") + key;
  return text;
}

Probe ProbePaths::Add(const KeyPath& path) {
  auto known = std::find(paths_.begin(), paths_.end(), path);
  if (known == paths_.end()) {
    SIGRUN_CHECK(paths_.size() < 255);
    known = paths_.insert(paths_.end(), path);
  }
  return {static_cast<uint8_t>(known - paths_.begin() + 1)};
}

}  // namespace sigrun::event
