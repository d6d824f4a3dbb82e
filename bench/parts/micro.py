"""Parts of a scan, and what bounds them."""

from contest import Process, figure

EVENTS = 150_000
NAMES = ("yardstick", "decoder", "pack", "stage1")


def measure(lab):
    yield "arithmetic", arithmetic(lab)
    log = lab.data.generated("mixed", lab.count(EVENTS))
    contest = lab.contest(Process([lab.bin / "decode_bench", log, lab.pack], NAMES))
    for name in NAMES[1:]:
        ratio = contest.ratio("yardstick", name)
        ratio.facts = {"ns": contest.ns_per_event(name)}
        yield name, ratio


def arithmetic(lab):
    log = lab.data.principals(lab.count(200_000), 1_000)
    none, rules = lab.rules / "state" / "none.sgr", lab.rules / "arithmetic.sgr"
    contest = lab.contest(lab.process("scan_bench", {
        "yardstick": f"yardstick:{log}", "none": f"{none}:{log}", "rules": f"{rules}:{log}"}))
    bare = contest.ns_per_event("yardstick")
    return figure([1e9 * added / bare for added in contest.added("none", "rules")],
                  rules_ns=contest.ns_per_event("rules"), none_ns=contest.ns_per_event("none"))
