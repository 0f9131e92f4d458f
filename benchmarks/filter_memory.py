"""How much memory the filter tool takes for a long log: 50 MB and 500 MB, plain and compressed, in Chromium.

    .venv/bin/python benchmarks/filter_memory.py [MEGABYTES …]

Memory is the most that the renderer, with its Workers, has held of the machine's (`VmHWM`), less what it held when the
tool was opened. Each log has a browser of its own. A log is read as a stream if ten times the log takes about as much.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from server_log import server_log

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from filterlogs import POST
from testsite import running

MEGABYTES = (50, 500)
MEGABYTE = 1_000_000
LONGEST_TRIAL_MS = 1_200_000
OPTIONS = ("--no-sandbox", "--disable-gpu")
CHROMIUM = "chromium-headless-shell"


def write_log(path: Path, size: int) -> int:
    """Write a made-up log of that many bytes, plain or compressed. Return how many lines it has."""
    written = lines = 0
    with gzip.open(path, "wb", 6) if path.suffix == ".gz" else path.open("wb") as file:
        for number, line in enumerate(server_log(size)):
            data = f"{line}\n".encode()
            file.write(data)
            written, lines = written + len(data), number + 1
            if written >= size:
                break
    return lines


def peaks(browser: Browser) -> dict[str, int]:
    """Return the most memory that each kind of process of a browser has held so far, in bytes."""
    found: dict[str, int] = {}
    session = browser.new_browser_cdp_session()
    for one in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        status = Path(f"/proc/{one['id']}/status").read_text(encoding="ascii")
        peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
        found[one["type"]] = max(found.get(one["type"], 0), 1024 * peak)
    session.detach()
    return found


def tried(browser: Browser, address: str, log: Path) -> tuple[dict[str, int], str]:
    """Return what each kind of process took on top, and what the page says of the log."""
    page = browser.new_page()
    page.goto(address)
    page.locator("filter-tool summary").press("Enter")
    page.wait_for_selector("filter-tool[data-ready]")
    before = peaks(browser)
    page.get_by_label("Choose a log").set_input_files(log)
    page.wait_for_selector(
        "filter-tool [data-name=result]:not([data-pending])", state="attached", timeout=LONGEST_TRIAL_MS
    )
    after = peaks(browser)
    said = page.locator("filter-tool [data-name=status]").inner_text()
    return {kind: after[kind] - before.get(kind, 0) for kind in after}, said


@contextmanager
def served_site(folder: Path) -> Iterator[str]:
    """Build this site for the address that it is served from."""
    with site_server(folder, 0) as server, running(server):
        address = f"http://{LOOPBACK}:{server.server_address[1]}"
        command = [sys.executable, "-m", "faircopy", "build", "--output", str(folder)]
        subprocess.run(command, env={**os.environ, "SITEURL": address}, check=True, capture_output=True)
        yield f"{address}/{POST}"


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with served_site(folder / "site") as address:
            for suffix in ("log", "log.gz"):
                for size in sizes:
                    log = folder / f"access.{suffix}"
                    write_log(log, size * MEGABYTE)
                    browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=OPTIONS)
                    memory, said = tried(browser, address, log)
                    browser.close()
                    log.unlink()
                    took = ", ".join(
                        f"{kind} {most / MEGABYTE:.0f} MB" for kind, most in sorted(memory.items()) if most
                    )
                    print(f"{size} MB as {suffix}: {took}. {said}", flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or list(MEGABYTES))
