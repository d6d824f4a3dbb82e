// For the tests of the command line: runs the program as a user does, in a folder of its own.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "tests/golden_file.h"
#include "tests/packing.h"

namespace sigrun::cli_testing {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::Gzip;
using testing::Zstd;

struct Outcome {
  int code = -1;  // -1 when a signal ended it
  std::string out, err;
  bool Says(const std::string& text) const { return err.find(text) != std::string::npos; }
};

constexpr int kNoOtherUser = 127;  // of setpriv

// A folder that is removed with its object; the program runs inside it, so that paths are short.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sigrun-cli-XXXXXX").string();
    SIGRUN_CHECK(mkdtemp(name.data()) != nullptr);
    root_ = name;
    fs::create_directory(root_ / "work");
  }
  ~Folder() { fs::remove_all(root_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path Path(const std::string& name) const { return root_ / "work" / name; }
  std::string Read(const std::string& name) const { return ReadText(Path(name)); }
  Folder& Write(const std::string& name, const std::string& bytes) {
    fs::create_directories(Path(name).parent_path());
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return *this;
  }

  Outcome Run(std::vector<std::string> arguments, const std::string& input = {}) const {
    std::ofstream(root_ / "in", std::ios::binary) << input;
    arguments.insert(arguments.begin(), SIGRUN_PROGRAM);
    Outcome outcome{Spawn(arguments), ReadText(root_ / "out"), ReadText(root_ / "err")};
    return outcome;
  }
  // A script of bash in which `sigrun` is the program; started with & as "$SIGRUN" it gets signals.
  Outcome Script(const std::string& script) const {
    return Shell("SIGRUN='" SIGRUN_PROGRAM "'\nsigrun() { \"$SIGRUN\" \"$@\"; }\n" + script);
  }
  // A line for bash.
  Outcome Shell(const std::string& line) const {
    std::ofstream(root_ / "in", std::ios::binary);
    std::vector<std::string> arguments = {"/bin/bash", "-c", line};
    return {Spawn(arguments), ReadText(root_ / "out"), ReadText(root_ / "err")};
  }
  // Runs as a user to whom permissions apply, even if root runs the test. It runs a copy of the
  // program, because the build tree may be inaccessible to others. The code is kNoOtherUser if root
  // cannot become another user, as in some containers.
  Outcome RunUnprivileged(std::vector<std::string> arguments) const {
    if (geteuid() != 0) return Run(std::move(arguments));
    std::ofstream(root_ / "in", std::ios::binary);
    fs::permissions(root_, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    fs::copy_file(SIGRUN_PROGRAM, root_ / "program");
    arguments.insert(arguments.begin(), {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
                                         "--clear-groups", (root_ / "program").string()});
    return {Spawn(arguments), ReadText(root_ / "out"), ReadText(root_ / "err")};
  }

 private:
  int Spawn(std::vector<std::string>& arguments) const {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const int write = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, 0, (root_ / "in").c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, (root_ / "out").c_str(), write, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, (root_ / "err").c_str(), write, 0600);
    posix_spawn_file_actions_addchdir_np(&actions, (root_ / "work").c_str());
    pid_t child = 0;
    // A script's background jobs ignore SIGINT: the program must not inherit that.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int failed = posix_spawn(&child, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    SIGRUN_CHECK(failed == 0);
    int status = 0;
    SIGRUN_CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  fs::path root_;
};

// A record that the rule `reads` fires on; `n` is its eventID and its minute.
inline std::string Record(int n, const std::string& name = "GetObject") {
  return Json{{"eventName", name},
              {"eventSource", "s3.amazonaws.com"},
              {"eventTime", "2026-01-01T" + std::to_string(10 + n / 60 % 14) + ":" +
                                std::to_string(10 + n % 50) + ":00Z"},
              {"eventID", "e" + std::to_string(n)},
              {"sourceIPAddress", "192.0.2." + std::to_string(n % 3)}}
      .dump();
}
inline std::string Line(int n) { return Record(n) + "\n"; }
inline std::string Lines(int from, int to) {
  std::string lines;
  for (int n = from; n <= to; ++n) lines += Line(n);
  return lines;
}

constexpr const char* kReads = R"(rule reads {
  meta { id = "reads-1" title = "An object was read" level = high tags = [attack.t1530] }
  on aws.cloudtrail
  param place: string = "s3" "whose reads"
  condition eventName == "GetObject" and eventSource startswith place
  alert { message = "read from {sourceIPAddress}" fields = [sourceIPAddress, errorCode] }
}
)";

constexpr const char* kBurst = R"(rule burst {
  meta { level = low }
  on aws.cloudtrail
  param least: int = 3
  group by sourceIPAddress
  window tumbling 1h
  n = count(where eventName == "GetObject")
  condition n >= least
}
)";

inline std::vector<Json> JsonLines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

inline std::vector<std::string> Keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

inline std::set<std::string> AlertIds(const std::string& jsonl) {
  std::set<std::string> ids;
  for (const Json& alert : JsonLines(jsonl)) ids.insert(alert["alert_id"].get<std::string>());
  return ids;
}

}  // namespace sigrun::cli_testing
