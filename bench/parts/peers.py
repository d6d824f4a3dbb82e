"""Other engines on the same events. They are fetched when this part runs: rsigma-eval by cargo,
DuckDB by pip into a virtual environment."""

import shutil
import subprocess
import sys

from contest import Process, Skipped

PREFILTERS = ("plain", "bloom", "automaton")  # of rsigma-eval; its best counts
DUCKDB = "2.0.1"


def measure(lab):
    log = lab.data.generated("mixed", lab.count(60_000), once=True)
    windows = lab.data.windows_events(lab.count(20_000))
    rsigma = build_rsigma(lab)
    given = lab.data.given_rules
    aws = given("aws", lambda text: "service: cloudtrail" in text)
    yield "rsigma_aws", against_rsigma(lab, rsigma, "aws", aws, log)
    yield "rsigma_all", against_rsigma(lab, rsigma, "aws", given("all", lambda text: True), log)
    generated = lab.data.windows_rules(lab.count(1_200))
    processes = given("windows", lambda text: "category: process_creation" in text and
                      "product: windows" in text, *sorted(generated.iterdir()))
    yield "rsigma_windows", against_rsigma(lab, rsigma, "windows", processes or generated, windows)
    yield "duckdb", against_duckdb(lab, log)


def against_rsigma(lab, program, source, rules, log):
    if isinstance(program, Skipped):
        return program
    if rules is None:
        return Skipped(f"no Sigma rules in {lab.shared}")
    peer = Process([program, *(f"{prefilter}={prefilter}:{source}:{rules}:{log}"
                               for prefilter in PREFILTERS)], PREFILTERS)
    contest = lab.contest(peer, lab.process("scan_bench", {"scan": f"{rules}:{log}"}))
    best = min(PREFILTERS, key=contest.ns_per_event)
    return against(contest, best, best=best, rules=contest.fact("scan", "rules"),
                   peer_rules=contest.fact(best, "rules"))


def against_duckdb(lab, log):
    python = duckdb_python(lab)
    if isinstance(python, Skipped):
        return python
    peer = Process([python, lab.here / "peers/duckdb_peer.py", f"duckdb={log}"], ["duckdb"])
    rules = lab.rules / "peers/six_signals.sgr"
    contest = lab.contest(peer, lab.process("scan_bench", {"scan": f"{rules}:{log}"}))
    return against(contest, "duckdb")


def against(contest, peer, **facts):
    ratio = contest.ratio(peer, "scan")
    found, by_peer = contest.fact("scan", "alerts"), contest.fact(peer, "alerts")
    ratio.facts = {"scan_ns": contest.ns_per_event("scan"), "peer_ns": contest.ns_per_event(peer),
                   "alerts": found, **facts}
    if found == 0:
        ratio.fault = "no alert"
    elif found != by_peer:
        ratio.fault = f"the peer has {by_peer} matches"
    return ratio


def build_rsigma(lab):
    if not shutil.which("cargo"):
        return Skipped("cargo is not installed")
    place = lab.folder / "rsigma"
    built = logged(lab, "rsigma", [
        "cargo", "build", "--release", "--locked", "--ignore-rust-version", "--manifest-path",
        lab.here / "peers/rsigma/Cargo.toml", "--target-dir", place])
    return built or place / "release/rsigma_peer"


def duckdb_python(lab):
    place = lab.folder / "duckdb"
    python = place / "bin/python3"
    if not python.exists():
        made = logged(lab, "duckdb", [sys.executable, "-m", "venv", place])
        if made:
            return made
    return logged(lab, "duckdb", [python, "-m", "pip", "install", "-q", f"duckdb=={DUCKDB}"]) or python


def logged(lab, name, argv):
    """Runs a command that fetches something. None, or why the rows that need it are skipped."""
    log = lab.folder / f"{name}.log"
    with open(log, "w", encoding="utf-8") as file:
        done = subprocess.run(argv, stdout=file, stderr=subprocess.STDOUT, check=False)
    return None if done.returncode == 0 else Skipped(f"cannot be fetched or built: {log}")
