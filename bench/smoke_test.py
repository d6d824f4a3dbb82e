"""Runs the bench at a small scale: every row is printed and stands in the JSON document, which can
be compared with. Speed is not looked at.

  smoke_test.py BIN_FOLDER WORK_FOLDER"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from rows import PARTS, ROWS

bin_folder, folder = sys.argv[1], Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
bench = [sys.executable, Path(__file__).with_name("bench.py"), "--quick",
         "--bin", bin_folder, "--folder", folder]


def run(*flags):
    return subprocess.run([*bench, *flags], text=True, check=True, stdout=subprocess.PIPE).stdout


parts = [part for part in PARTS if part != "peers"]
output = run(*parts, "--json", folder / "first.json")
print(output)
document = json.loads((folder / "first.json").read_text())
assert {"format", "date", "commit", "machine", "load", "scale", "rounds", "rows"} == set(document)
for row in ROWS:
    if row.part not in parts:
        continue
    assert row.what in output, f"{row.key} is not printed"
    result = document["rows"][row.key]
    if "skipped" in result:
        assert result["skipped"], f"{row.key} is skipped without a reason"
        continue
    assert result["low"] <= result["value"] <= result["high"], f"{row.key}: {result}"
    assert ("goal" in result) == (row.goal is not None), row.key
assert f"ratio to simdjson: {document['rows']['e2e.mixed']['value']}" in output

assert "| row | goal |" in run("--history")
compared = run("micro", "--compare", folder / "first.json")
print(compared)
assert "before" in compared and "×" in compared
