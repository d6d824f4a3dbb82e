// What bounds the reading of records, beside the yardstick, over one file of JSON lines in memory.
//
//   decode_bench FILE RULES
//
// Contenders: yardstick; typed (the yardstick, asking also for the type of each value); stage1
// (simdjson's structural index alone); decoder (ours, the twelve fields of the yardstick); pack
// (ours, the fields that the rules read).
#include <algorithm>
#include <fstream>
#include <sstream>

#include "bench/programs/contenders.h"
#include "bench/programs/text.h"
#include "bench/programs/yardstick.h"
#include "engine/load/load_rules.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"
#include "runtime/event/json/structural_index.h"

namespace sigrun::bench {
namespace {

event::Layout TwelveFields() {
  event::Layout layout;
  layout.sources = {{"aws.cloudtrail", "cloudtrail", {}, {{"eventTime"}}, {{"eventID"}}}};
  for (const std::string_view path : kTwelveFields) {
    std::stringstream steps{std::string(path)};
    event::SlotSpec spec;
    for (std::string key; std::getline(steps, key, '.');) spec.path.push_back(key);
    layout.slots.push_back(spec);
  }
  return layout;
}

class Counter : public event::Handler {
 public:
  void OnEvent(const event::Event& event) override {
    ++events;
    seen += event.slots[0].size;
  }
  void OnReject(const event::Reject&) override {}
  void OnNotEvent(const event::NotEvent&) override {}
  void OnCarrier() override {}
  uint64_t events = 0, seen = 0;
};

Facts Decode(const std::string& text, const event::Layout& layout) {
  Counter counter;
  event::Decoder decoder(layout, event::Limits{}, counter);
  decoder.Begin(0);
  decoder.Feed(text);
  decoder.End();
  return {{"events", counter.events}, {"seen", counter.seen}};
}

Facts StageOne(const std::string& text) {
  static event::StructuralIndex index;
  uint64_t found = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(begin + (size_t{1} << 20), text.size());
    end = text.rfind('\n', end - 1) + 1;
    index.Build(text.data() + begin, end - begin, text.size() - begin);
    found += index.view().count;
    begin = end;
  }
  return {{"events", std::count(text.begin(), text.end(), '\n')}, {"seen", found}};
}

// The fields that a program reads.
event::Layout FieldsOf(const std::string& rules) {
  engine::RuleRequest request;
  request.paths = {rules};
  const auto compiled = engine::CompileRules(request);
  auto made = engine::MakeProgram(*compiled, {});
  if (!made.program) return {};
  const exec::LoadedProgram program(std::move(*made.program));
  return engine::Pipeline::LayoutOf(program, {});
}

int Main(const std::string& path, const std::string& rules) {
  const std::string text = PaddedText(path);
  const event::Layout twelve = TwelveFields(), pack = FieldsOf(rules);
  Yardstick yardstick;
  Contenders contenders;
  contenders.Add("yardstick", [&]() -> Facts {
    const uint64_t events = yardstick.Lines(text);
    return {{"events", events}, {"seen", yardstick.bytes_seen()}};
  });
  contenders.Add("stage1", [&] { return StageOne(text); });
  contenders.Add("decoder", [&] { return Decode(text, twelve); });
  contenders.Add("pack", [&] { return Decode(text, pack); });
  return contenders.Serve();
}

}  // namespace
}  // namespace sigrun::bench

int main(int argc, char** argv) {
  if (argc == 3) return sigrun::bench::Main(argv[1], argv[2]);
  fmt::print(stderr, "usage: decode_bench FILE RULES\n");
  return 2;
}
