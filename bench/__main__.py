"""`make bench`: every budget of design.md measured, one table, one JSON file.

`SIZES=1000 make bench` for a quick look; by default 1,000, 100,000 and 1,000,000 listings, on
SQLite and, where its programs are on the machine, on PostgreSQL. `ONLY=sqlite,visits` leaves a part
out.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import postgresql

ROOT = Path(__file__).resolve().parents[1]
SIZES = os.environ.get("SIZES", "1000,100000,1000000").split(",")
GROWTH = "map data / raw SQL (time)"


TARGET = ROOT / "var" / "bench.json"
PARTS = os.environ.get("ONLY", "sqlite,postgresql,visits").split(",")

found: list[dict] = []


def main() -> int:
    TARGET.parent.mkdir(exist_ok=True)
    print(f"{'database':<11}{'listings':>10}  {'what':<54}{'value':>10}  {'budget':<9}")
    with tempfile.TemporaryDirectory(prefix="madeingard-bench-") as var:
        if "sqlite" in PARTS:
            measure("bench.database", *SIZES, VAR_DIR=var, DATABASE_URL="")
        if "postgresql" in PARTS:
            with postgresql.cluster() as address:
                if address:
                    measure("bench.database", *SIZES, VAR_DIR=var, DATABASE_URL=address)
                else:
                    print("PostgreSQL is not on this machine: not measured", file=sys.stderr)
    for row in growth():
        note(row)
    if "visits" in PARTS:
        first_visits()
    missed = [row for row in found if not row["ok"]]
    print(f"\n{len(found) - len(missed)} of {len(found)} within budget; figures in {TARGET}")
    return 0


def first_visits():
    with tempfile.TemporaryDirectory(prefix="madeingard-bench-") as var:
        environment = {
            "VAR_DIR": var,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        for words in (
            ["migrate"],
            ["load_demo", "--listings-only"],
            ["collectstatic", "--noinput"],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *words, "--verbosity", "0"],
                cwd=ROOT, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        measure("bench.first_visit", **environment)


def measure(module: str, *words: str, **environment: str):
    """Run a part in a process of its own; its rows are noted as they come."""
    search = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": search} | environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as part:
        for line in part.stdout:
            if line.startswith("{"):
                note(json.loads(line))
    if part.returncode:
        raise SystemExit(f"{module} stopped ({part.returncode}); what it measured is in {TARGET}")


def note(row: dict):
    """Show a row and write it down: what is interrupted keeps what it measured."""
    found.append(row)
    TARGET.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    mark = "" if row["ok"] else "  over"
    size = f"{row['listings']:,}" if row["listings"] else ""
    print(
        f"{row['database']:<11}{size:>10}  {row['what']:<54}{row['value']:>10}  "
        f"{row['budget']:<9}{mark}",
        flush=True,
    )


def growth() -> list[dict]:
    """How the time of map data grows from the smallest to the largest size, per database."""
    rows = []
    for database in ("sqlite", "postgresql"):
        times = [r for r in found if r["database"] == database and r["what"] == GROWTH]
        if len(times) > 1:
            ratio = times[-1]["ms"] / times[0]["ms"]
            what = f"map data, {times[0]['listings']} → {times[-1]['listings']} (time)"
            rows.append({"database": database, "listings": None, "what": what,
                         "value": round(ratio, 2), "budget": "≤ 1.5", "ok": ratio <= 1.5,
                         "ms": None})  # fmt: skip
    return rows


if __name__ == "__main__":
    sys.exit(main())
