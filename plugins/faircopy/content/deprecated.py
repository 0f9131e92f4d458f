"""Renamed settings, plugins and extensions. An old name works for one more version, with a warning."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from importlib.machinery import PathFinder
from typing import Any

from faircopy.content import rules
from faircopy.diagnostics.model import Diagnostic

# Old name: new name, since 0.2.
RENAMED = {"MADE_BEFORE": "ASSET_CACHE"}
# The packages of 0.1, and where they are now.
PACKAGES = {
    "authoring": "faircopy.authoring",
    "checklists": "faircopy.checklists",
    "incremental": "faircopy.incremental",
    "mdsource": "faircopy.markdown",
    "preview": "faircopy.preview",
    "proofread": "faircopy.lint",
    "publish": "faircopy.publish",
    "scheduling": "faircopy.content",
    "sitebuild": "faircopy.build",
    "sitefiles": "faircopy.feeds",
    "snippets": "faircopy.snippets",
    "theming": "faircopy.media",
}
# Those that had a plugin, and those of which several were made: each plugin by the package that it is in.
PLUGINS = {
    **{old: (PACKAGES[old],) for old in ("checklists", "incremental", "proofread", "scheduling", "snippets")},
    "sitefiles": ("faircopy.feeds", "faircopy.sitemap", "faircopy.redirects"),
    "theming": ("faircopy.media", "faircopy.metadata", "faircopy.related", "faircopy.search"),
}
EXTENSIONS = ("checklists", "proofread", "snippets", "theming")


def value_of(settings: Mapping[str, Any], name: str) -> Any:
    """Return a setting by its new name or its old one; None if neither is set."""
    names = [name, *(old for old, new in RENAMED.items() if new == name)]
    return next((settings[one] for one in names if one in settings), None)


def take_renamed(settings: MutableMapping[str, Any], settings_file: str) -> Iterator[Diagnostic]:
    """Give settings, plugins and extensions their new names, unless those are set too; yield a warning for each."""

    def renamed(old: str, new: Iterable[str]) -> Diagnostic:
        names = ", ".join(f"'{name}'" for name in new)
        return rules.SETTING_RENAMED.at(settings_file, 1, f"'{old}' is called {names} now", f"write {names}")

    for old, new in RENAMED.items():
        if old in settings:
            settings.setdefault(new, settings.pop(old))
            yield renamed(old, (new,))
    own = settings.get("PLUGIN_PATHS") or ()
    for old in [one for one in settings.get("PLUGINS") or () if isinstance(one, str)]:
        if found := new_plugins(old, [own] if isinstance(own, str) else own):
            settings["PLUGINS"] = list(replaced(settings["PLUGINS"], old, found))
            yield renamed(old, found)
    markdown = settings.get("MARKDOWN") or {}
    for old in dict.fromkeys((*markdown.get("extensions", ()), *markdown.get("extension_configs", ()))):
        if isinstance(old, str) and (extension := new_extension(old)):
            markdown = settings["MARKDOWN"] = with_extension(markdown, old, extension)
            yield renamed(old, (extension,))


def new_plugins(old: str, own: Iterable[str]) -> tuple[str, ...]:
    """Return the new names of a plugin of 0.1; none if a plugin in the folders `own` has that name."""
    package = old.removesuffix(".plugin")
    if package not in PLUGINS or PathFinder.find_spec(package, [*own]):
        return ()
    return tuple(f"{one}.plugin" for one in PLUGINS[package])


def new_extension(old: str) -> str | None:
    """Return the new name of an extension of 0.1, with its class if that is named."""
    package, dot, rest = old.partition(".")
    is_ours = package in EXTENSIONS and (rest == "extension" or rest.startswith(("extension:", "extension.")))
    return f"{PACKAGES[package]}{dot}{rest}" if is_ours else None


def with_extension(markdown: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return Pelican's setting MARKDOWN with an extension renamed."""
    found = dict(markdown)
    if "extensions" in found:
        found["extensions"] = list(replaced(found["extensions"], old, (new,)))
    if "extension_configs" in found:
        configs = found["extension_configs"]
        found["extension_configs"] = {new if name == old else name: config for name, config in configs.items()}
    return found


def replaced(names: Iterable[Any], old: str, new: Iterable[str]) -> Iterator[Any]:
    """Yield names with one of them replaced by others, without duplicates."""
    seen: set[str] = set()
    for name in names:
        for one in new if isinstance(name, str) and name == old else (name,):
            if not isinstance(one, str):
                yield one
            elif one not in seen:
                seen.add(one)
                yield one


def hint_for(error: BaseException) -> str:
    """Return a hint for an import error of a module of 0.1 that was renamed; "" for other errors."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    package = (name or "").partition(".")[0]
    return f"since 0.2 it is in '{PACKAGES[package]}': see docs/upgrading.md" if package in PACKAGES else ""
