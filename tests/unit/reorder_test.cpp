#include "runtime/state/order/reorder.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "state_support.h"

namespace sigrun::state {
namespace {

struct Item {
  int64_t time;
  std::string id;
  uint64_t record;
  uint32_t file;
  std::string payload;
  auto operator<=>(const Item&) const = default;
  auto order() const { return std::tie(time, id, file, record); }
};

Status Add(ReorderBuffer& buffer, const Item& item) {
  return buffer.Add({{item.time},
                     {item.file, item.record, item.record * 7},
                     item.payload + item.id,
                     static_cast<uint32_t>(item.id.size())});
}

ReorderBuffer::Sink Into(std::vector<Item>& out) {
  return [&out](const ReorderItem& item) {
    CHECK(item.origin.offset == item.origin.record * 7);
    const std::string_view payload = item.payload;
    out.push_back({item.time.micros, std::string(item.id()), item.origin.record, item.origin.file,
                   std::string(payload.substr(0, payload.size() - item.id_size))});
  };
}

// Few enough to be equal now and then, and alike at their beginning.
std::string RandomId(std::mt19937_64& random) {
  constexpr std::string_view kIds[] = {"",         "a",           "a\xFF",      "same bytes",
                                       "same byt", "same bytes1", "same bytes2"};
  return std::string(kIds[random() % std::size(kIds)]);
}

std::vector<Item> RandomItems(uint64_t seed, size_t count, size_t longest = 50) {
  std::mt19937_64 random(seed);
  std::vector<Item> items;
  for (size_t i = 0; i < count; ++i)
    items.push_back({static_cast<int64_t>(random() % (count / 4 + 1)) - 20, RandomId(random),
                     random() % 1000 * 100'000 + i, static_cast<uint32_t>(random() % 3),
                     std::string(random() % longest, static_cast<char>('a' + i % 26))});
  return items;
}

std::vector<Item> Sorted(std::vector<Item> items) {
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.order() < b.order(); });
  return items;
}

std::vector<Item> Through(const std::vector<Item>& items, size_t memory) {
  ReorderBuffer buffer({memory, ""});
  for (const Item& item : items) REQUIRE(Add(buffer, item).ok());
  CHECK(buffer.size() == items.size());
  CHECK((buffer.spilled_bytes() > 0) == (memory < 1'000'000));
  std::vector<Item> out;
  REQUIRE(buffer.DrainAll(Into(out)).ok());
  CHECK(buffer.size() == 0);
  return out;
}

}  // namespace

