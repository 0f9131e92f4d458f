"""Settings that have another name now. The old one holds for one version more, with a warning."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from faircopy.content import rules
from faircopy.diagnostics.model import Diagnostic

# Old name: new name, since 0.2.
RENAMED = {"MADE_BEFORE": "ASSET_CACHE"}


def value_of(settings: Mapping[str, Any], name: str) -> Any:
    """Return a setting by its new name, or what is set by its old one; None for neither."""
    names = [name, *(old for old, new in RENAMED.items() if new == name)]
    return next((settings[one] for one in names if one in settings), None)


def take_renamed(settings: MutableMapping[str, Any], settings_file: str) -> Iterator[Diagnostic]:
    """Give each setting its new name, unless that is set too; yield a warning for each old one."""
    for old, new in RENAMED.items():
        if old in settings:
            settings.setdefault(new, settings.pop(old))
            yield rules.SETTING_RENAMED.at(settings_file, 1, f"'{old}' is called '{new}' now", f"write '{new}'")
