"""Finds the setting or template that an address in a built page comes from."""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.literals import SETTINGS_MODULE

SETTINGS = "pelicanconf.py"


@dataclass(frozen=True, slots=True)
class AddressOrigin:
    """The setting or template that an address comes from."""

    path: str
    line: int
    advice: str  # "the setting FOOT names it; correct it there"


def origin_of(address: str, siteurl: str, settings_file: Path, templates: Iterable[Path]) -> AddressOrigin | None:
    """Return where `address`, found in a page, may come from; None if it is in no file of the site.

    The settings file is searched first, then the files beside it, which it may import, then folders of templates.
    """
    texts = tuple(dict.fromkeys((address, address.removeprefix(f"{siteurl}/"))))
    return (
        setting_with(texts, settings_file)
        or default_setting_with(texts, settings_file)
        or (template_with(texts, templates) if texts[-1] else None)
    )


def setting_with(texts: Iterable[str], settings_file: Path) -> AddressOrigin | None:
    beside = sorted(settings_file.absolute().parent.glob("*.py"))
    files = dict.fromkeys([settings_file.absolute(), *beside])
    for text in texts:
        for file in files:
            for name, line in settings_with(text, file):
                return AddressOrigin(os.path.relpath(file), line, f"the setting {name} names it; correct it there")
    return None


def default_setting_with(texts: Iterable[str], settings_file: Path) -> AddressOrigin | None:
    for text in texts:
        # Prefer the last one: a setting that lists an address is a better place than one that defines it.
        for name, _ in [*settings_with(text, SETTINGS_MODULE)][-1:]:
            advice = f"{name} of 'faircopy.settings' names it; set it here to what your site has"
            return AddressOrigin(os.path.relpath(settings_file.with_name(SETTINGS)), 1, advice)
    return None


def template_with(texts: Iterable[str], folders: Iterable[Path]) -> AddressOrigin | None:
    # Whole, as an attribute has it: a short address may be a part of any word.
    written = re.compile(rf"""["'/}}](?:{"|".join(map(re.escape, texts))})(?=["'#?])""")
    for template in (file for folder in folders for file in sorted(folder.glob("**/*.html"))):
        for number, row in enumerate(template.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if written.search(row):
                return AddressOrigin(os.path.relpath(template), number, "a template names it; correct it there")
    return None


def settings_with(text: str, file: Path) -> Iterator[tuple[str, int]]:
    """Yield each setting of a file that contains `text`, also within a list, with its line."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return  # a syntax error is reported when the file is loaded
    for statement in tree.body:
        names = [
            node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and node.value == text and names and names[0].isupper():
                yield names[0], node.lineno
