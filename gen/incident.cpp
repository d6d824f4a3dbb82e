#include "gen/incident.h"

#include <algorithm>
#include <string>
#include <utility>

#include "gen/intrusion.h"
#include "gen/template/text.h"

namespace sigrun::gen {
namespace {

constexpr const char* kFirstAddress = "198.51.100.23";
constexpr const char* kRootAddress = "198.51.100.77";
constexpr const char* kKeyAddress = "198.51.100.142";
constexpr const char* kSpikeAddress = "2001:db8:bad:cafe::66";

constexpr const char* kCli =
    "aws-cli/2.15.30 md/Botocore#2.4.5 ua/2.0 os/linux#6.6.9-amd64 md/arch#x86_64 "
    "lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#source";
constexpr const char* kBoto =
    "Boto3/1.34.84 md/Botocore#1.34.84 ua/2.0 os/linux#6.6.9-amd64 md/arch#x86_64 "
    "lang/python#3.11.8 md/pyimpl#CPython Botocore/1.34.84";
constexpr const char* kBrowser =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

Identity UserWithKey(std::string name, std::string key) {
  Identity who;
  who.kind = IdentityKind::kUser;
  who.account = kProdAccount;
  who.name = std::move(name);
  who.access_key = std::move(key);
  return who;
}

}  // namespace

Identity Intrusion::Role(std::string_view account, std::string_view name, const std::string& key,
                         Duration created) const {
  Identity who;
  who.kind = IdentityKind::kRole;
  who.account = account;
  who.name = name;
  who.session = "maintenance";
  who.access_key = key;
  who.created = scribe_.begin() + created;
  return who;
}

Identity Intrusion::Root(std::string key, bool temporary) const {
  Identity who;
  who.kind = IdentityKind::kRoot;
  who.account = kProdAccount;
  who.access_key = std::move(key);
  who.temporary = temporary;
  who.created = scribe_.begin() + Minutes(23);
  return who;
}

Intrusion::Intrusion(const World& world, uint64_t seed, Timestamp begin)
    : scribe_(seed, begin),
      operator_key_(NewAccessKey(scribe_.random(), "AKIA")),
      root_key_(NewAccessKey(scribe_.random(), "AKIA")),
      admin_key_(NewAccessKey(scribe_.random(), "ASIA")),
      lake_key_(NewAccessKey(scribe_.random(), "ASIA")),
      reach_key_(NewAccessKey(scribe_.random(), "ASIA")),
      pipeline_(world.principals[0].identity, kFirstAddress, kCli),
      visitor_(Root("", false), kRootAddress, kBrowser),
      root_(Root(NewAccessKey(scribe_.random(), "ASIA"), true), kRootAddress, kBrowser, true),
      root_cli_(Root(root_key_, false), kRootAddress, kCli),
      operator_(UserWithKey(world.principals[1].identity.name, operator_key_), kKeyAddress, kCli),
      admin_(Role(kProdAccount, "break-glass-admin", admin_key_, Minutes(52)), kKeyAddress, kBoto),
      lake_(Role(kProdAccount, "data-lake-admin", lake_key_, Minutes(54)), kKeyAddress, kBoto),
      reach_(Role(kDataAccount, "cross-account-data-access", reach_key_, Minutes(58)), kKeyAddress,
             kBoto),
      spike_(admin_.who, kSpikeAddress, kBoto) {}

Incident Intrusion::Tell() {
  Reconnoitre();
  BecomeRoot();
  MakeKeys();
  UseNewKey();
  TryRoles();
  ChainRoles();
  SweepBuckets();
  ReadDenied();
  Exfiltrate();
  Spike();
  return {scribe_.TakeRecords(), scribe_.TakeSteps()};
}

Incident MakeIncident(const World& world, uint64_t seed, Timestamp begin) {
  return Intrusion(world, seed, begin).Tell();
}

Timestamp IncidentBegin(Timestamp start, Duration span) {
  const Timestamp late = start + Duration{span.micros / 10 * 9};
  const Timestamp latest = start + span - kIncidentLength;
  Timestamp night{late.micros - late.micros % Days(1).micros +
                  (Hours(2).micros + Minutes(10).micros)};
  if (night > latest) night = night - Days(1);
  if (night >= start + Duration{span.micros / 2}) return night;
  const Timestamp begin = std::min(late, latest);
  return Timestamp{begin.micros - begin.micros % kMicrosPerSecond};
}

}  // namespace sigrun::gen
