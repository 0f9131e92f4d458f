"""How plugins hand over the files that they make, to whatever writer Pelican has been given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

# A Pelican setting: pages are made when somebody asks for them, so nothing can be read back from the output folder.
ON_REQUEST = "OUTPUT_ON_REQUEST"


def offer(writer: Any, output: str | Path, name: str, make: Callable[[], bytes]) -> None:
    """Have `make` called for the file `name` below the folder `output`: at once, or when the writer wants it."""
    if hasattr(writer, "offer"):
        writer.offer(name, make)
        return
    file = Path(output, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(make())
