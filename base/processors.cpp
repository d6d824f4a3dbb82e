#include "base/processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

namespace sigrun {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

unsigned Affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(CPU_COUNT(&set), 1));
}

// "max 100000" or "150000 100000": microseconds of each period.
double LimitIn(const std::string& folder) {
  std::ifstream file(folder + "/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return kNoLimit;
  const double processors = std::strtod(quota.c_str(), nullptr) / period;
  return processors > 0 ? processors : kNoLimit;
}

// The cgroup of the process (version 2), as a path below the mount.
std::string OwnGroup() {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("0::/")) return line.substr(3);
  return "/";
}

double GroupLimit() {
  const std::string mount = "/sys/fs/cgroup";
  double limit = LimitIn(mount);
  for (std::string group = OwnGroup(); group.size() > 1; group.resize(group.rfind('/')))
    limit = std::min(limit, LimitIn(mount + group));
  return limit;
}

}  // namespace

unsigned UsableProcessors() {
  const double limit = std::ceil(GroupLimit());
  const unsigned available = Affinity();
  return limit < available ? std::max(1U, static_cast<unsigned>(limit)) : available;
}

}  // namespace sigrun
