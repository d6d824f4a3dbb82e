"""The logs that are measured: made once with a fixed seed, kept in build/bench/data."""

import datetime
import re
import subprocess
from pathlib import Path

VERSION = 2  # of the data: a change makes everything anew


class Data:
    def __init__(self, folder, sigrun, shared):
        self.folder = Path(folder)
        self.sigrun = sigrun
        self.shared = Path(shared)
        self.folder.mkdir(parents=True, exist_ok=True)

    def made(self, name, make):
        """The file or folder of this name; make(path) writes it if it is not there yet."""
        path = self.folder / f"v{VERSION}-{name}"
        if not path.exists():
            draft = path.with_name("draft-" + path.name)
            subprocess.run(["rm", "-rf", draft], check=True)
            make(draft)
            draft.rename(path)
        return path

    def generated(self, shape, events, principals=None, trail=False):
        """CloudTrail records of `sigrun gen`."""
        principals = principals or max(2, events // 1500)
        name = f"{shape}-{events}-{principals}" + ("-trail" if trail else ".ndjson")
        flags = ["--shape", shape, "--events", str(events), "--principals", str(principals)]
        flags += ["--layout", "trail"] if trail else []
        return self.made(name, lambda path: subprocess.run(
            [self.sigrun, "gen", "-o", path, *flags], check=True, stderr=subprocess.DEVNULL))

    def real(self, events):
        """The records of a folder of real logs in order of time, one a second, repeated with other
        ids until there are `events`. None without that folder."""
        sources = sorted(self.shared.glob("cloudtrail/events/*.ndjson"))
        return self.made(f"real-{events}.ndjson",
                         lambda path: write_real(sources, events, path)) if sources else None


TIME = re.compile(r'("eventTime":\s*")([^"]*)')
ID = re.compile(r'("eventID":\s*")([^"]{0,8})')
START = datetime.datetime(2026, 11, 1)


def write_real(sources, events, path):
    records = []
    for source in sources:
        for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
            time = TIME.search(line)
            if line.startswith("{") and time and ID.search(line):
                records.append((time[2], line))
    records = [line for _, line in sorted(records)]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(events):
            at = number % len(records)
            time = (START + datetime.timedelta(seconds=number)).isoformat() + "Z"
            line = TIME.sub(lambda found: found[1] + time, records[at], count=1)
            file.write(ID.sub(lambda found: f"{found[1]}{number:08x}", line, count=1) + "\n")
