"""Contenders take turns: every round runs each of them once, and figures are medians over rounds.

A contender lives in a process that answers lines on its standard output (bench/programs/contenders.h);
all those of one process share it."""

import json
import statistics
import subprocess
from dataclasses import dataclass, field


@dataclass
class Figure:
    """A measured value, the spread of its rounds (10 % to 90 %), and what explains it. With a fault
    it is shown, but passes nothing: what was measured is not what the row says."""

    value: float
    low: float
    high: float
    facts: dict = field(default_factory=dict)
    fault: str = ""


@dataclass
class Skipped:
    reason: str


class BenchError(Exception):
    pass


class Process:
    """A process with contenders, started with their descriptions NAME=KIND:PATH."""

    def __init__(self, argv, names):
        self.names = list(names)
        self.child = subprocess.Popen([str(a) for a in argv], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True)

    def run(self, name):
        self.child.stdin.write(name + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            raise BenchError(f"{self.child.args[0]} ended while it ran {name}")
        return json.loads(answer)

    def close(self):
        self.child.stdin.close()
        self.child.wait()


class Contest:
    def __init__(self, rounds, *processes):
        self.runs = {name: [] for process in processes for name in process.names}
        try:
            for _ in range(rounds):
                for process in processes:
                    for name in process.names:
                        self.runs[name].append(process.run(name))
        finally:
            for process in processes:
                process.close()

    def seconds(self, name, clock="cpu"):
        return [run[clock] for run in self.runs[name]]

    def fact(self, name, key):
        return self.runs[name][-1][key]

    def ns_per_event(self, name):
        return statistics.median(self.seconds(name)) / max(1, self.fact(name, "events")) * 1e9

    def ratio(self, yardstick, name, clock="cpu"):
        """How many times as fast as the yardstick, event for event: the median over rounds."""
        share = self.fact(name, "events") / max(1, self.fact(yardstick, "events"))
        return figure([y / s * share for y, s in zip(self.seconds(yardstick, clock),
                                                     self.seconds(name, clock))])

    def added(self, without, name):
        """The time per event that this contender takes more than another, by round."""
        events = self.fact(name, "events")
        return [(more - less) / events for less, more in zip(self.seconds(without),
                                                             self.seconds(name))]


def figure(values, **facts):
    values = sorted(values)
    at = lambda share: values[round(share * (len(values) - 1))]
    return Figure(statistics.median(values), at(0.1), at(0.9), facts)
