"""Whether a document belongs to a Faircopy site, where all fence attributes are ours."""

import os
import re
from functools import cache
from pathlib import Path

from faircopy.markdown.files import read_regular
from faircopy.markdown.site_boundary import REPOSITORY

SETTINGS = "pelicanconf.py"
NAMES_US = re.compile(rb"\bfaircopy\b")


def is_own(path: str) -> bool:
    """Tell whether a `pelicanconf.py` that mentions faircopy is beside the document or in a folder above.

    The search ends at the root of the repository.
    """
    return is_site(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120  # as text: no link is followed


@cache
def is_site(folder: str) -> bool:
    here = Path(folder)
    try:
        if NAMES_US.search(read_regular(here / SETTINGS)):
            return True
    except OSError:
        pass
    return here.parent != here and not (here / REPOSITORY).exists() and is_site(str(here.parent))
