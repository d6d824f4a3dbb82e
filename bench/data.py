"""The logs that are measured: made once with a fixed seed, kept in build/bench/data."""

import datetime
import gzip
import itertools
import json
import re
import subprocess
from pathlib import Path

from generate import principals as many_principals
from generate import sigma, windows

VERSION = 3  # of the data: a change makes everything anew


def name_of(path):
    return path.stem.removeprefix(f"v{VERSION}-")


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

    def generated(self, shape, events, principals=None, trail=False, once=False):
        """CloudTrail records of `sigrun gen`, with an attack that rules find; `once`: none is
        delivered twice."""
        principals = principals or max(2, events // 1500)
        name = f"{shape}-{events}-{principals}" + ("-once" if once else "")
        name += "-trail" if trail else ".ndjson"
        flags = ["--shape", shape, "--events", str(events), "--principals", str(principals),
                 "--incident"]
        flags += ["--layout", "trail"] if trail else []
        flags += ["--duplicates", "0"] if once else []
        return self.made(name, lambda path: self.generate(path, *flags))

    def generate(self, path, *flags):
        subprocess.run([self.sigrun, "gen", "-o", path, *flags], check=True,
                       stderr=subprocess.DEVNULL)

    def halves(self, log):
        """The same lines in two files."""
        def make(folder):
            folder.mkdir()
            lines = log.read_bytes()
            middle = lines.index(b"\n", len(lines) // 2) + 1
            (folder / "a.ndjson").write_bytes(lines[:middle])
            (folder / "b.ndjson").write_bytes(lines[middle:])
        folder = self.made(f"halves-{name_of(log)}", make)
        return sorted(folder.iterdir())

    def windows_events(self, events):
        return self.made(f"windows-{events}.ndjson", lambda path: windows.write_events(path, events))

    def principals(self, events, principals, dominant=0.0):
        name = f"principals-{events}-{principals}" + (f"-{dominant}" if dominant else "")
        return self.made(name + ".ndjson", lambda path: many_principals.write_events(
            path, events, principals, dominant))

    def tiny_files(self, log):
        """The log as .json.gz files of five events each, in folders of a thousand."""
        return self.made(f"tiny-{name_of(log)}", lambda path: write_tiny(path, log))

    def cloud_rules(self, count, log):
        """Sigma rules with values of this log."""
        return self.made(f"cloud-rules-{count}-{name_of(log)}",
                         lambda path: sigma.cloud_rules(path, count, log))

    def quiet_rules(self, count, log):
        """The same without rules that raise an alert on more than one event of 10,000: as in a pack
        that is tuned."""
        def make(path):
            sigma.cloud_rules(path, count + count // 5, log)
            stats = path.with_suffix(".stats")
            self.scan(path, log, "--stats", stats)
            counts = json.loads(stats.read_text(encoding="utf-8"))
            most = counts["records"]["total"] // 10_000
            stats.unlink()
            sigma.keep_quiet(path, count, {
                int(rule["name"].rpartition("_")[2]) for rule in counts["rules"]
                if rule["alerts"] > most})
        return self.made(f"quiet-rules-{count}-{name_of(log)}", make)

    def pack(self, *folders):
        """The rules of these folders, compiled by this version."""
        path = self.folder / "rules.sgc"
        subprocess.run([self.sigrun, "compile", *folders, "-o", path], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return path

    def scan(self, rules, log, *flags):
        subprocess.run([self.sigrun, "scan", "-q", "--threads", "1", "--rules", rules, *flags, log], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def windows_rules(self, count):
        return self.made(f"windows-rules-{count}", lambda path: sigma.windows_rules(path, count))

    def given_rules(self, name, wanted, *more):
        """The given Sigma rules that are `wanted` by their text, and more. None without them. What
        engines disagree on is left out: placeholders, and aggregates in the old form."""
        given = [path for folder in ("rules", "deprecated", "unsupported")
                 for path in sorted((self.shared / "sigma" / folder).rglob("*.yml"))]
        texts = [path.read_text(encoding="utf-8") for path in given]
        texts = [text for text in texts if wanted(text) and not OLD_AGGREGATE.search(text)]
        if not texts:
            return None

        def make(folder):
            folder.mkdir()
            for number, text in enumerate([*texts, *(path.read_text() for path in more)]):
                (folder / f"r{number:05}.yml").write_text(text, encoding="utf-8")
        return self.made(f"given-{name}-{len(texts)}-{len(more)}", make)

    def real(self, events):
        """The records of a folder of real logs in order of time, one a second, repeated with other
        ids until there are `events`. None without that folder."""
        sources = sorted(self.shared.glob("cloudtrail/events/*.ndjson"))
        return self.made(f"real-{events}.ndjson",
                         lambda path: write_real(sources, events, path)) if sources else None


TIME = re.compile(r'("eventTime":\s*")([^"]*)')
ID = re.compile(r'("eventID":\s*")([^"]{0,8})')
OLD_AGGREGATE = re.compile(r"condition:.*\|")
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


def write_tiny(folder, log):
    with open(log, encoding="utf-8") as file:
        lines = (line.rstrip("\n") for line in file)
        for number in itertools.count():
            records = list(itertools.islice(lines, 5))
            if not records:
                break
            place = folder / f"{number // 1000:03}"
            place.mkdir(parents=True, exist_ok=True)
            text = '{"Records":[' + ",".join(records) + "]}"
            (place / f"f{number:06}.json.gz").write_bytes(gzip.compress(text.encode(), 6))
