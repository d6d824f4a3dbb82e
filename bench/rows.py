"""The rows of the table: what is measured, in which part, and the goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    key: str  # stable: the key in the JSON output
    what: str
    goal: float | None = None  # None: for information
    better: str = "more"  # or "less"

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
    Row("e2e.gz", ".json.gz to inflate and yardstick", 0.85),
    Row("e2e.threads", "two threads to two processes over halves", 0.95),
    Row("e2e.dominant", "one principal has 60 % of the events: two threads to one", 1.5),
    Row("rules.pinned", "one pinned rule without state to the yardstick", 3),
    Row("rules.quiet", "3,000 Sigma-like rules to the yardstick", 0.7),
    Row("rules.loud", "… not tuned: more than one alert for each event"),
    Row("rules.growth", "from 100 to 10,000 rules, added time to the yardstick's", 0.8, "less"),
    Row("rules.windows", "1,200 Windows process rules to the yardstick"),
    Row("state.count", "count in 1 M groups: million events a second", 4),
    Row("state.sum", "sum in 1 M groups: million events a second", 4),
    Row("state.sequence", "sequence in 1 M groups: million events a second", 4),
    Row("state.count_bytes", "count: bytes for a group", 120, "less"),
    Row("state.sum_bytes", "sum: bytes for a group", 120, "less"),
    Row("state.sequence_bytes", "sequence: bytes for a group", 120, "less"),
    Row("state.principals", "100,000 principals to 1,000: time per event, shipped pack", 1.3, "less"),
    Row("files.tiny", ".json.gz of five events to inflate and yardstick", 0.735),
    Row("files.memory", "2 million of them (slope): MiB without state", 300, "less"),
    Row("files.first_alert", "2 million of them (slope): seconds to the first alert", 2, "less"),
    Row("load.compile", "compile 4,000 Sigma rules, one thread: seconds", 0.5, "less"),
    Row("load.pack", "start with a .sgc of 4,000 rules: ms", 20, "less"),
    Row("load.start", "start with the shipped pack: ms", 15, "less"),
    Row("peers.rsigma_aws", "rsigma-eval: the AWS rules of SigmaHQ", 10),
    Row("peers.rsigma_all", "… all given Sigma rules, the same events", 10),
    Row("peers.rsigma_windows", "… Windows process rules, generated and given", 10),
    Row("peers.duckdb", "DuckDB: six signals", 5),
    Row("micro.arithmetic", "arithmetic rules, added time to the yardstick's", 6.2, "less"),
    Row("micro.decoder", "decoder, twelve fields, to the yardstick", 1.5),
    Row("micro.pack", "decoder, the fields of the shipped pack, to the yardstick"),
    Row("micro.stage1", "simdjson's structural index alone, to the yardstick"),
    Row("memory.plain", "2 GiB of plain NDJSON: MiB above the memory for state", 150, "less"),
    Row("memory.principals", "5 million principals: MiB above the memory for state", 150, "less"),
]

PARTS = list(dict.fromkeys(row.part for row in ROWS))
