"""Whole scans of plain and compressed logs, one thread."""

from contest import BenchError, Skipped, figure
from process import together

EVENTS = 150_000


def beside_yardstick(lab, rules, log, kind="yardstick"):
    contest = lab.contest(lab.process("scan_bench", {"yardstick": f"{kind}:{log}",
                                                     "scan": f"{rules}:{log}"}))
    if contest.fact("scan", "events") != contest.fact("yardstick", "events"):
        raise BenchError(f"the scan and the yardstick saw other events of {log}")
    ratio = contest.ratio("yardstick", "scan")
    if contest.fact("scan", "alerts") == 0:
        ratio.fault = "no alert"
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
    trail = lab.data.generated("mixed", events, trail=True)
    yield "gz", beside_yardstick(lab, lab.pack, trail, "inflate")
    yield "threads", threads(lab, mixed)
    yield "dominant", dominant(lab)


def threads(lab, log):
    """Wall time: two threads over one file, and two processes of one thread over its halves."""
    if not lab.knows("--threads"):
        return Skipped("no scan --threads yet")
    halves = lab.data.halves(log)
    times = [(together([lab.scan(lab.pack, half) for half in halves]),
              together([lab.scan(lab.pack, log, threads=2)])) for _ in range(lab.rounds)]
    return figure([apart / one for apart, one in times])


def dominant(lab):
    if not lab.knows("--threads"):
        return Skipped("no scan --threads yet")
    log = lab.data.principals(lab.count(600_000), 10_000, dominant=0.6)
    scan = lambda count: lab.scan(lab.pack, log, threads=count)
    times = [(together([scan(1)]), together([scan(2)])) for _ in range(lab.rounds)]
    return figure([one / two for one, two in times])

