"""The folders of a site's sources, and its settings for the search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faircopy.build.leaks.addresses import address_patterns, output_patterns
from faircopy.build.settings_metadata import SettingsMetadata, settings_metadata
from faircopy.content.moment import Moment
from faircopy.content.paths import ContentPaths, content_paths
from faircopy.content.theme import theme_folders


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Where the sources of a site are, and what is asked of them."""

    content: Path
    theme: Path
    settings: tuple[Path, ...]  # files, whose words are on pages, too
    moment: Moment
    addresses: tuple[str, ...]  # patterns of the addresses of posts and pages, drafts too
    messages_relative_to: Path  # the folder that messages name sources from
    siteurl: str = ""
    outputs: tuple[str, ...] = ()  # patterns of the files that are written for posts and pages
    metadata: SettingsMetadata = field(default_factory=SettingsMetadata)
    allowed: tuple[str, ...] = ()  # words, and files of the built site, that somebody has looked at and let through
    paths: ContentPaths = field(default_factory=ContentPaths)
    own_theme: tuple[Path, ...] = ()  # folders of files that take the place of the theme's


def search_settings(settings: Mapping[str, Any], folder: Path, moment: Moment) -> SearchSettings:
    """Return the place of a site with these Pelican settings, whose settings file is in `folder`."""
    return SearchSettings(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        settings=tuple(sorted(folder.glob("*.py"))),
        moment=moment,
        addresses=address_patterns(settings),
        messages_relative_to=Path.cwd(),
        siteurl=settings["SITEURL"],
        paths=content_paths(settings),
        own_theme=theme_folders(settings).own,
        outputs=output_patterns(settings),
        metadata=settings_metadata(settings),
        allowed=tuple(settings.get("PUBLISH_ALLOWED", ())),
    )
