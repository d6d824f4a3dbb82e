#include "cli/output/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace sigrun::cli {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

// `timeout` and similar tools send a signal to the process and to its group: count it once.
constexpr int64_t kSameSignal = 50'000'000;  // nanoseconds

std::atomic<int> g_signal{0};
std::atomic<int64_t> g_when{0};
int g_wake[2] = {-1, -1};

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<int64_t>::is_always_lock_free);

int64_t Now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// Only calls functions that are safe in a signal handler.
void OnSignal(int signal) {
  const int number = errno;
  int none = 0;
  if (g_signal.compare_exchange_strong(none, signal)) {
    g_when = Now();
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(g_wake[1], &byte, 1);
  } else if (signal == SIGINT && Now() - g_when > kSameSignal) {
    std::signal(SIGINT, SIG_DFL);
    raise(SIGINT);  // after this handler has returned
  }
  errno = number;
}

}  // namespace

void CatchInterrupts() {
  // A full pipe is also readable.
  if (pipe2(g_wake, O_CLOEXEC | O_NONBLOCK) != 0) return;
  for (const int signal : kSignals) {
    struct sigaction before{}, action{};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    action.sa_handler = OnSignal;
    sigemptyset(&action.sa_mask);
    // Without SA_RESTART: opening a FIFO must be interrupted.
    sigaction(signal, &action, nullptr);
  }
}

int Interrupted() { return g_signal; }

std::string_view NameOfSignal(int signal) {
  return signal == SIGINT ? "SIGINT" : signal == SIGTERM ? "SIGTERM" : "SIGHUP";
}

int InterruptDescriptor() { return g_wake[0]; }

}  // namespace sigrun::cli
