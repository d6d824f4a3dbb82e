"""Many groups: time and memory of what a rule keeps for each."""

import json

from contest import figure
from process import run

KINDS = ("count", "sum", "sequence")


def measure(lab):
    events, groups = lab.count(2_000_000), lab.count(1_000_000)
    log = lab.data.principals(events, groups)
    rule = lambda name: lab.rules / "state" / f"{name}.sgr"
    contest = lab.contest(lab.process("scan_bench", {
        name: f"{rule(name)}:{log}" for name in ("none", *KINDS)}), most_rounds=3)
    for kind in KINDS:
        result = figure([1e-6 / added for added in contest.added("none", kind)])
        result.facts = {"ns": 1e3 / result.value, "groups": contest.fact(kind, "groups"),
                        "evicted": contest.fact(kind, "evicted")}
        result.fault = all_kept(result)
        yield kind, result
    for kind in KINDS:
        yield f"{kind}_bytes", bytes_per_group(lab, rule("none"), rule(kind), log)
    yield "principals", principals(lab)


def bytes_per_group(lab, without, rule, log):
    """The peak memory that the rule adds, for each group that there is in the end."""
    stats = lab.data.folder / "stats.json"
    scan = lambda rules: run(lab.scan(rules, log, "--stats", stats))
    bare, loaded = scan(without), scan(rule)
    state = json.loads(stats.read_text(encoding="utf-8"))["rules"][0]["state"]
    stats.unlink()
    result = figure([(loaded.peak_bytes - bare.peak_bytes) / max(1, state["groups"])],
                    evicted=state["groups_evicted"])
    result.fault = all_kept(result)
    return result


def all_kept(result):
    """The fault of a figure for groups that memory did not hold: it is for fewer of them."""
    return "groups were evicted" if result.facts["evicted"] else ""


def principals(lab):
    events = lab.count(400_000)
    logs = {name: lab.data.principals(events, count)
            for name, count in (("few", 1_000), ("many", 100_000))}
    contest = lab.contest(lab.process("scan_bench", {
        name: f"{lab.pack}:{log}" for name, log in logs.items()}), most_rounds=3)
    result = figure([many / few for few, many in zip(contest.seconds("few"),
                                                     contest.seconds("many"))])
    result.facts = {f"{name}_ns": contest.ns_per_event(name) for name in logs}
    result.facts |= {"evicted": contest.fact("many", "evicted")}
    result.fault = all_kept(result)
    return result
