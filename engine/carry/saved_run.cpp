#include "engine/carry/saved_run.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text/visible.h"

namespace sigrun::engine {
namespace {

struct Head {
  uint32_t version = kStateVersion;
  uint64_t checksum = 0;  // of what follows: guards against damage, not against forgery

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.version, self.checksum);
  }
};

std::string_view NameOf(event::Payloads payloads) {
  switch (payloads) {
    case event::Payloads::kAuto:
      return "auto";
    case event::Payloads::kNever:
      return "never";
    case event::Payloads::kAlways:
      return "always";
  }
  return "";
}

std::string Shown(const std::string& flags) {
  return flags.empty() ? "without flags that matter to it" : "with `" + Visible(flags) + "`";
}

}  // namespace

std::string FlagsOf(const Options& options) {
  std::string flags;
  const auto add = [&flags](const std::string& flag) {
    flags += (flags.empty() ? "" : " ") + flag;
  };
  if (!options.deduplicate) add("--keep-duplicates");
  if (!options.dedup_field.empty()) add("--dedup " + options.dedup_field);
  if (options.any_source) add("--any-source");
  if (options.payloads != event::Payloads::kAuto)
    add(fmt::format("--payloads {}", NameOf(options.payloads)));
  for (const auto& field : options.time_fields)
    add(fmt::format("--time-field {}", fmt::join(field, ".")));
  if (options.lateness.micros <= 0) add("--lateness 0");
  return flags;
}

uint32_t FileTable::NumberOf(uint32_t file) {
  uint32_t& number = numbers_[file];
  if (number == 0) {
    files_.push_back(all_[file]);
    number = static_cast<uint32_t>(files_.size());
  }
  return number - 1;
}

std::string WrapState(const std::string& flags, const std::vector<std::string>& files,
                      const std::string& archive) {
  ArchiveWriter body;
  body(flags, files);
  std::string rest = std::move(body).Take() + archive;
  ArchiveWriter head;
  head(Head{kStateVersion, Hash64(rest)});
  return std::string(kStateMagic) + std::move(head).Take() + rest;
}

Result<UnwrappedState> UnwrapState(std::string_view bytes, const std::string& flags) {
  if (!bytes.starts_with(kStateMagic)) return Error{"it is no state of sigrun"};
  bytes.remove_prefix(kStateMagic.size());
  ArchiveReader start(bytes);
  Head head;
  start(head);
  if (!start.ok()) return Error{"it is cut off"};
  if (head.version != kStateVersion)
    return Error{fmt::format("it is of version {}, and this sigrun reads version {}", head.version,
                             kStateVersion)};
  bytes.remove_prefix(start.position());
  if (Hash64(bytes) != head.checksum) return Error{"it is damaged: its checksum is wrong"};
  ArchiveReader reader(bytes);
  UnwrappedState state;
  std::string its_flags;
  reader(its_flags, state.files);
  if (!reader.ok()) return Error{reader.failure()};
  if (its_flags != flags)
    return Error{fmt::format("it was made {}, and this run is {}", Shown(its_flags), Shown(flags))};
  state.archive = bytes.substr(reader.position());
  return state;
}

}  // namespace sigrun::engine
