#!/usr/bin/env python3
"""./dev bench: how fast Sigrun is, as ratios to yardsticks in the same run. See
docs/performance.md."""

import argparse
import datetime
import functools
import importlib
import os
import subprocess
import sys
from pathlib import Path

import report
from contest import BenchError, Contest, Process
from data import Data
from rows import PARTS, ROWS

HERE = Path(__file__).resolve().parent


class Lab:
    """What the parts measure with."""

    def __init__(self, options):
        self.bin = Path(options.bin)
        self.sigrun = self.bin / "sigrun"
        self.rounds = options.rounds
        self.scale = options.scale
        self.here, self.folder = HERE, options.folder
        self.pack = HERE.parent / "rules"
        self.rules = HERE / "rules"
        self.shared = Path(options.shared)
        self.data = Data(options.folder / "data", self.sigrun, options.shared)

    def count(self, whole, least=50):
        """A number of events or rules, at the scale of this run."""
        return max(least, round(whole * self.scale))

    def process(self, program, contenders):
        """Contenders of one of our programs: {name: "KIND:PATH"}."""
        return Process([self.bin / program, *(f"{n}={d}" for n, d in contenders.items())],
                       contenders)

    def contest(self, *processes, most_rounds=100):
        return Contest(min(self.rounds, most_rounds), *processes)

    def scan(self, rules, log, *flags, threads=1):
        """The command line of a scan; without rules, with the shipped ones."""
        threads = ["--threads", str(threads)] if self.knows("--threads ") else []
        rules = ["--rules", rules] if rules else []
        return [self.sigrun, "scan", "-q", *threads, *rules, *flags, log]

    @functools.cache
    def knows(self, flag):
        """Whether the program's scans have this flag."""
        return flag in subprocess.run([self.sigrun, "scan", "--help"], text=True, check=True,
                                      stdout=subprocess.PIPE).stdout

    def state_memory(self):
        """Flags that set the memory for state, and how many MiB that is."""
        return (["--memory", "256MiB"], 256) if self.knows("--memory ") else ([], 96)


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.partition(":")[2])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS) +
                        "; none: all that need no download and little time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file")
    parser.add_argument("--log", action="store_true", help="write them to bench/log/DATE-COMMIT.json")
    parser.add_argument("--history", action="store_true",
                        help="measure nothing: print what bench/log/ holds as a table")
    parser.add_argument("--compare", metavar="FILE", help="show the figures of this earlier run beside")
    parser.add_argument("--scale", type=float, default=1, metavar="X",
                        help="the amount of work, 1 by default; figures for goals need 1")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_const", const=(0.002, 2), dest="small",
                        help="--scale 0.002 --rounds 2: whether every row is measured, in seconds")
    parser.add_argument("--shared", default=HERE.parent.parent / "shared" / "data", metavar="FOLDER",
                        help="with real logs and rules; without it their rows are skipped")
    parser.add_argument("--bin", default=HERE.parent / "build/test/bin", metavar="FOLDER",
                        help="the programs")
    parser.add_argument("--folder", type=Path, default=HERE.parent / "build/bench",
                        help="for what is made on the way")
    options = parser.parse_args()
    if options.small:
        options.scale, options.rounds = options.small
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part {part}: {', '.join(PARTS)}")
    return options


def main():
    options = arguments()
    if options.history:
        logs = [report.read(path) for path in (HERE / "log").glob("*.json")]
        return print("\n".join(report.history(logs)))
    before = report.read(options.compare) if options.compare else None
    lab = Lab(options)
    results = {}
    state = report.commit()
    load = round(os.getloadavg()[0], 1)
    if load > 0.5:
        print(f"the machine is busy (load {load}): trust no figure of wall time")
    if lab.scale != 1:
        print("less than the whole work: no figure is one of the goals")
    report.print_header(before)
    for part in options.parts or [part for part in PARTS if part not in ("peers", "memory")]:
        measure = importlib.import_module(f"parts.{part}").measure
        rows = {row.key: row for row in ROWS if row.part == part}
        for name, result in measure(lab):
            key = f"{part}.{name}"
            results[key] = result
            report.print_row(rows.pop(key), result, before, lab.scale == 1)
        assert not rows, f"not measured: {', '.join(rows)}"
    made = report.document(results, state, os.cpu_count(), load, options.scale, options.rounds)
    if options.log:
        date = datetime.date.fromisoformat(made["date"][:10])
        options.json = HERE / "log" / f"{date}-{made['commit']}.json"
    if options.json:
        options.json.write_text(report.text(made), encoding="utf-8")
    mixed = made["rows"].get("e2e.mixed")
    if mixed:
        print(f"ratio to simdjson: {mixed['value']}")


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        sys.exit(f"bench: {error}")
