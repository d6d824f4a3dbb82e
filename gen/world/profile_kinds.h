// One function per kind of principal, which builds its profile. For profiles.cpp only.
#pragma once

#include <string_view>
#include <vector>

#include "gen/world/profiles.h"

namespace sigrun::gen {

using Habits = std::vector<HabitPattern>;

inline constexpr std::string_view kBrowser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 "
    "Safari/537.36";
inline constexpr std::string_view kCli =
    "aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux#6.1.0-25-amd64 md/arch#x86_64 "
    "lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe "
    "md/prompt#off md/command#s3.ls";

Profile Service(std::string_view service, Habits habits);
Profile Linked(std::string_view role, std::string_view path, std::string_view service,
               std::string_view address, Habits habits);
Profile Function();
Profile Instance();
Profile Pod();
Profile Deployer();
Profile Person(std::string_view permission_set, std::string_view person, Habits habits);
Profile User(std::string_view name, Opening opening, Rhythm rhythm, std::string_view agent,
             Habits habits);
Profile BuildUser();
Profile BackupUser();
Profile ImageUser();
Profile FederatedPerson();

}  // namespace sigrun::gen
