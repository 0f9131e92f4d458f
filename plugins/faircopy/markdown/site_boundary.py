"""Whether a file is inside the site, after every link is followed: only then is it read, built or published."""

import os
from pathlib import Path

REPOSITORY = ".git"


def site_around(folder: Path) -> Path:
    """Return the folder that everything of a site must lie in: the repository around `folder`, or `folder` itself.

    Without links in its own path.
    """
    here = Path(os.path.realpath(folder))
    return next((one for one in (here, *here.parents) if (one / REPOSITORY).exists()), here)


def why_outside(path: Path, root: Path) -> str:
    """Return why what stands at `path` must not be read as a part of the site below `root`; nothing when it may.

    `root` is one of `site_around()`. What is there need not be a link: a folder above it may be one. A link to nothing
    that is inside is for the reader to tell of. The words are the end of a sentence: "it is a link that …".
    """
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        # Where to is not said: the message may end up in a public log.
        return "leads out of the site"
    if REPOSITORY in (part.casefold() for part in target.relative_to(root).parts):
        return f"leads into '{REPOSITORY}'"
    parent = Path(os.path.realpath(path.parent))
    return "leads in a circle" if path.is_symlink() and parent.is_relative_to(target) else ""
