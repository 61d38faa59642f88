"""`make bench`: every budget of design.md measured, one table, one JSON file.

`SIZES=1000 make bench` for a quick look; by default 1,000, 100,000 and 1,000,000 listings, on
SQLite and, where its programs are on the machine, on PostgreSQL.
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


def main() -> int:
    found = []
    with tempfile.TemporaryDirectory(prefix="madeingard-bench-") as var:
        found += measure("bench.database", *SIZES, VAR_DIR=var, DATABASE_URL="")
        if os.environ.get("ONLY") != "sqlite":
            with postgresql.cluster() as address:
                if address:
                    found += measure("bench.database", *SIZES, VAR_DIR=var, DATABASE_URL=address)
                else:
                    print("PostgreSQL is not on this machine: not measured", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="madeingard-bench-") as var:
        environment = {
            "VAR_DIR": var,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        for words in (["migrate"], ["load_demo"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *words, "--verbosity", "0"],
                cwd=ROOT, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        found += measure("bench.first_visit", **environment)
    found += growth(found)
    show(found)
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    missed = [row for row in found if not row["ok"]]
    print(f"\n{len(found) - len(missed)} of {len(found)} within budget; figures in {target}")
    return 0


def measure(module: str, *words: str, **environment: str) -> list[dict]:
    search = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": search} | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def growth(found: list[dict]) -> list[dict]:
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


def show(found: list[dict]) -> None:
    print(f"\n{'database':<11}{'listings':>10}  {'what':<52}{'value':>10}  {'budget':<9}")
    for row in found:
        mark = "" if row["ok"] else "  over"
        size = f"{row['listings']:,}" if row["listings"] else ""
        print(
            f"{row['database']:<11}{size:>10}  {row['what']:<52}{row['value']:>10}  "
            f"{row['budget']:<9}{mark}"
        )


if __name__ == "__main__":
    sys.exit(main())
