#include "engine/record/ledger.h"

#include <doctest/doctest.h>

namespace sigrun::engine {
namespace {

event::Event EventAt(uint32_t file, uint64_t record) {
  event::Event event;
  event.origin = {file, record, 0};
  return event;
}

// One that counts `n` records of each outcome, of a file.
Ledger LedgerOf(uint32_t file, uint64_t n) {
  Ledger ledger;
  uint64_t record = 0;
  for (uint64_t i = 0; i < n; ++i) {
    for (int outcome = 0; outcome < 6; ++outcome) ledger.Record();
    ledger.Evaluated();
    ledger.Evaluated();
    ledger.Unordered(1);
    ledger.Duplicate();
    ledger.Late();
    ledger.Rejected({event::RejectReason::kTruncated, "cut off", {file, ++record, 0}});
    ledger.NotAnEvent({event::NotEventKind::kDigest, "", {file, ++record, 0}});
    ledger.Carrier();
    event::Event event = EventAt(file, ++record);
    event.flaw = "not UTF-8";
    ledger.Flagged(event);
    ledger.Differs(event.origin);
    event.unread_time = {"when", "soon"};
    ledger.Untimed(event);
  }
  return ledger;
}

TEST_CASE("merged ledgers count what both have counted, whatever the order") {
  const Ledger a = LedgerOf(0, 2), b = LedgerOf(1, 3);
  for (const bool swapped : {false, true}) {
    Ledger merged = swapped ? b : a;
    merged.Merge(swapped ? a : b);
    CHECK(merged.Balances());
    CHECK(merged.records() == 30);
    CHECK(merged.evaluated() == 5);
    CHECK(merged.unordered() == 5);
    CHECK(merged.duplicate() == 5);
    CHECK(merged.late() == 5);
    CHECK(merged.rejected(event::RejectReason::kTruncated) == 5);
    CHECK(merged.not_an_event(event::NotEventKind::kDigest) == 5);
    CHECK(merged.carriers() == 5);
    CHECK(merged.flagged() == 5);
    CHECK(merged.differing() == 5);
    CHECK(merged.untimed() == 5);
    CHECK(merged.first_differing().file == 0);
    CHECK(merged.first_differing().record == 3);
    CHECK(merged.first_untimed().origin.file == 0);
    CHECK(merged.first_untimed().text == "soon");
    REQUIRE(merged.rejects().size() == 5);
    CHECK(merged.rejects().front().origin.file == 0);
    CHECK(merged.rejects().back().origin.file == 1);
    CHECK(merged.flaws().size() == 5);
  }
}

TEST_CASE("a merged ledger keeps the details of the first records of both") {
  Ledger late = LedgerOf(1, Ledger::kMaxDetails);
  late.Merge(LedgerOf(0, Ledger::kMaxDetails - 1));
  REQUIRE(late.rejects().size() == Ledger::kMaxDetails);
  CHECK(late.rejects()[Ledger::kMaxDetails - 2].origin.file == 0);
  CHECK(late.rejects().back().origin.file == 1);
  CHECK(late.rejects().back().origin.record == 1);
  CHECK(late.rejected() == 2 * Ledger::kMaxDetails - 1);
}

TEST_CASE("merging with an empty ledger changes nothing") {
  Ledger ledger = LedgerOf(2, 1);
  ledger.Merge({});
  CHECK(ledger.records() == 6);
  CHECK(ledger.first_differing().file == 2);
  Ledger empty;
  empty.Merge(ledger);
  CHECK(empty.records() == 6);
  CHECK(empty.first_differing().file == 2);
  CHECK(empty.first_untimed().field == "when");
}

}  // namespace
}  // namespace sigrun::engine
