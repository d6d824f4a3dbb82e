"""Peak memory of large scans. Not part of the default run: it writes gigabytes."""

from contest import figure
from process import run

MIB = 2**20


def measure(lab):
    plain = lab.data.made(f"plain-{lab.scale}.ndjson", lambda path: lab.data.generate(
        path, "--size", f"{max(1, round(2048 * lab.scale))}MiB", "--principals", "1000"))
    yield "plain", above_state(lab, plain)
    events = lab.count(5_000_000)
    yield "principals", above_state(lab, lab.data.principals(events, events))


def above_state(lab, log):
    flags, state = lab.state_memory()
    peak = run(lab.scan(lab.pack, log, *flags)).peak_bytes / MIB
    return figure([peak - state], peak=peak, state=state)
