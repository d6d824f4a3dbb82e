// How fast records are decoded, next to what bounds it: simdjson's first stage alone, and a bare
// simdjson On-Demand loop that reads the same fields in one pass. All of them take turns in one
// process; the table gives medians of the processor time they take.
//
//   decode_bench FILE.ndjson [ROUNDS [NAME]]
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "bench/on_demand_loop.h"
#include "runtime/event/decoder.h"
#include "runtime/event/json/structural_index.h"

namespace sigrun::event {
namespace {

// Forty fields that rule packs read.
constexpr std::string_view kPaths[] = {
    "eventName",
    "eventSource",
    "eventTime",
    "eventID",
    "eventType",
    "eventCategory",
    "eventVersion",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "readOnly",
    "recipientAccountId",
    "managementEvent",
    "requestID",
    "sharedEventID",
    "vpcEndpointId",
    "userIdentity.type",
    "userIdentity.arn",
    "userIdentity.accountId",
    "userIdentity.accessKeyId",
    "userIdentity.userName",
    "userIdentity.principalId",
    "userIdentity.invokedBy",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sessionIssuer.type",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "requestParameters.bucketName",
    "requestParameters.key",
    "requestParameters.userName",
    "requestParameters.roleArn",
    "requestParameters.policyArn",
    "responseElements.accessKey.userName",
    "responseElements.accessKey.accessKeyId",
    "responseElements.ConsoleLogin",
    "additionalEventData.MFAUsed",
    "additionalEventData.bytesTransferredIn",
    "additionalEventData.bytesTransferredOut",
};

Layout BenchLayout() {
  Layout layout;
  layout.sources = {{"aws.cloudtrail", "cloudtrail", {}, {{"eventTime"}}, {{"eventID"}}}};
  for (const std::string_view path : kPaths) {
    std::stringstream steps{std::string(path)};
    SlotSpec spec;
    for (std::string key; std::getline(steps, key, '.');) spec.path.push_back(key);
    layout.slots.push_back(spec);
  }
  return layout;
}

struct Counts {
  uint64_t events = 0, values = 0;
};

class Counter : public Handler {
 public:
  void OnEvent(const Event& event) override {
    ++counts.events;
    counts.values += static_cast<uint64_t>(event.slots[0].size);
  }
  void OnReject(const Reject&) override {}
  void OnNotEvent(const NotEvent&) override {}
  void OnCarrier() override {}
  Counts counts;
};

constexpr size_t kPiece = size_t{1} << 20;

Counts Stage1(std::string& text) {
  static StructuralIndex index;
  Counts counts;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(begin + kPiece, text.size());
    end = text.rfind('\n', end) + 1;
    index.Build(text.data() + begin, end - begin, text.size() - begin);
    counts.values += index.view().count;
    begin = end;
  }
  return counts;
}

Counts OurDecoder(std::string& text) {
  static const Layout layout = BenchLayout();
  static Counter counter;
  static Decoder decoder(layout, Limits{}, counter);
  counter.counts = {};
  decoder.Begin(0);
  decoder.Feed(text);
  decoder.End();
  return counter.counts;
}

Counts OnDemand(std::string& text) {
  static OnDemandLoop loop(BenchLayout());
  return {loop.Run(text), loop.values()};
}

struct Contender {
  const char* name;
  std::function<Counts(std::string&)> run;
  std::vector<double> seconds = {};
  Counts counts = {};
};

double ProcessorSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

int Main(const char* path, int rounds, std::string_view only) {
  std::string text = ReadFile(path);
  if (text.empty() || text.back() != '\n') {
    fmt::print(stderr, "decode_bench: '{}' is not a file of JSON lines\n", path);
    return 1;
  }
  const size_t size = text.size();
  text.reserve(size + simdjson::SIMDJSON_PADDING);
  Contender contenders[] = {{"stage 1", Stage1}, {"decoder", OurDecoder}, {"On-Demand", OnDemand}};
  for (int round = 0; round < rounds; ++round) {
    for (Contender& contender : contenders) {
      if (!only.empty() && only != contender.name) continue;
      const double begin = ProcessorSeconds();
      contender.counts = contender.run(text);
      contender.seconds.push_back(ProcessorSeconds() - begin);
    }
  }
  const auto events = static_cast<double>(std::count(text.begin(), text.end(), '\n'));
  fmt::print("{} bytes, {} events, median of {} rounds, simdjson kernel {}\n", size, events, rounds,
             simdjson::get_active_implementation()->name());
  for (Contender& contender : contenders) {
    if (contender.seconds.empty()) continue;
    std::sort(contender.seconds.begin(), contender.seconds.end());
    const double median = contender.seconds[contender.seconds.size() / 2];
    fmt::print("{:10} {:8.0f} MB/s {:10.0f} events/s {:7.0f} ns/event   ({} values)\n",
               contender.name, static_cast<double>(size) / median / 1e6, events / median,
               median / events * 1e9, contender.counts.values);
  }
  return 0;
}

}  // namespace
}  // namespace sigrun::event

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: decode_bench FILE.ndjson [ROUNDS]\n");
    return 2;
  }
  return sigrun::event::Main(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 9,
                             argc > 3 ? argv[3] : "");
}
