// For the attacks: runs the program as a user does, with limited memory and time.
//
// In the short form, which every test run uses, an attack is just large enough to reach its target,
// and only the result counts. With SIGRUN_HOSTILE=full (`./dev hostile`) it grows step by step, and
// twice the input must not take more than three times the work.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sigrun::hostile {

using Json = nlohmann::ordered_json;

struct Outcome {
  int code = -1;  // -1 when a signal ended it
  std::string out, err;
  double cpu_seconds = 0;
  bool Says(const std::string& text) const { return err.find(text) != std::string::npos; }
  size_t alerts() const;  // lines of standard output
};

// A folder that is removed with its object; the program runs inside it.
class Attack {
 public:
  Attack();
  ~Attack();
  Attack(const Attack&) = delete;
  Attack& operator=(const Attack&) = delete;

  Attack& Write(const std::string& name, const std::string& bytes);
  std::string Read(const std::string& name) const;
  // Runs under a memory limit, and for some minutes at most.
  Outcome Run(std::vector<std::string> arguments) const;
  Outcome Scan(const std::string& rules, std::vector<std::string> more) const;
  // The --stats of the last scan.
  Json Stats() const { return Json::parse(Read("stats.json")); }

  // The limit of the program's address space, in MiB; none under sanitizers, whose needs are
  // unknown.
  size_t memory_mb = 1024;
  std::string temp_folder;  // TMPDIR, if it is not the usual one

 private:
  std::filesystem::path root_;
};

// Runs the attack with `size`; in the full form also with twice and four times the size: each step
// must take no more than three times the work of the one before.
void Grow(uint64_t size, const std::function<Outcome(uint64_t)>& attack);

// {"time":…, …} as a line. Times count seconds from 2026-01-01.
std::string Line(uint64_t second, const std::string& members);

}  // namespace sigrun::hostile
