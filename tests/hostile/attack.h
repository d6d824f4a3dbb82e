// For the attacks: the program as a user runs it, with as much memory and time as it may take.
//
// In its short form, which every test run takes, an attack is as large as it has to be to break
// what it is about, and only the answer counts. With SIGRUN_HOSTILE=full (`./dev hostile`) it is
// made larger step by step, and twice the input must not take more than three times the work.
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

// A folder that goes away with its object; the program runs inside it.
class Attack {
 public:
  Attack();
  ~Attack();
  Attack(const Attack&) = delete;
  Attack& operator=(const Attack&) = delete;

  Attack& Write(const std::string& name, const std::string& bytes);
  std::string Read(const std::string& name) const;
  // Under a limit of memory, and for some minutes at most.
  Outcome Run(std::vector<std::string> arguments) const;
  Outcome Scan(const std::string& rules, std::vector<std::string> more) const;
  // What --stats of the last scan says.
  Json Stats() const { return Json::parse(Read("stats.json")); }

  // Of the address space of the program, in MiB; as nothing is known of sanitizers, they have none.
  size_t memory_mb = 1024;
  std::string temp_folder;  // TMPDIR, if it is not the usual one

 private:
  std::filesystem::path root_;
};

// Makes the attack with `size` and has it carried out; in the short form once, otherwise also with
// twice and four times the size: each step must take no more than three times the work of the one
// before.
void Grow(uint64_t size, const std::function<Outcome(uint64_t)>& attack);

// {"time":…, …} as a line. Times count seconds from the first of January 2026.
std::string Line(uint64_t second, const std::string& members);

}  // namespace sigrun::hostile
