// The kinds of principals in the generated company, as a table of patterns: $app is the application
// that a principal belongs to, $owner its account.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gen/world/world.h"

namespace sigrun::gen {

struct HabitPattern {
  std::string_view action;  // "s3:GetObject"
  uint64_t weight;
  std::string_view resource;  // "$app-prod-data"
  bool denied = false;
  std::string_view account = {};  // owner of the resource; empty: the principal's own
};

struct Profile {
  IdentityKind kind;
  std::string_view name;  // user or role
  std::string_view path;  // of a role
  std::string_view session;
  std::string_view invoked_by;
  Opening opening;
  std::string_view opener;  // service, provider or user
  Rhythm rhythm;
  Duration session_length;
  std::string_view agent;
  std::string_view address;  // of the machine; empty: drawn from the offices' ranges
  bool console;
  std::vector<HabitPattern> habits;
};

// Forty profiles: a company of n principals takes them in turn.
const std::vector<Profile>& Profiles();

}  // namespace sigrun::gen
