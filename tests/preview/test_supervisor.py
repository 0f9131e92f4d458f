"""The port outlasts the process behind it, whatever becomes of that."""

import http.client
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from children import is_running, started
from waiting import LIMIT_SECONDS, wait_until

pytestmark = pytest.mark.slow

PROGRAM = """
import signal
import sys
from pathlib import Path
from faircopy.preview.supervisor import serve
signal.signal(signal.SIGTERM, signal.default_int_handler)
serve(Path("conf.py"), "ours.site:open_site", lambda line: print(line, file=sys.stderr, flush=True))
"""
SITE = """
import os
from pathlib import Path
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.file_stamps import changed, stamps_of
from faircopy.preview.pending_proofs import NoProofs

TEXT = "one"

class Small:
    folders = [Path("plugins")]
    proofs = NoProofs()
    before = stamps_of(folders)

    def load_changes(self, paths=None):
        return SiteChange(restart=bool(changed(self.before, stamps_of(self.folders))))

    def first_look(self, path):
        return None

    def answer(self, path):
        return Response(f"{TEXT} {os.getpid()}".encode(), "text/plain")

    def source_of(self, path):
        return Path("a.md")

    def path_of(self, source):
        return None

    def problems(self):
        return ()

    def findings(self, source):
        return ()

def open_site(settings_file, address):
    return Small()
"""


class Running:
    def __init__(self, process: "subprocess.Popen[str]", address: str, code: Path) -> None:
        self.process = process
        self.address = address
        self.code = code

    def get(self) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address, timeout=LIMIT_SECONDS) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def worker(self) -> int:
        return int(self.get()[1].split()[1])


@contextmanager
def serving(folder: Path, site: str = SITE, before: str = "") -> Iterator[Running]:
    code = folder / "plugins/ours/site.py"
    code.parent.mkdir(parents=True)
    code.write_text(site)
    (folder / "conf.py").write_text("")
    path = os.pathsep.join([str(folder / "plugins"), *sys.path])
    environment = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    with started([sys.executable, "-c", before + PROGRAM], folder, environment) as process:
        assert process.stderr is not None
        address = re.match(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        assert address
        yield Running(process, address[0], code)


def save(code: Path, text: str) -> None:
    # At once: what is read between two halves of a save is broken code indeed.
    fresh = code.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(code)


def wait_until_ended(process: int) -> None:
    wait_until(lambda: not is_running(process), f"process {process} has ended")


def test_changed_code_is_taken_in_behind_the_open_port(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        before = running.worker()
        save(running.code, SITE.replace('"one"', '"another"'))
        status, text = running.get()
        assert (status, text.split()[0]) == (200, "another")
        wait_until_ended(before)


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("x = (", "plugins/ours/site.py:1: error PV801 SyntaxError: &#39;(&#39; was never closed"),
        ("import nowhere", "plugins/ours/site.py:1: error PV801 ModuleNotFoundError"),
        ("raise SystemExit(0)", "plugins/ours/site.py:1: error PV801 SystemExit: 0"),
        ("def open_site(*_): 1 / 0", "plugins/ours/site.py:1: error PV801 ZeroDivisionError"),
        ("import os; os._exit(3)", "conf.py:1: error PV803 the process that makes the pages ended with status 3"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "conf.py:1: error PV803 the process that makes the pages ended with status -9",
        ),
    ],
)
def test_broken_code_is_a_page_until_it_is_mended(tmp_path: Path, fault: str, fact: str) -> None:
    with serving(tmp_path, fault) as running:
        for _ in range(2):  # and no loop of attempts
            status, text = running.get()
            assert status == 500
            assert fact in text
        save(running.code, SITE)
        assert running.get()[0] == 200
        running.process.terminate()
        assert running.process.wait(LIMIT_SECONDS) == 0
        assert running.process.stderr is not None
        output = running.process.stderr.read()
        assert output.count("error PV80") == 1
        assert output.count("starting anew") == (0 if "PV803" in fact else 1)


def test_an_open_page_gets_to_the_next_process_when_the_broken_one_is_mended(tmp_path: Path) -> None:
    with serving(tmp_path, "import os; os._exit(3)") as running:
        running.get()
        with urllib.request.urlopen(f"{running.address}_preview/events?path=/", timeout=LIMIT_SECONDS) as events:
            assert any(
                b"the process that makes the pages ended with status 3" in line for line in iter(events.readline, b"")
            )
            save(running.code, SITE)
            events.read()  # to its end, before the first sign of life: it has nothing more to tell
        assert running.get()[0] == 200


def test_a_worker_that_is_killed_is_missed_but_not_called_back_before_something_changes(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        os.kill(running.worker(), signal.SIGKILL)
        assert "the process that makes the pages ended with status -9" in running.get()[1]
        (tmp_path / "conf.py").write_text("# looked at\n")
        assert running.get()[0] == 200


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_is_the_end_of_all(tmp_path: Path, end: signal.Signals) -> None:
    with serving(tmp_path) as running:
        worker = running.worker()
        running.process.send_signal(end)
        assert running.process.wait(LIMIT_SECONDS) == (0 if end != signal.SIGKILL else -9)
        wait_until_ended(worker)
        # Nobody answers, or somebody else does who has found the port free.
        with suppress(OSError, http.client.HTTPException):
            assert str(worker) not in running.get()[1].split()


def test_ctrl_c_in_the_terminal_reaches_both_and_both_end(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        worker = running.worker()
        os.kill(worker, signal.SIGINT)  # the terminal's; the one that holds the port decides
        assert running.worker() == worker
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(LIMIT_SECONDS) == 0
        wait_until_ended(worker)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_does_not_listen_is_killed(tmp_path: Path, end: signal.Signals) -> None:
    deaf = SITE.replace("def open_site", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\ndef open_site")
    with serving(tmp_path, deaf) as running:
        worker = running.worker()
        running.process.send_signal(end)
        assert running.process.wait(LIMIT_SECONDS) == (0 if end != signal.SIGKILL else -9)
        wait_until_ended(worker)


def test_where_ctrl_c_is_for_others_a_preview_ends_by_term(tmp_path: Path) -> None:
    """As a shell has it for what a script runs in the background: INT is ignored, and stays so."""
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    with serving(tmp_path, before=ignoring) as running:
        worker = running.worker()
        running.process.send_signal(signal.SIGINT)
        assert running.worker() == worker
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(LIMIT_SECONDS) == 0
        wait_until_ended(worker)
