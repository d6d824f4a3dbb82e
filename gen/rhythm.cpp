// The hours at which principals work.
#include <array>

#include "gen/world/world.h"

namespace sigrun::gen {
namespace {

struct Week {
  std::array<uint64_t, 24> hours;  // weight of each hour of a working day
  uint64_t weekend_percent;
};

constexpr Week kSteady = {
    {9, 9, 9, 9, 9, 9, 9, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 10, 10, 9, 9}, 90};
constexpr Week kOffice = {{0, 0, 0, 0, 0, 0, 0, 0, 3, 8, 9, 9, 5, 7, 9, 9, 8, 5, 1, 0, 0, 0, 0, 0},
                          0};
constexpr Week kBuild = {{0, 0, 0, 0, 0, 0, 2, 4, 7, 9, 9, 9, 7, 8, 9, 9, 8, 6, 4, 2, 1, 0, 0, 0},
                         15};

const Week& WeekOf(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::kOffice:
      return kOffice;
    case Rhythm::kBuild:
      return kBuild;
    case Rhythm::kSteady:
      break;
  }
  return kSteady;
}

// Hundredths of a week's weight, so that every rhythm makes the same number of calls per week.
uint64_t WeekTotal(const Week& week) {
  uint64_t day = 0;
  for (const uint64_t hour : week.hours) day += hour;
  return day * (500 + 2 * week.weekend_percent);
}

}  // namespace

uint64_t ActivityAt(const Principal& principal, Timestamp hour) {
  const Week& week = WeekOf(principal.rhythm);
  const CivilTime local = ToCivil(hour + Hours(principal.zone));
  const uint64_t percent = local.weekday >= 6 ? week.weekend_percent : 100;
  const uint64_t weight = week.hours[static_cast<size_t>(local.hour)] * percent;
  return principal.volume * weight * 1'680'000 / WeekTotal(week);
}

}  // namespace sigrun::gen
