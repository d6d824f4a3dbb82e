// The steps of the incident, in order, by a cast of actors with their credentials. For incident.cpp
// only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time/event_time.h"
#include "gen/incident.h"
#include "gen/scribe.h"
#include "gen/template/identity.h"
#include "gen/world/world.h"

namespace sigrun::gen {

inline constexpr std::string_view kRegions[] = {"us-east-1",    "us-west-2",      "eu-west-1",
                                                "eu-central-1", "ap-southeast-1", "sa-east-1"};

class Intrusion {
 public:
  Intrusion(const World& world, uint64_t seed, Timestamp begin);
  Incident Tell();

 private:
  void Reconnoitre();
  void BecomeRoot();
  void MakeKeys();
  void UseNewKey();
  void TryRoles();
  void ChainRoles();
  void SweepBuckets();
  void ReadDenied();
  void Exfiltrate();
  void Spike();

  Identity Role(std::string_view account, std::string_view name, const std::string& key,
                Duration created) const;
  Identity Root(std::string key, bool temporary) const;

  Scribe scribe_;
  std::string operator_key_, root_key_, admin_key_, lake_key_, reach_key_;
  Actor pipeline_, visitor_, root_, root_cli_, operator_, admin_, lake_, reach_, spike_;
};

}  // namespace sigrun::gen
