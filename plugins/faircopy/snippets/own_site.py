"""Whether a document is a Faircopy site's own, where each attribute of a fence is meant for us."""

import os
import re
from functools import cache
from pathlib import Path

from faircopy.markdown.files import read_regular
from faircopy.markdown.site_boundary import REPOSITORY

SETTINGS = "pelicanconf.py"
NAMES_US = re.compile(rb"\bfaircopy\b")


def is_own(path: str) -> bool:
    """Tell whether a `pelicanconf.py` that names faircopy stands beside the document or above it.

    Looked at are the folders up to the one that holds the repository.
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
