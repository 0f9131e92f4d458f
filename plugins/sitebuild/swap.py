"""Put a finished folder in the place of an older one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; when the block ends without an exception, it becomes `target`.

    After an exception `target` is what it was. Beside, so that both are on one file system and a
    rename is all it takes: nobody sees a half-written site.
    """
    workspace = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh = workspace / "new"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(workspace / "old")
        try:
            fresh.rename(target)
        except BaseException:
            if (workspace / "old").exists():
                (workspace / "old").rename(target)
            raise
    finally:
        shutil.rmtree(workspace, ignore_errors=True)
