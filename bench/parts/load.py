"""From rules to a program, and the start of the command."""

import statistics

from contest import Process, figure
from process import run


def measure(lab):
    mixed = lab.data.generated("mixed", lab.count(150_000))
    one = lab.data.made("one.ndjson", lambda path: first_line(mixed, path))
    count = lab.count(2_000)
    folders = (lab.data.cloud_rules(count, mixed), lab.data.windows_rules(count))
    contest = lab.contest(Process([lab.bin / "compile_bench", *folders], ["compile"]))
    yield "compile", figure(contest.seconds("compile"), rules=contest.fact("compile", "rules"))
    yield "pack", start(lab, lab.scan(lab.data.pack(*folders), one))
    yield "start", start(lab, lab.scan(None, one))


def first_line(log, path):
    with open(log, encoding="utf-8") as lines:
        path.write_text(next(lines), encoding="utf-8")


def start(lab, scan):
    """The processor time of a scan of one record, beside that of a command that does nothing."""
    scans = [run(scan) for _ in range(2 * lab.rounds)]
    nothing = [run([lab.sigrun, "version"]) for _ in range(lab.rounds)]
    return figure([1e3 * scan.cpu for scan in scans],
                  wall_ms=1e3 * statistics.median(scan.wall for scan in scans),
                  nothing_ms=1e3 * statistics.median(each.cpu for each in nothing),
                  peak_mib=scans[-1].peak_bytes / 2**20)
