"""Opens pictures that anybody may have made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from PIL import Image

from faircopy.system_errors import is_of_machine


class PictureError(ValueError):
    """Some bytes are no picture, or a damaged one, or one that would fill the memory."""


@contextmanager
def opened_picture(source: Path | IO[bytes]) -> Iterator[Image.Image]:
    """Open a picture for a block that decodes it. Raises PictureError, also for what the block finds damaged."""
    try:
        with Image.open(source) as image:
            yield image
    except MemoryError:
        raise
    # Each decoder raises something else for damaged bytes, and nothing lists it: RuntimeError, struct.error, TypeError.
    except Exception as error:
        if is_of_machine(error):
            raise
        raise PictureError(f"{error}" or type(error).__name__) from error
