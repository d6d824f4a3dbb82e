"""The rows of the table: what is measured, in which part, and the goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    key: str  # stable: the key in the JSON output
    what: str
    goal: float | None = None  # None: for information
    better: str = "more"  # or "less"
    unit: str = ""  # empty: a ratio

    @property
    def part(self):
        return self.key.partition(".")[0]

    def met(self, value):
        return value >= self.goal if self.better == "more" else value <= self.goal

    def gap(self, value):
        """How many times better it has to get."""
        return self.goal / value if self.better == "more" else value / self.goal


ROWS = [
    Row("e2e.mixed", "shipped pack to the yardstick: mixed events", 0.8),
    Row("e2e.s3", "… S3 data events", 0.8),
    Row("e2e.real", "… real records", 0.8),
    Row("e2e.management", "… management events", 0.8),
    Row("e2e.pinned", "one pinned rule without state to the yardstick", 3),
    Row("e2e.gz", ".json.gz to inflate and yardstick", 0.85),
    Row("micro.decoder", "decoder, twelve fields, to the yardstick", 1.5),
    Row("micro.pack", "decoder, the fields of the shipped pack, to the yardstick"),
    Row("micro.stage1", "simdjson's structural index alone, to the yardstick"),
]

PARTS = list(dict.fromkeys(row.part for row in ROWS))
