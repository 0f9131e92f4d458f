"""The process that holds the site and answers requests. Its own code works even if settings or plugins are broken.

faircopy.preview.supervisor starts it and holds the port, so this process can be replaced.
"""

import importlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from faircopy.build.origin import line_of
from faircopy.console import progress
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.broken_site import BrokenSite
from faircopy.preview.editor import VARIABLE
from faircopy.preview.live_site import LiveSite
from faircopy.preview.loading import answered_meanwhile
from faircopy.preview.model import SiteInMemory
from faircopy.preview.port import LOOPBACK
from faircopy.preview.rules import SITE_UNREADABLE
from faircopy.preview.server import PreviewServer
from faircopy.preview.startup_cache import StartupSite
from faircopy.preview.watch import watching

# The status that asks for another process.
RESTART_STATUS = 75
# So long a worker may take to end when it is told to: it may be in the middle of something that does not listen.
SHUTDOWN_TIMEOUT_S = 3.0


def main(arguments: Sequence[str]) -> int:
    """Serve until a plugin or setting changes (status RESTART_STATUS), until SIGTERM, or until the parent exits."""
    descriptor, opener, settings_file = int(arguments[0]), arguments[1], Path(arguments[2])
    # Ctrl-C reaches every process of the terminal; the one that holds the port ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=end_with_parent, daemon=True).start()
    opened = socket.socket(fileno=descriptor)
    try:
        with answered_meanwhile(opened, BrokenSite(settings_file), progress):
            site = opened_site(opener, settings_file, opened.getsockname()[1])
        return serve(opened, settings_file, site, interrupt)
    except KeyboardInterrupt:
        return 0


def end_with_parent() -> None:
    """Exit when the parent has exited for whatever reason: the pipe from it is closed then."""
    os.read(sys.stdin.fileno(), 1)
    interrupt()
    # The main thread may be deaf to that, and nobody is left who would kill us.
    time.sleep(SHUTDOWN_TIMEOUT_S)
    os._exit(1)


def interrupt() -> None:
    # A signal, so that whatever the main thread does is interrupted and tidied up.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def opened_site(opener: str, settings_file: Path, port: int) -> SiteInMemory:
    """Return the site that `opener` ('module:function') opens, or one that explains why it cannot be opened."""
    # From before they are read, so that a correction meanwhile is noticed.
    broken = BrokenSite(settings_file)
    module, _, function = opener.partition(":")
    try:
        site: SiteInMemory = getattr(importlib.import_module(module), function)(
            settings_file, f"http://{LOOPBACK}:{port}"
        )
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # plugins are programs; one may even try to exit
        return broken.because(reasons(error, settings_file))
    return site


def reasons(error: BaseException, settings_file: Path) -> list[Diagnostic]:
    # BuildFailedError and ContentError bring theirs; to import them here is to depend on what may be broken.
    found = getattr(error, "diagnostics", None)
    if isinstance(found, list) and found:
        return found
    fact = " ".join(f"{type(error).__name__}: {error}".split())
    return [SITE_UNREADABLE.at(*line_of(error, settings_file), fact, "correct it; the page comes by itself")]


def serve(
    opened: socket.socket, settings_file: Path, site: SiteInMemory, interrupt: Callable[[], None] | None = None
) -> int:
    """Serve `site` on `opened` until it needs a new process; return RESTART_STATUS then. Raises KeyboardInterrupt.

    `interrupt` then interrupts the main thread's work; without it, the work is finished first.
    """
    live = LiveSite(site, os.environ.get(VARIABLE), progress, interrupt)
    live.report()
    with PreviewServer(opened, site, live) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        try:
            # From its first answer on, another process may be wanted, and this thread be interrupted.
            thread.start()
            with watching(settings_file.absolute().parent, site.folders, live.load_changes, progress):
                if isinstance(site, StartupSite):
                    # Here, where signals arrive: whatever it takes can be interrupted, and is tidied up.
                    site.open()
                live.load_changes()  # what has changed before anybody watched
                if isinstance(site, StartupSite):
                    site.warm_up()
                live.work()
        except KeyboardInterrupt:
            if not live.restarting.is_set():
                raise
        finally:
            server.shutdown()
            thread.join()
            server.drain()
            if isinstance(site, StartupSite):
                site.close()
    return RESTART_STATUS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
