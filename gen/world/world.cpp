#include "gen/world/world.h"

#include <fmt/format.h>

#include "gen/template/text.h"
#include "gen/world/profiles.h"

namespace sigrun::gen {
namespace {

struct Application {
  std::string_view name, account, region;
};

constexpr Application kApplications[] = {
    {"checkout", kProdAccount, "us-east-1"}, {"ledger", kDataAccount, "us-east-1"},
    {"search", kProdAccount, "us-east-1"},   {"reports", kDataAccount, "us-east-1"},
    {"catalog", kProdAccount, "us-east-1"},  {"telemetry", kAuditAccount, "eu-west-1"},
    {"media", kProdAccount, "us-west-2"},    {"billing", kDataAccount, "eu-west-1"},
    {"orders", kProdAccount, "us-east-1"},   {"inventory", kProdAccount, "eu-west-1"},
};

// The application of a profile; the first two serve the production account.
Application ApplicationOf(size_t index) {
  if (index < 2) return {"platform", kProdAccount, "us-east-1"};
  return kApplications[(index * 7) % std::size(kApplications)];
}

// Offices and data centres use 192.0.2.0/24, 203.0.113.0/24 and 2001:db8:1::/48. 198.51.100.0/24
// stays unused, so that an intruder there is new.
std::string DrawAddress(Random& random, size_t index) {
  const uint64_t host = 10 + random.Below(200);
  if (index % 11 == 7) return fmt::format("2001:db8:1:{:x}::{:x}", index, host);
  return fmt::format("{}.{}", index % 3 == 1 ? "203.0.113" : "192.0.2", host);
}

std::vector<std::string> AddressesOf(const Profile& profile, Random& random, size_t index) {
  if (!profile.address.empty()) return {std::string(profile.address)};
  std::vector<std::string> addresses = {DrawAddress(random, index)};
  if (profile.rhythm == Rhythm::kOffice && index % 2 == 0) {
    addresses.push_back(DrawAddress(random, index));  // home
  }
  return addresses;
}

// The pattern has the full name of a resource in another account than the principal's.
Habit MakeHabit(const HabitPattern& pattern, const std::string& app, const std::string& account) {
  Habit habit;
  habit.action = &FindAction(pattern.action);
  habit.weight = pattern.weight;
  habit.resource = Replaced(pattern.resource, "$app", app);
  habit.resource_account = pattern.account.empty() ? account : std::string(pattern.account);
  habit.denied = pattern.denied;
  return habit;
}

Identity MakeOpener(const Profile& profile, const Identity& who, const std::string& app,
                    Random& random) {
  Identity opener;
  opener.account = who.account;
  opener.name = Replaced(profile.opener, "$app", app);
  opener.session = who.session;
  switch (profile.opening) {
    case Opening::kByService:
      opener.kind = IdentityKind::kService;
      opener.invoked_by = opener.name;
      break;
    case Opening::kBySaml:
      opener.kind = IdentityKind::kSaml;
      break;
    case Opening::kByToken:
      opener.kind = IdentityKind::kWebIdentity;
      opener.session = fmt::format("{0}:{0}-api", app);
      break;
    case Opening::kByConsole:
      opener.name = who.name;
      break;
    case Opening::kByUser:
      opener.account = kProdAccount;  // pipelines and operators live there
      opener.access_key = NewAccessKey(random, "AKIA");
      break;
    case Opening::kByFederation:
      opener.name = who.name;
      opener.access_key = NewAccessKey(random, "AKIA");
      break;
    case Opening::kNone:
      break;
  }
  return opener;
}

Identity MakeIdentity(const Profile& profile, const std::string& app, std::string_view account,
                      Random& random) {
  Identity who;
  who.kind = profile.kind;
  who.account = account;
  who.name = Replaced(profile.name, "$app", app);
  who.path = profile.path;
  who.session = Replaced(profile.session, "$app", app);
  if (who.session == "$instance") who.session = "i-0" + StableUuid(app).substr(19).erase(4, 1);
  who.invoked_by = profile.invoked_by;
  if (profile.opening == Opening::kNone && who.kind == IdentityKind::kUser) {
    who.access_key = NewAccessKey(random, "AKIA");
  }
  who.mfa = profile.console;
  who.temporary = profile.opening != Opening::kNone;
  return who;
}

Principal MakePrincipal(const Profile& profile, size_t index, Random& random) {
  const Application application = ApplicationOf(index);
  const size_t round = index / Profiles().size();
  std::string app(application.name);
  if (round > 0) app += fmt::format("-{}", round + 1);
  const std::string suffix = round > 0 ? fmt::format("-{}", round + 1) : "";

  Principal principal;
  principal.identity = MakeIdentity(profile, app, application.account, random);
  if (profile.kind == IdentityKind::kUser || profile.kind == IdentityKind::kFederated) {
    principal.identity.name += suffix;
  } else if (profile.opening == Opening::kBySaml && round > 0) {
    principal.identity.session = fmt::format("{}.{}", round + 1, principal.identity.session);
  }
  principal.opening = profile.opening;
  principal.opener = MakeOpener(profile, principal.identity, app, random);
  principal.rhythm = profile.rhythm;
  principal.zone = profile.rhythm == Rhythm::kOffice && index % 3 == 0 ? -4 : 1;
  principal.volume = 80 + random.Below(40);
  principal.region = application.region;
  principal.addresses = AddressesOf(profile, random, index);
  const bool at_desk =
      profile.opening == Opening::kBySaml || profile.opening == Opening::kByConsole;
  principal.opener_address = profile.opening == Opening::kByService ? principal.opener.invoked_by
                             : at_desk                              ? std::string()
                                                                    : principal.addresses.front();
  principal.agent = profile.agent;
  principal.key_prefix = app;
  principal.console = profile.console;
  principal.session_length = profile.session_length;
  for (const HabitPattern& pattern : profile.habits) {
    principal.habits.push_back(MakeHabit(pattern, app, principal.identity.account));
  }
  return principal;
}

}  // namespace

World MakeWorld(uint64_t seed, int principals) {
  Random random(seed, 1);
  World world;
  const std::vector<Profile>& profiles = Profiles();
  for (size_t i = 0; i < static_cast<size_t>(principals); ++i) {
    world.principals.push_back(MakePrincipal(profiles[i % profiles.size()], i, random));
  }
  return world;
}

}  // namespace sigrun::gen
