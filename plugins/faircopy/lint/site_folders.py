"""The content folder and the settings that the paths of a command belong to."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.settings_file import literal_settings
from faircopy.markdown.site_boundary import site_around, why_outside

SETTINGS = "pelicanconf.py"
OF_CONTENT = ("posts", "pages")
INSIDE = "name a folder below it, or in the same repository"
BEGIN = "name a content folder, or begin one in the folder of a site with: faircopy new TITLE"


@dataclass(frozen=True, slots=True)
class SiteFolders:
    """A content folder, and the folder of its site."""

    content: Path
    site: Path


class NoContentError(Exception):
    """A path belongs to no content folder; the message names it."""


def folders_of(path: Path) -> SiteFolders:
    """Return the folders of the site that `path` belongs to. Raises NoContentError."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # links are not followed: paths are reported as they were given
    for folder in (absolute, *absolute.parents):
        if (content := content_of(folder)) and (folder == absolute or absolute.is_relative_to(content)):
            # Settings may be a stranger's: nothing is read that is not in the site's repository, or its folder.
            if why := why_outside(content, site_around(folder)):
                raise NoContentError(f"PATH in '{as_given(folder / SETTINGS, path)}' {why}; {INSIDE}")
            return SiteFolders(as_given(content, path), as_given(folder, path))
    for folder in (absolute, *absolute.parents):
        if any((folder / name).is_dir() for name in OF_CONTENT):
            return SiteFolders(as_given(folder, path), as_given(site_above(folder), path))
    raise NoContentError(f"'{path}' is in no content folder, which has posts/ or pages/ in it; {BEGIN}")


def content_of(site: Path) -> Path | None:
    """Return the content folder that the settings in a folder name; None if either is missing."""
    if not (site / SETTINGS).is_file():
        return None
    content = Path(os.path.normpath(site / str(literal_settings(site / SETTINGS).get("PATH", "content"))))
    return content if content.is_dir() else None


def site_above(content: Path) -> Path:
    """Return the nearest folder with settings; the content folder itself if there are none."""
    return next((folder for folder in content.parents if (folder / SETTINGS).is_file()), content.parent)


def as_given(folder: Path, given: Path) -> Path:
    """Return `folder` in the form of the given path: absolute or relative."""
    return folder if given.is_absolute() else Path(os.path.relpath(folder))


def is_among(file: Path, paths: Iterable[Path]) -> bool:
    """Tell whether a file is one of `paths`, or below one of them."""
    absolute = Path(os.path.abspath(file))  # noqa: PTH100
    return any(absolute.is_relative_to(os.path.abspath(path)) for path in paths)  # noqa: PTH100
