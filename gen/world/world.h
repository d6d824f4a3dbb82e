// The fixed parts of the generated company: its accounts and the principals that work in them, each
// with fixed habits. Noise follows them; the incident deviates from them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "gen/template/identity.h"
#include "gen/template/random.h"
#include "gen/world/actions.h"

namespace sigrun::gen {

inline constexpr std::string_view kProdAccount = "111122223333";
inline constexpr std::string_view kDataAccount = "444455556666";
inline constexpr std::string_view kAuditAccount = "777788889999";

// A recurring activity of a principal: one action on one resource.
struct Habit {
  const Action* action = nullptr;
  uint64_t weight = 1;
  std::string resource;          // bucket, table, function, role, …
  std::string resource_account;  // that owns it
  bool denied = false;           // always AccessDenied: a permission that was never granted
};

// When a principal works.
enum class Rhythm {
  kSteady,  // machines: day and night, a little more by day
  kOffice,  // people: hours 8 to 18 of their own zone, Monday to Friday
  kBuild,   // pipelines: hours 6 to 20, mostly Monday to Friday
};

// How a session is created, which decides the record that opens it.
enum class Opening {
  kNone,         // no sessions: a long-lived key, or a service
  kByService,    // an AWS service assumes the role
  kBySaml,       // single sign-on
  kByToken,      // a service account of a cluster
  kByUser,       // an IAM user assumes the role
  kByConsole,    // an IAM user signs in to the console
  kByFederation  // an IAM user calls GetFederationToken
};

struct Principal {
  Identity identity;
  Rhythm rhythm = Rhythm::kSteady;
  int zone = 0;  // hours ahead of UTC
  uint64_t volume = 100;
  std::string region;
  std::vector<std::string> addresses;  // one per session, in turn; may be a service's name
  std::string agent;
  std::string key_prefix;  // of its S3 objects
  bool console = false;
  Opening opening = Opening::kNone;
  Identity opener;  // who opens the sessions; for kByConsole the user itself
  std::string opener_address;
  Duration session_length = Hours(24);
  std::vector<Habit> habits;
};

struct World {
  std::vector<Principal> principals;
};

// The first principal is always arn:aws:iam::111122223333:user/ci-deploy, the second
// arn:aws:iam::111122223333:user/backup-operator.
World MakeWorld(uint64_t seed, int principals);

// Relative activity of `principal` in the hour that starts at `hour`: 0 is none.
uint64_t ActivityAt(const Principal& principal, Timestamp hour);

}  // namespace sigrun::gen
