"""Whole scans of plain and compressed logs, one thread."""

from contest import Skipped

EVENTS = 150_000


def beside_yardstick(lab, rules, log, kind="yardstick"):
    contest = lab.contest(lab.process("scan_bench", {"yardstick": f"{kind}:{log}",
                                                     "scan": f"{rules}:{log}"}))
    ratio = contest.ratio("yardstick", "scan")
    ratio.facts = {"scan_ns": contest.ns_per_event("scan"),
                   "yardstick_ns": contest.ns_per_event("yardstick"),
                   "alerts": contest.fact("scan", "alerts")}
    return ratio


def measure(lab):
    events = lab.count(EVENTS)
    mixed = lab.data.generated("mixed", events)
    yield "mixed", beside_yardstick(lab, lab.pack, mixed)
    yield "s3", beside_yardstick(lab, lab.pack, lab.data.generated("s3", events))
    real = lab.data.real(events)
    yield "real", beside_yardstick(lab, lab.pack, real) if real else Skipped(
        f"no real logs in {lab.shared}")
    yield "management", beside_yardstick(lab, lab.pack, lab.data.generated("management", events))
    yield "pinned", beside_yardstick(lab, lab.rules / "pinned.sgr", mixed)
    trail = lab.data.generated("mixed", events, trail=True)
    yield "gz", beside_yardstick(lab, lab.pack, trail, "inflate")
