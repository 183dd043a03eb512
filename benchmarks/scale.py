"""`make bench-scale`: does a read of a large blog take what it takes on a small one?

Makes two blogs by `manage.py generate_content` on each database (in var/bench/, and in databases
called broadsheet_scale_…), asks both the same questions through the whole stack, in turns, and
prints a table: the medians, their ratio, and what the database had to read through from end to end.

    .venv/bin/python benchmarks/scale.py [--sizes 10000 1000000] [--only sqlite|postgresql]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
POSTGRES = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/broadsheet")
PEOPLE, ROUNDS = 200, 3
# What counts or ranks everything may take this long at any size, and be slower than twice.
COUNTS_ALL = {
    *("search: middling word", "search: common word", "suggestions, mistyped"),
    *("facets", "facets of a category"),
}
ENVIRONMENT = {
    "DEBUG": "false",
    "SECRET_KEY": "a-key-for-measuring-that-is-no-secret-at-all",
    "ALLOWED_HOSTS": "testserver",
    "SITE_URL": "http://testserver",
    "THROTTLE": "off",
    "DJANGO_SETTINGS_MODULE": "core.settings",
    "PYTHONPATH": str(ROOT),
}


def address(kind: str, size: int) -> str:
    """Return the DATABASE_URL of a blog of this size."""
    if kind == "sqlite":
        FOLDER.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{FOLDER / f'scale_{size}.sqlite3'}"
    return f"{POSTGRES.rpartition('/')[0]}/broadsheet_scale_{size}"


def run(url: str, *command: str, output: bool = False) -> str:
    """Run Python on a database; a failure ends the benchmark."""
    environment = {**os.environ, **ENVIRONMENT, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE if output else None,
    )
    return done.stdout or ""


def prepare(kind: str, size: int) -> str:
    """Make the blog unless it is here already; return its address."""
    url = address(kind, size)
    if kind == "postgresql":
        name = url.rpartition("/")[2]
        with connected(f"{url.rpartition('/')[0]}/postgres") as server:
            here = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if here.fetchone() is None:
                server.execute(f"CREATE DATABASE {name}")
    run(url, "manage.py", "migrate", "-v0")
    have = int(run(url, "benchmarks/scale.py", "--count", output=True))
    if have < size:
        arguments = {"posts": size - have, "comments": size - have, "people": PEOPLE, "seed": 1}
        options = [f"--{name}={value}" for name, value in arguments.items()]
        run(url, "manage.py", "generate_content", *options)
        if kind == "postgresql":
            with connected(url) as database:
                database.execute("VACUUM")  # As autovacuum does, minutes later.
    return url


def connected(url: str) -> Any:
    """Connect to PostgreSQL itself; each statement is its own transaction."""
    import psycopg

    return psycopg.connect(url, autocommit=True)


def compare(kind: str, small: int, large: int) -> list[dict]:
    """Return a row for each question: the medians in ms, and what was read from end to end."""
    urls = [prepare(kind, size) for size in (small, large)]
    times: list[dict[str, list[float]]] = [{}, {}]
    scans: dict[str, str] = {}
    for _ in range(ROUNDS):
        for place, url in enumerate(urls):
            for line in run(url, "benchmarks/scale.py", "--measure", output=True).splitlines():
                answer = json.loads(line)
                times[place].setdefault(answer["name"], []).append(answer["ms"])
                scans[answer["name"]] = answer["scans"]
    rows = []
    for name, found in times[1].items():
        first, second = statistics.median(times[0][name]), statistics.median(found)
        rows.append({"name": name, "small": first, "large": second, "scans": scans[name]})
    return rows


def table(kind: str, small: int, large: int, rows: list[dict]) -> str:
    lines = [
        f"| {kind} | {small:,} posts, ms | {large:,} posts, ms | ratio | read from end to end |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        ratio = row["large"] / row["small"]
        late = row["large"] > 100 if row["name"] in COUNTS_ALL else ratio > 2
        mark = " **over**" if late else ""
        lines.append(
            f"| {row['name']} | {row['small']:.1f} | {row['large']:.1f} | {ratio:.2f}{mark}"
            f" | {row['scans'] or '–'} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", nargs=2, type=int, default=[10_000, 1_000_000])
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count or options.measure:
        from questions import count, measure

        print(count()) if options.count else measure()
        return
    small, large = options.sizes
    for kind in [options.only] if options.only else ["sqlite", "postgresql"]:
        print(table(kind, small, large, compare(kind, small, large)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
