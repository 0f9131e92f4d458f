import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@contextmanager
def serving(site: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run `serve` in `site`; give the process and its address once it says it."""
    with subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve"],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(site / "plugins")},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            address = re.match(r"http://127\.0\.0\.1:\d+/", line)
            assert address, line
            yield process, address[0]
        finally:
            process.kill()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as response:
        text: str = response.read().decode()
    return text


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_site_is_built_and_served_until_interrupted(site_copy: Path, end: signal.Signals) -> None:
    with serving(site_copy) as (process, address):
        page = get(f"{address}2017/09/fail2ban/")
        assert "&lt;HOST&gt;" in page
        assert f'<link rel="canonical" href="{address}2017/09/fail2ban/">' in page
        process.send_signal(end)
        assert process.wait(timeout=10) == 0


def test_two_at_once_have_their_own_pages(site_copy: Path) -> None:
    with serving(site_copy) as (_, first), serving(site_copy) as (_, second):
        assert first != second
        for address in (first, second):
            assert f'<link rel="canonical" href="{address}about/">' in get(f"{address}about/")
