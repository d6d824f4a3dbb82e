"""Whole processes: their time and their peak memory.

  process.py [--until-first-line] ARGV…    runs a program and prints what it took, as JSON"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from contest import BenchError


@dataclass
class Ended:
    cpu: float  # seconds, of all threads
    wall: float
    peak_bytes: int
    first_line: float | None  # seconds until it wrote a line


def run(argv, until_first_line=False):
    """Runs a program to its end, or kills it once it has written a line. A process of its own starts
    it: Linux counts the memory of who started a program to the peak of that program."""
    flags = ["--until-first-line"] if until_first_line else []
    starter = [sys.executable, "-S", __file__, *flags, *(str(part) for part in argv)]
    done = subprocess.run(starter, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise BenchError(f"failed: {' '.join(starter[3:])}")
    return Ended(**json.loads(done.stdout))


def started(argv, until_first_line):
    begin = time.monotonic()
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first_line = None
    if child.stdout.readline():
        first_line = time.monotonic() - begin
        if until_first_line:
            child.kill()
    while child.stdout.read(1 << 16):
        pass
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0 and not until_first_line:
        sys.exit(f"{argv[0]} ended with {child.returncode}")
    return Ended(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, first_line)


def together(commands):
    """The wall time until all of these commands, started at once, have ended."""
    begin = time.monotonic()
    children = [subprocess.Popen([str(part) for part in argv], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL) for argv in commands]
    for child in children:
        if child.wait() != 0:
            raise BenchError(f"{child.args[0]} ended with {child.returncode}")
    return time.monotonic() - begin


if __name__ == "__main__":
    argv = sys.argv[1:]
    first = argv[0] == "--until-first-line"
    print(json.dumps(asdict(started(argv[first:], first))))
