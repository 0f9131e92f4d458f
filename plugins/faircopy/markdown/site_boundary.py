"""Whether a file is inside the site once all links are resolved: no other file is read, built or published."""

import os
from pathlib import Path

REPOSITORY = ".git"


def site_around(folder: Path) -> Path:
    """Return the root that a site must not leave: the repository around `folder`, or `folder` itself.

    Symbolic links in the path are resolved.
    """
    here = Path(os.path.realpath(folder))
    return next((one for one in (here, *here.parents) if (one / REPOSITORY).exists()), here)


def why_outside(path: Path, root: Path) -> str:
    """Return why the file at `path` does not belong to the site below `root`; "" if it does.

    `root` is a result of `site_around()`. The file itself or a folder above it may be a symbolic link. A dangling link
    that stays inside is not reported here, but when it is read. The result completes the sentence "it is a link that
    …".
    """
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        # The target is not named: the message may end up in a public log.
        return "leads out of the site"
    if REPOSITORY in (part.casefold() for part in target.relative_to(root).parts):
        return f"leads into '{REPOSITORY}'"
    parent = Path(os.path.realpath(path.parent))
    is_link = os.path.islink(path)  # noqa: PTH114  # Path.is_symlink() raises for a name that is too long for any file
    return "leads in a circle" if is_link and parent.is_relative_to(target) else ""
