"""Run Lighthouse on each kind of page, and write the medians to benchmarks/lighthouse.md.

A measurement and not a test: it depends on the machine. `make lighthouse` runs it.

    .venv/bin/python benchmarks/lighthouse.py [--page NAME …] [--reader NAME …] [--runs N]

With some of the pages or readers, or another number of runs, it prints each run and the medians, and writes nothing.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faircopy.build.build import build_site
from faircopy.preview.folder import FolderSite
from faircopy.preview.handlers import SiteHandler
from faircopy.preview.port import LOOPBACK, listening
from faircopy.preview.server import SiteServer

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / "tests" / "npm" / "node_modules" / ".bin" / "lighthouse"
SUMMARY = ROOT / "benchmarks" / "lighthouse.md"
RUNS = 5
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "post": "2017/09/fail2ban/",
    "checklist": "2016/08/tech-due-diligence/",
    "archive": "archives/",
    "search": "search/",
    "404": "404.html",
    "nothing": "nothing.html",  # written here: what the network alone takes
}
NOTHING = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Nothing</title><meta name="description" content="Nothing"><link rel="icon" href="data:,">
<main><h1>Nothing</h1></main>
"""
# Who reads: Lighthouse's own settings are a slow phone on slow 4G. Slow 3G is as Chromium's tools have it.
SLOW_3G = "phone on slow 3G"
READERS = {
    "phone": (),
    "desktop": ("--preset=desktop",),
    SLOW_3G: ("--throttling.rttMs=400", "--throttling.throughputKbps=400"),
}
CHROMIUM_FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


# What the score for performance is made of, by the names that people use -> Lighthouse's, and decimals.
METRICS = {
    "FCP": ("first-contentful-paint", 0),
    "LCP": ("largest-contentful-paint", 0),
    "SI": ("speed-index", 0),
    "TBT": ("total-blocking-time", 0),
    "CLS": ("cumulative-layout-shift", 3),
}


TEXT = re.compile(r"text/|application/(json|javascript|xml|\w+\+xml)|image/svg\+xml")


class PackingHandler(SiteHandler):
    """Packs text with gzip, as GitHub Pages does: a slow network is as slow as the bytes are many."""

    packs = False

    def reply(self, status: int, content_type: str, body: bytes, etag: str) -> None:
        self.packs = bool(TEXT.match(content_type)) and "gzip" in self.headers.get("Accept-Encoding", "")
        super().reply(status, content_type, gzip.compress(body, mtime=0) if self.packs else body, etag)

    def end_headers(self) -> None:
        if self.packs:
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()


class PackingServer(SiteServer):
    handler = PackingHandler


@dataclass(frozen=True, slots=True)
class Result:
    """One run on one page."""

    scores: dict[str, int]  # of 100, by category
    weight: int  # bytes over the wire
    requests: int
    metrics: dict[str, float]  # milliseconds, and CLS without a unit
    faults: tuple[str, ...]  # the audits that cost points


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="append", choices=PAGES, help="only this page; may be given several times")
    parser.add_argument("--reader", action="append", choices=READERS, help="only this one; may be given several times")
    parser.add_argument("--runs", type=int, default=RUNS)
    requests = parser.parse_args()
    chromium = shutil.which("chromium-headless-shell")
    if chromium is None or not LIGHTHOUSE.exists():
        print("error: Chromium and npm's lighthouse are needed; `make doctor` says how to get them", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "site")
        with PackingServer(listening(0), FolderSite(output)) as server:
            site = f"http://{LOOPBACK}:{server.server_address[1]}"
            build_site(ROOT / "publishconf.py", output, {"SITEURL": site, "FEED_DOMAIN": site})
            (output / PAGES["nothing"]).write_text(NOTHING, encoding="utf-8")
            threading.Thread(target=server.serve_forever, daemon=True).start()
            results = {
                (reader, name): measured_often(site, name, reader, chromium, requests.runs)
                for reader in requests.reader or READERS
                for name in requests.page or PAGES
            }
            server.shutdown()
    if requests.page or requests.reader or requests.runs != RUNS:
        print("\n".join(line for name, runs in results.items() for line in account(", ".join(name), runs)))
    else:
        SUMMARY.write_text(summary(results), encoding="utf-8")
        print(SUMMARY.read_text(encoding="utf-8"))
    return 0 if all(is_best(reader, runs) for (reader, _), runs in results.items()) else 1


