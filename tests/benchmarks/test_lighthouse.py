"""What is read from Lighthouse's reports, and what is said of them."""

import gzip
import threading
import urllib.request
from pathlib import Path

import pytest

from faircopy.preview.folder import FolderSite
from faircopy.preview.port import LOOPBACK, listening
from lighthouse import CATEGORIES, METRICS, PackingServer, Result, account, result_of

SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def run(blocking: float, *faults: str) -> Result:
    metrics = dict.fromkeys(METRICS, 0.0) | {"TBT": blocking, "CLS": 0.0042}
    return Result(SCORES, weight=1024, requests=1, metrics=metrics, faults=faults)


def test_a_report_is_read() -> None:
    audits: dict[str, dict[str, object]] = {audit: {"score": 1, "numericValue": 12.5} for audit, _ in METRICS.values()}
    audits["total-blocking-time"]["score"] = 0.5
    audits["unweighed"] = {"score": 0, "numericValue": 0}
    audits["network-requests"] = {"details": {"items": [{"transferSize": 1000}, {"transferSize": 24}]}}
    weighed = [{"id": audit, "weight": 10} for audit, _ in METRICS.values()] + [{"id": "unweighed", "weight": 0}]
    categories: dict[str, dict[str, object]] = {name: {"score": 0.98, "auditRefs": weighed} for name in CATEGORIES}
    result = result_of({"audits": audits, "categories": categories})
    assert result.scores == dict.fromkeys(CATEGORIES, 98)
    assert (result.weight, result.requests, result.faults) == (1024, 2, ("total-blocking-time",))
    assert result.metrics == dict.fromkeys(METRICS, 12.5)


def test_each_run_and_the_medians_are_told() -> None:
    assert list(account("post", [run(10), run(300, "total-blocking-time"), run(20)])) == [
        "post 1: 98 100 100 100; FCP 0, LCP 0, SI 0, TBT 10, CLS 0.004; lost points: none",
        "post 2: 98 100 100 100; FCP 0, LCP 0, SI 0, TBT 300, CLS 0.004; lost points: total-blocking-time",
        "post 3: 98 100 100 100; FCP 0, LCP 0, SI 0, TBT 20, CLS 0.004; lost points: none",
        "post, medians of 3: 98 100 100 100; FCP 0, LCP 0, SI 0, TBT 20, CLS 0.004",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "packed"), [("index.html", True), ("site.js", True), ("photo.avif", False)])
def test_text_is_packed_as_on_github_pages(tmp_path: Path, name: str, packed: bool) -> None:
    (tmp_path / name).write_bytes(b"word " * 100)
    with PackingServer(listening(0), FolderSite(tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{LOOPBACK}:{server.server_port}/{name.removesuffix('index.html')}"
        requests = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(requests) as answer:
            body = answer.read()
            assert answer.headers["Content-Encoding"] == ("gzip" if packed else None)
        server.shutdown()
    assert (gzip.decompress(body) if packed else body) == b"word " * 100
