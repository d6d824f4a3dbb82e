#include "tests/hostile/attack.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/check.h"
#include "base/time/event_time.h"
#include "tests/golden_file.h"

namespace sigrun::hostile {
namespace {

namespace fs = std::filesystem;

// gcc says it by a macro, clang by a feature.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

// The minimum for comparing twice the input: shorter times cannot be measured.
constexpr double kLeastSeconds = 0.2;
constexpr int kTries = 3;

bool Full() {
  const char* form = std::getenv("SIGRUN_HOSTILE");
  return form != nullptr && std::string_view(form) == "full";
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

size_t Outcome::alerts() const {
  return static_cast<size_t>(std::count(out.begin(), out.end(), '\n'));
}

Attack::Attack() {
  std::string name = (fs::temp_directory_path() / "sigrun-hostile-XXXXXX").string();
  SIGRUN_CHECK(mkdtemp(name.data()) != nullptr);
  root_ = name;
  fs::create_directory(root_ / "work");
}

Attack::~Attack() { fs::remove_all(root_); }

Attack& Attack::Write(const std::string& name, const std::string& bytes) {
  fs::create_directories((root_ / "work" / name).parent_path());
  std::ofstream(root_ / "work" / name, std::ios::binary) << bytes;
  return *this;
}

std::string Attack::Read(const std::string& name) const { return ReadText(root_ / "work" / name); }

Outcome Attack::Run(std::vector<std::string> arguments) const {
  const std::string limit = kSanitized ? "true" : "ulimit -v " + std::to_string(memory_mb * 1024);
  const std::string temp = temp_folder.empty() ? "" : "export TMPDIR=" + temp_folder + "; ";
  std::vector<std::string> command = {"/bin/sh", "-c", temp + limit + " && exec timeout 300 \"$@\"",
                                      "sh", SIGRUN_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : command) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int write = O_WRONLY | O_CREAT | O_TRUNC;
  const std::string out = root_ / "out", err = root_ / "err", work = root_ / "work";
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), write, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), write, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, work.c_str());
  pid_t child = 0;
  const int failed = posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  SIGRUN_CHECK(failed == 0);
  int status = 0;
  rusage usage{};
  SIGRUN_CHECK(wait4(child, &status, 0, &usage) == child);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadText(root_ / "out"),
          ReadText(root_ / "err"), Seconds(usage.ru_utime) + Seconds(usage.ru_stime)};
}

Outcome Attack::Scan(const std::string& rules, std::vector<std::string> more) const {
  more.insert(more.begin(), {"scan", "--rules", rules, "--stats", "stats.json"});
  return Run(std::move(more));
}

void Grow(uint64_t size, const std::function<Outcome(uint64_t)>& attack) {
  double before = attack(size).cpu_seconds;
  if (!Full()) return;
  for (int doubled = 0; doubled < 2; ++doubled) {
    size *= 2;
    // Other load on the machine makes a measurement longer, never shorter.
    double seconds = attack(size).cpu_seconds;
    for (int i = 1; i < kTries && seconds > 3 * std::max(before, kLeastSeconds); ++i)
      seconds = std::min(seconds, attack(size).cpu_seconds);
    CAPTURE(size);
    CHECK(seconds <= 3 * std::max(before, kLeastSeconds));
    before = seconds;
  }
}

std::string Line(uint64_t second, const std::string& members) {
  constexpr int64_t kFirst = 1'767'225'600;
  const Timestamp time{(kFirst + static_cast<int64_t>(second)) * kMicrosPerSecond};
  return "{\"time\":\"" + FormatTimestamp(time) + "\"," + members + "}\n";
}

}  // namespace sigrun::hostile
