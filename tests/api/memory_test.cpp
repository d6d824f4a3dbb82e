// Memory that runs out at any place is a value. The library allocates with the operators below.
#include <doctest/doctest.h>
#include <sigrun/scanner.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <new>

namespace {

// How many more allocations succeed; negative: all.
thread_local long left = -1;
thread_local bool failed = false;

void* Allocate(size_t size) {
  if (left == 0) {
    failed = true;
    throw std::bad_alloc();
  }
  if (left > 0) --left;
  void* const block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

void* operator new(size_t size) { return Allocate(size); }
void* operator new[](size_t size) { return Allocate(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  try {
    return Allocate(size);
  } catch (...) {
    return nullptr;
  }
}
void* operator new[](size_t size, const std::nothrow_t& nothrow) noexcept {
  return operator new(size, nothrow);
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }
void operator delete[](void* block, size_t) noexcept { std::free(block); }

namespace {

using sigrun::Failure;

constexpr const char* kRules = R"(
rule each {
  on json
  condition name == "a" and user contains any ["e", "v"]
  alert { message = "{name} by {user}"  fields = [user]  suppress = 1m by user }
}
rule several {
  on json
  group by user
  window sliding 1h
  n = count(where name == "a")
  d = distinct(host)
  condition n >= 3 or d > 5
}
)";

class Counter : public sigrun::Sink {
 public:
  sigrun::Outcome OnAlert(const sigrun::Alert&) override {
    ++alerts;
    return {};
  }
  size_t alerts = 0;
};

// Runs with `allocations` left; the failures that came out are kOutOfMemory. True if it ended well.
template <class Work>
bool EndsWell(long allocations, Work work) {
  left = allocations;
  failed = false;
  const Failure failure = work();
  left = -1;
  if (failure != Failure::kNone) CHECK(failure == Failure::kOutOfMemory);
  return failure == Failure::kNone;
}

std::string Log() {
  std::string log;
  for (int i = 0; i < 40; ++i)
    log += R"({"time":"2026-01-01T00:)" + std::string(i < 10 ? "0" : "") + std::to_string(i) +
           R"(:00Z","name":"a","user":"eve","host":"h)" + std::to_string(i % 7) + "\"}\n";
  return log;
}

TEST_CASE("api: a scan that runs out of memory says so, wherever it happens") {
  const sigrun::Rules rules = sigrun::LoadRuleTexts({{"r.sgr", kRules}});
  REQUIRE(rules.usable());
  const std::string log = Log();
  bool well = false;
  for (long allocations = 0; !well; ++allocations) {
    REQUIRE(allocations < 1'000'000);
    Counter sink;
    well = EndsWell(allocations, [&] {
      sigrun::Scanner scanner(rules, {}, sink);
      for (const auto& outcome : {scanner.Begin("log"), scanner.Feed(log), scanner.End()})
        if (!outcome.ok()) return outcome.failure();
      return scanner.Finish().failure();
    });
    if (well) CHECK(sink.alerts > 0);
  }
}

TEST_CASE("api: a state that is loaded and saved without memory says so, wherever it runs out") {
  const sigrun::Rules rules = sigrun::LoadRuleTexts({{"r.sgr", kRules}});
  REQUIRE(rules.usable());
  const std::string log = Log();
  sigrun::ScanOptions options;
  options.leave = sigrun::Leave::kUnsettled;
  std::string before;
  bool well = false;
  for (int run = 0; run < 2; ++run, well = false) {
    std::string after;
    for (long allocations = 0; !well; ++allocations) {
      REQUIRE(allocations < 1'000'000);
      Counter sink;
      well = EndsWell(allocations, [&] {
        sigrun::Scanner scanner(rules, options, sink);
        if (run > 0)
          if (auto loaded = scanner.LoadState(before); !loaded.ok()) return loaded.failure();
        for (const auto& outcome : {scanner.Begin("log"), scanner.Feed(log), scanner.End()})
          if (!outcome.ok()) return outcome.failure();
        if (auto finished = scanner.Finish(); !finished.ok()) return finished.failure();
        return scanner.SaveState(after).failure();
      });
    }
    CHECK(after.size() > 1'000);
    before = after;
  }
}

// What a child process does with rules for which so many allocations are left: 0 if they are
// usable, 1 if memory ran out. Then it loads them again, which must come to an end.
int LoadInChild(long allocations) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    const std::vector<std::pair<std::string, std::string>> texts = {{"r.sgr", kRules}};
    left = allocations;
    const sigrun::Rules rules = sigrun::LoadRuleTexts(texts);
    left = -1;
    const sigrun::Rules again = sigrun::LoadRuleTexts(texts);
    const auto is_answer = [](const sigrun::Rules& answer) {
      return answer.usable() || answer.outcome().failure() == Failure::kOutOfMemory;
    };
    if (!is_answer(rules) || !is_answer(again)) _exit(2);
    _exit(rules.usable() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("api: rules for which there is no memory are not usable, wherever it runs out") {
  int code = 1;
  // Each number up to fifty, then in steps that grow.
  for (long allocations = 0; code != 0; allocations += 1 + allocations / 50) {
    CAPTURE(allocations);
    code = LoadInChild(allocations);
    REQUIRE((code == 0 || code == 1));
  }
}

}  // namespace
