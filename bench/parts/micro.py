"""Parts of a scan, and what bounds them."""

from contest import Process

EVENTS = 150_000
NAMES = ("yardstick", "decoder", "pack", "stage1")


def measure(lab):
    log = lab.data.generated("mixed", lab.count(EVENTS))
    contest = lab.contest(Process([lab.bin / "decode_bench", log, lab.pack], NAMES))
    for name in NAMES[1:]:
        ratio = contest.ratio("yardstick", name)
        ratio.facts = {"ns": contest.ns_per_event(name)}
        yield name, ratio
