"""Many small files."""

from contest import figure
from parts.e2e import EVENTS, beside_yardstick
from process import run

OBJECTS = 2_000_000


def measure(lab):
    folders = {}
    for events in (EVENTS // 3, EVENTS):
        folder = lab.data.tiny_files(lab.data.generated("mixed", lab.count(events)))
        folders[sum(1 for _ in folder.rglob("*.gz"))] = folder
    few, many = sorted(folders)
    tiny = beside_yardstick(lab, lab.pack, folders[few], "inflate")
    tiny.facts["files_per_second"] = 1e9 / (5 * tiny.facts["scan_ns"])
    yield "tiny", tiny

    def slope(value):
        """What 2 million files take, by what few and many take."""
        line = {count: value(folder) for count, folder in folders.items()}
        return figure([line[many] + (line[many] - line[few]) / (many - few) * (OBJECTS - many)],
                      **{f"{count}_files": found for count, found in line.items()})

    scan = lambda rules, folder: lab.scan(lab.rules / rules, folder, "--format", "jsonl")
    yield "memory", slope(lambda folder: run(scan("pinned.sgr", folder)).peak_bytes / 2**20)
    yield "first_alert", slope(lambda folder: run(scan("every_event.sgr", folder),
                                                  until_first_line=True).first_line)
