"""Packs of one rule and of many."""

from contest import figure
from parts.e2e import EVENTS, beside_yardstick


def measure(lab):
    mixed = lab.data.generated("mixed", lab.count(EVENTS))
    yield "pinned", beside_yardstick(lab, lab.rules / "pinned.sgr", mixed)
    many = lab.count(3_000)
    yield "quiet", beside_yardstick(lab, lab.data.quiet_rules(many, mixed), mixed)
    yield "loud", beside_yardstick(lab, lab.data.cloud_rules(many, mixed), mixed)
    yield "growth", growth(lab, mixed)
    events = lab.data.windows_events(lab.count(40_000))
    yield "windows", beside_yardstick(lab, lab.data.windows_rules(lab.count(1_200)), events)


def growth(lab, log):
    few, many = lab.count(100, least=10), lab.count(10_000)
    contest = lab.contest(lab.process("scan_bench", {
        "yardstick": f"yardstick:{log}",
        "few": f"{lab.data.quiet_rules(few, log)}:{log}",
        "many": f"{lab.data.quiet_rules(many, log)}:{log}"}))
    result = figure([added / (bare / contest.fact("yardstick", "events"))
                     for added, bare in zip(contest.added("few", "many"),
                                            contest.seconds("yardstick"))])
    result.facts = {f"{name}_ns": contest.ns_per_event(name) for name in ("few", "many", "yardstick")}
    return result
