"""Watches files for changes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import watchfiles

# A save is several events within a few milliseconds. The page is fetched by then.
STEP_MS = 5  # milliseconds without another event
DEBOUNCE_MS = 50  # milliseconds after the first event, at the latest
POLL_MS = 300  # milliseconds, where the system has no room for another watch


@contextmanager
def watching(
    root: Path, folders: Sequence[Path], tell: Callable[[set[Path]], None], report: Callable[[str], None]
) -> Iterator[None]:
    """Call `tell`, in other threads, with the files that change in `root`, or anywhere below `folders`."""
    stop = threading.Event()
    jobs = [([root], False), ([folder for folder in folders if folder.is_dir()], True)]
    threads = [
        threading.Thread(target=watch, args=(paths, recursive, tell, report, stop), daemon=True)
        for paths, recursive in jobs
        if paths
    ]
    try:
        for thread in threads:
            thread.start()
        yield
    finally:
        stop.set()
        for thread in threads:
            if thread.is_alive():
                thread.join()


def watch(
    paths: Sequence[Path],
    recursive: bool,
    tell: Callable[[set[Path]], None],
    report: Callable[[str], None],
    stop: threading.Event,
) -> None:
    # Polling where the system has no room for another watch, and no more than that.
    for polling in (False, True):
        try:
            for changes in watchfiles.watch(
                *paths,
                watch_filter=None,
                step=STEP_MS,
                debounce=DEBOUNCE_MS,
                stop_event=stop,
                rust_timeout=POLL_MS,
                poll_delay_ms=POLL_MS,
                force_polling=polling or None,
                recursive=recursive,
                raise_interrupt=False,
            ):
                tell({Path(path) for _, path in changes})
        except (OSError, RuntimeError) as error:  # the second is what watchfiles raises for errors of its own
            report(f"warning: files cannot be watched{' by polling either' * polling}: {error}")
        else:
            return