def is_best(reader: str, runs: list[Result]) -> bool:
    """Tell whether a page has all points, but those for performance on slow 3G: there no empty page has them all."""
    needed = [name for name in CATEGORIES if not (name == "performance" and reader == SLOW_3G)]
    return all(median(runs, category) == 100 for category in needed)


def measured_often(site: str, name: str, reader: str, chromium: str, runs: int) -> list[Result]:
    """Run Lighthouse some times on a page, and say so: all pages for all readers take twenty minutes or more."""
    print(f"{reader}, {name}", file=sys.stderr)
    return [measured(f"{site}/{PAGES[name]}", chromium, reader) for _ in range(runs)]


def measured(url: str, chromium: str, reader: str) -> Result:
    """Run Lighthouse once on `url`, as one of READERS sees it."""
    command = [
        str(LIGHTHOUSE),
        url,
        "--output=json",
        "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROMIUM_FLAGS}",
        *READERS[reader],
    ]
    # Its home is a folder of its own: what it remembers of runs stays out of the user's.
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CHROME_PATH": chromium, "HOME": home}
        run = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True, timeout=180)
    return result_of(json.loads(run.stdout))


def result_of(report: dict[str, dict[str, dict[str, object]]]) -> Result:
    audits, categories = report["audits"], report["categories"]
    requests = audits["network-requests"]["details"]["items"]  # type: ignore[index]
    return Result(
        scores={name: round(100 * float(str(categories[name]["score"]))) for name in CATEGORIES},
        weight=sum(item["transferSize"] for item in requests),
        requests=len(requests),
        metrics={name: float(str(audits[audit]["numericValue"])) for name, (audit, _) in METRICS.items()},
        faults=tuple(sorted(faults(audits, categories))),
    )


def faults(audits: dict[str, dict[str, object]], categories: dict[str, dict[str, object]]) -> set[str]:
    weighed = {
        reference["id"]
        for category in categories.values()
        for reference in category["auditRefs"]  # type: ignore[attr-defined]
        if reference["weight"]
    }
    return {name for name in weighed if isinstance(score := audits[name]["score"], int | float) and score < 0.9}


def median(runs: list[Result], category: str) -> int:
    return round(statistics.median(run.scores[category] for run in runs))


def account(name: str, runs: list[Result]) -> Iterator[str]:
    """Say of each run, and of their medians, the scores and what that for performance is made of."""
    for number, run in enumerate(runs, 1):
        scores, faults = " ".join(map(str, run.scores.values())), ", ".join(run.faults) or "none"
        yield f"{name} {number}: {scores}; {measures([run])}; lost points: {faults}"
    medians = " ".join(str(median(runs, category)) for category in CATEGORIES)
    yield f"{name}, medians of {len(runs)}: {medians}; {measures(runs)}"


def measures(runs: list[Result]) -> str:
    """Return the medians of the metrics as text, such as `FCP 912, LCP 912, SI 912, TBT 0, CLS 0.000`."""
    values = {name: statistics.median(run.metrics[name] for run in runs) for name in METRICS}
    return ", ".join(f"{name} {value:.{METRICS[name][1]}f}" for name, value in values.items())


def summary(results: dict[tuple[str, str], list[Result]]) -> str:
    version = subprocess.run([LIGHTHOUSE, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    rows = [
        f"| {reader} | {name} | {' | '.join(str(median(runs, category)) for category in CATEGORIES)} "
        f"| {runs[0].requests} | {runs[0].weight / 1024:.1f} | {measures(runs)} "
        f"| {', '.join(runs[0].faults) or 'none'} |"
        for (reader, name), runs in results.items()
    ]
    return "\n".join(
        [
            "# Lighthouse",
            "",
            f"Medians of {RUNS} runs of Lighthouse {version} on the production site, served from the same machine by",
            "HTTP/1.1, its text packed with gzip as GitHub Pages does it. *Phone* is Lighthouse's own setting, a slow",
            "phone on slow 4G; *slow 3G* has 400 ms to and fro, and 400 kbit/s. FCP, LCP, SI and TBT are milliseconds;",
            "CLS is how much the page shifts. *Nothing* is a page of one line: what the network alone takes.",
            f"Written by `make lighthouse`, {date.today():%Y-%m}.",
            "",
            f"| reader | page | {' | '.join(CATEGORIES)} | requests | KB | measured | what lost points at first |",
            f"| --- | --- | {' | '.join('---:' for _ in CATEGORIES)} | ---: | ---: | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
