"""The table for people, and the JSON document for programs and for the history."""

import datetime
import json
import subprocess
from pathlib import Path

from contest import Figure, Skipped
from rows import ROWS

FORMAT = 1  # of the JSON document


def rounded(value):
    return float(f"{value:.4g}")


def shown(value):
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def verdict(row, result):
    if result.fault:
        return f"FAULT: {result.fault}"
    if row.goal is None:
        return ""
    return "PASS" if row.met(result.value) else f"needs ×{shown(row.gap(result.value))}"


def print_header(before):
    columns = f"{'what':<62} {'measured [spread]':>22} {'goal':>10}  "
    print(columns + (f"{'before':>9} {'change':>7}  " if before else "") + "verdict")


def print_row(row, result, before, whole):
    if isinstance(result, Skipped):
        print(f"{row.what:<62} skipped: {result.reason}", flush=True)
        return
    measured = f"{shown(result.value)} [{shown(result.low)}..{shown(result.high)}]"
    sign = "≥" if row.better == "more" else "≤"
    goal = "" if row.goal is None else f"{sign} {shown(row.goal)}"
    line = f"{row.what:<62} {measured:>22} {goal:>10}  "
    if before:
        earlier = before["rows"].get(row.key, {}).get("value")
        change = "" if earlier is None else f"×{result.value / earlier:.2f}"
        line += f"{'' if earlier is None else shown(earlier):>9} {change:>7}  "
    facts = ", ".join(f"{name} {shown(value) if isinstance(value, (int, float)) else value}"
                      for name, value in result.facts.items())
    judged = verdict(row, result) if whole else ""
    print(f"{line}{judged:<12} {facts}".rstrip(), flush=True)


def machine():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown"


def commit():
    described = subprocess.run(["git", "describe", "--always", "--dirty"], text=True,
                               cwd=Path(__file__).parent, capture_output=True, check=False)
    return described.stdout.strip() or "unknown"


def document(results, state, cores, load, scale, rounds):
    rows = {}
    for row in ROWS:
        result = results.get(row.key)
        if isinstance(result, Figure):
            rows[row.key] = {"value": rounded(result.value), "low": rounded(result.low),
                             "high": rounded(result.high)}
            if row.goal is not None:
                rows[row.key] |= {"goal": row.goal, "better": row.better,
                                  "met": not result.fault and row.met(result.value)}
            if result.fault:
                rows[row.key]["fault"] = result.fault
            facts = {name: rounded(value) if isinstance(value, float) else value
                     for name, value in result.facts.items()}
            if facts:
                rows[row.key]["facts"] = facts
        elif isinstance(result, Skipped):
            rows[row.key] = {"skipped": result.reason}
    return {
        "format": FORMAT,
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ"),
        "commit": state,
        "machine": f"{machine()}, {cores} cores",
        "load": load,
        "scale": scale,
        "rounds": rounds,
        "rows": rows,
    }


def text(made):
    """One line for each row, so that states can be compared with diff."""
    head = {name: value for name, value in made.items() if name != "rows"}
    lines = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
                       for key, value in made["rows"].items())
    fields = "".join(f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n"
                     for name, value in head.items())
    return "{\n" + fields + '  "rows": {\n' + lines + "\n  }\n}\n"


def history(logs):
    """The logged states side by side, oldest first, as a table of Markdown."""
    logs = sorted(logs, key=lambda made: made["date"])
    head = ["row", "goal", *(made["commit"] for made in logs)]
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in ROWS:
        goal = "" if row.goal is None else ("≥ " if row.better == "more" else "≤ ") + shown(row.goal)
        cells = [history_cell(made["rows"].get(row.key, {})) for made in logs]
        if any(cells):
            yield f"| {' | '.join([f'`{row.key}`', goal, *cells])} |"


def history_cell(result):
    if "value" not in result:
        return ""
    return shown(result["value"]) + (f" ({result['fault']})" if "fault" in result else "")


def read(path):
    made = json.loads(Path(path).read_text(encoding="utf-8"))
    if made.get("format") != FORMAT:
        raise SystemExit(f"bench: {path} is not a document of format {FORMAT}")
    return made