TEST_CASE("items come out by time, id, file and record whatever the order of adding") {
  std::vector<Item> items = RandomItems(1, 5'000);
  const std::vector<Item> wanted = Sorted(items);
  CHECK(Through(items, 64 << 20) == wanted);
  std::shuffle(items.begin(), items.end(), std::mt19937_64(2));
  CHECK(Through(items, 64 << 20) == wanted);
}

TEST_CASE("spilled to disk or not, the order is the same") {
  const std::vector<Item> items = RandomItems(3, 20'000, 200);
  CHECK(Through(items, 200'000) == Sorted(items));
}

TEST_CASE("a payload larger than the memory passes through") {
  ReorderBuffer buffer({100'000, ""});
  std::vector<Item> items = RandomItems(4, 20);
  items[3].payload.assign(500'000, 'x');
  items[7].payload.assign(300'000, 'y');
  for (const Item& item : items) REQUIRE(Add(buffer, item).ok());
  std::vector<Item> out;
  REQUIRE(buffer.DrainAll(Into(out)).ok());
  CHECK(out == Sorted(items));
}

TEST_CASE("draining before a watermark delivers what is older and keeps the rest") {
  ReorderBuffer buffer;
  for (const int64_t time : {5, 3, 9, 7}) REQUIRE(Add(buffer, {time, "", 0, 0, ""}).ok());
  std::vector<Item> out;
  REQUIRE(buffer.DrainBefore({7}, Into(out)).ok());
  REQUIRE(out.size() == 2);
  CHECK(out[0].time == 3);
  CHECK(out[1].time == 5);
  REQUIRE(Add(buffer, {1, "", 0, 0, ""}).ok());
  REQUIRE(buffer.DrainAll(Into(out)).ok());
  REQUIRE(out.size() == 5);
  CHECK(out[2].time == 1);
  CHECK(out[4].time == 9);
}

TEST_CASE("a stream drained up to its watermark is in order, spilled or not") {
  for (const size_t memory : {size_t{64} << 20, size_t{150'000}}) {
    std::mt19937_64 random(5);
    ReorderBuffer buffer({memory, ""});
    std::vector<Item> wanted, out;
    for (uint64_t i = 0; i < 20'000; ++i) {
      const auto newest = static_cast<int64_t>(i / 4);
      const Item item{newest - static_cast<int64_t>(random() % 450), std::to_string(random()), i, 0,
                      "payload of some length"};
      wanted.push_back(item);
      REQUIRE(Add(buffer, item).ok());
      REQUIRE(buffer.DrainBefore({newest - 500}, Into(out)).ok());
    }
    REQUIRE(buffer.DrainAll(Into(out)).ok());
    CHECK(wanted.size() == 20'000);
    CHECK(out == Sorted(wanted));
  }
}

TEST_CASE("memory is given back and a drained buffer can be used again") {
  ReorderBuffer buffer({300'000, ""});
  for (int round = 0; round < 3; ++round) {
    const std::vector<Item> items = RandomItems(static_cast<uint64_t>(round), 8'000, 100);
    for (const Item& item : items) {
      REQUIRE(Add(buffer, item).ok());
      REQUIRE(buffer.memory_bytes() < 450'000);
    }
    std::vector<Item> out;
    REQUIRE(buffer.DrainAll(Into(out)).ok());
    CHECK(out == Sorted(items));
  }
}

TEST_CASE("a folder that is not there is an error that says what to do") {
  ReorderBuffer buffer({50'000, "/no/such/folder"});
  Status status = Ok();
  const std::vector<Item> items = RandomItems(6, 5'000);
  size_t added = 0;
  while (status.ok() && added < items.size()) status = Add(buffer, items[added++]);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find("/no/such/folder") != std::string::npos);
  CHECK(status.error().message.find("TMPDIR") != std::string::npos);
  CHECK(buffer.size() == added - 1);
  std::vector<Item> out;
  REQUIRE(buffer.DrainAll(Into(out)).ok());  // what was added before is still there
  CHECK(out == Sorted({items.begin(), items.begin() + static_cast<ptrdiff_t>(added) - 1}));
}

TEST_CASE("a disk that is full is an error and loses nothing") {
  rlimit old{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = 100'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  ReorderBuffer buffer({150'000, ""});
  const std::vector<Item> items = RandomItems(8, 5'000, 100);
  Status status = Ok();
  size_t added = 0;
  while (status.ok() && added < items.size()) status = Add(buffer, items[added++]);
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(status.ok());
  std::vector<Item> out;
  REQUIRE(buffer.DrainAll(Into(out)).ok());
  CHECK(out == Sorted({items.begin(), items.begin() + static_cast<ptrdiff_t>(added) - 1}));
}

TEST_CASE("feeds shuffled on their way through the buffer give the same firings") {
  using namespace testing;
  ProgramMaker maker;
  program::Stateful rule = CountRule(maker.Sliding({300}));
  rule.aggregates.push_back(ProgramMaker::Over(stdlib::AggregateKind::kFirst, 1));
  rule.cells.push_back({program::CellKind::kAggregate, 1});
  maker.Add(rule);
  std::vector<Item> items = RandomItems(9, 3'000);
  const auto firings = [&](size_t memory) {
    ReorderBuffer buffer({memory, ""});
    for (const Item& item : items) REQUIRE(Add(buffer, item).ok());
    Recorder recorder;
    Condition condition([](uint32_t, const StateFrame& frame) {
      return frame.Cell(0).integer % 5 == 4 && frame.Cell(1).text().size() > 20;
    });
    KeyedState state(maker.program, {}, condition, recorder);
    REQUIRE(buffer
                .DrainAll([&](const ReorderItem& item) {
                  const Value group = Value::String(item.id());
                  const Value argument = Value::String(item.payload);
                  Feed feed = FeedOf(0, {&group, 1}, {&argument, 1});
                  feed.aggregates = 3;
                  const std::string id = std::to_string(item.origin.record);
                  state.Apply({item.time, id, item.origin}, feed);
                })
                .ok());
    return recorder.firings;
  };
  const std::vector<FiringRecord> wanted = firings(64 << 20);
  CHECK(wanted.size() > 50);
  for (uint64_t seed = 0; seed < 5; ++seed) {
    std::shuffle(items.begin(), items.end(), std::mt19937_64(seed));
    CHECK(firings(seed % 2 == 0 ? 64 << 20 : 100'000) == wanted);
  }
}

}  // namespace sigrun::state
