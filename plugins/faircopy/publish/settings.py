"""The settings of publishing, as typed values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faircopy.build.leaks.addresses import address_patterns
from faircopy.build.settings_metadata import SettingsMetadata, settings_metadata
from faircopy.content.moment import Moment, moment_of
from faircopy.content.paths import ContentPaths, content_paths
from faircopy.content.theme import theme_folders
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules

# What git takes, and a little less: https://git-scm.com/docs/git-check-ref-format
NAME = re.compile(r"(?!refs/|HEAD$)(?![-./])(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)))[A-Za-z0-9._/-]+(?<![./])")
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """The publishing settings of one site."""

    file: str  # the settings file, for messages
    siteurl: str
    remote: str
    branch: str  # that holds the published site
    source: str  # the branch that it is made from
    cname: str | None  # the site's own domain; empty where it is given up on purpose
    gone: Mapping[str, str]  # address -> why it is taken away
    allowed: Mapping[str, str]  # text -> why it may stand in the site
    wait: float  # seconds for the live site to change
    content: str  # the folder of the sources, below that of the settings
    theme: str
    addresses: tuple[str, ...]  # patterns of the addresses of posts and pages, drafts too
    feeds: tuple[str, ...]  # that must be there
    generated: tuple[str, ...]  # folders whose files are named after their contents, or made again for each build
    moment: Moment
    metadata: SettingsMetadata = field(default_factory=SettingsMetadata)  # that Pelican's settings give texts
    paths: ContentPaths = field(default_factory=ContentPaths)
    own_theme: tuple[str, ...] = ()  # folders of files that take the place of the theme's
    lists: Mapping[str, str] = field(default_factory=dict)  # folder of pages that list posts -> what each is of


# What `media` and Pagefind write below names that change with the contents.
GENERATED = ("cards/", "checklists/", "pagefind/", "pictures/")


def settings_of(given: Mapping[str, Any], file: Path) -> PublishSettings:
    """Return the publishing settings in Pelican's settings, read from `file`. Raises ContentError."""
    root = file.resolve().parent
    feed_names = ("FEED_ALL_ATOM", "FEED_ALL_JSON")
    return PublishSettings(
        file=file.name,
        siteurl=given["SITEURL"],
        remote=given.get("PUBLISH_REMOTE", "origin"),
        branch=given.get("PUBLISH_BRANCH", "gh-pages"),
        source=given.get("PUBLISH_SOURCE", "main"),
        cname=given.get("PUBLISH_CNAME"),
        gone=given.get("PUBLISH_GONE", {}),
        allowed=given.get("PUBLISH_ALLOWED", {}),
        wait=given.get("PUBLISH_WAIT", 180),
        content=below(given["PATH"], root),
        theme=below(given["THEME"], root),
        addresses=address_patterns(given),
        feeds=tuple(given[name] for name in feed_names if given.get(name)),
        generated=(*GENERATED, f"{given['THEME_STATIC_DIR'].partition('/')[0]}/"),
        moment=moment_of(given),
        paths=content_paths(given),
        own_theme=tuple(below(str(folder), root) for folder in theme_folders(given).own),
        metadata=settings_metadata(given),
        lists=lists_in(given),
    )


def lists_in(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the folders of tag, category and author pages, such as `tag/`, except the root."""
    kinds = ("tag", "category", "author")
    folders = {str(given.get(f"{kind.upper()}_URL", "")).partition("{")[0]: kind for kind in kinds}
    return {folder: kind for folder, kind in folders.items() if folder.endswith("/")}


def below(folder: str, root: Path) -> str:
    path = Path(folder)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def check_settings(settings: PublishSettings) -> Iterator[Diagnostic]:
    """Yield each invalid setting."""
    for name, value in (
        ("PUBLISH_REMOTE", settings.remote),
        ("PUBLISH_BRANCH", settings.branch),
        ("PUBLISH_SOURCE", settings.source),
    ):
        if not NAME.fullmatch(str(value)):
            hint = "it is the name of a remote or a branch, as 'origin' and 'gh-pages'"
            yield rules.SETTING_UNUSABLE.at(settings.file, 1, f"{name} is {value!r}", hint)
    if settings.cname and not HOST.fullmatch(str(settings.cname)):
        hint = "it is a domain name in lower case, as 'blog.example.org', or None"
        yield rules.SETTING_UNUSABLE.at(settings.file, 1, f"PUBLISH_CNAME is {settings.cname!r}", hint)
    for name, reasons in (("PUBLISH_GONE", settings.gone), ("PUBLISH_ALLOWED", settings.allowed)):
        for what, why in reasons.items():
            if not what or not str(why).strip():
                hint = "write why, for whoever reads it in a year"
                yield rules.SETTING_UNUSABLE.at(settings.file, 1, f"{name} has no reason for {what!r}", hint)
