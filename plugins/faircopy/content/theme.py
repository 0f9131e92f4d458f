"""The folders of a site's theme, and of the site's own files that replace parts of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ThemeFolders:
    """The folders of a theme; of templates the first folder takes precedence, of static files the last."""

    theme: Path
    templates: tuple[Path, ...]
    static: tuple[Path, ...]

    @property
    def own(self) -> tuple[Path, ...]:
        """The folders outside the theme."""
        found = (*self.templates, *self.static)
        return tuple(one for one in found if not one.is_relative_to(self.theme))

    def watched(self, site: Path) -> tuple[Path, ...]:
        """Return folders to watch that contain the folders outside the theme, whether these exist yet or not.

        For a folder below the site's, that is the first segment of its path, which is the most likely to exist.
        """
        parts = (one.relative_to(site).parts[:1] if one.is_relative_to(site) else one.parts for one in self.own)
        return tuple(dict.fromkeys(site.joinpath(*part) for part in parts if part))


def theme_folders(settings: Mapping[str, Any]) -> ThemeFolders:
    """Return the absolute folders named in Pelican's settings; links are not resolved."""
    theme = Path(os.path.abspath(settings["THEME"]))  # noqa: PTH100
    own = (Path(os.path.abspath(one)) for one in settings.get("THEME_TEMPLATES_OVERRIDES", ()))  # noqa: PTH100
    static = (theme / one for one in settings.get("THEME_STATIC_PATHS", ("static",)))
    return ThemeFolders(theme, (*own, theme / "templates"), tuple(static))
