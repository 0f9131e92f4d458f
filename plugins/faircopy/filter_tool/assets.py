"""The files that the tool loads: scripts and a style sheet, and words by language, named by their digest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faircopy.content.any_theme import COLOURS, STYLE, any_theme_style, colours_script
from faircopy.content.assets import digest_of_files, published
from faircopy.filter_tool.script import published_scripts

WEB = Path(__file__).parent / "web"
TEMPLATES = WEB / "templates"
FOLDER = "filter-tool"  # of the site
WORDS = "words.json"
# What a page loads when the tool is opened, with the style; the rest when the first log is tried.
LOADED_WHEN_OPENED = ("open.js", "tool.js", "matcher.js", "reader.js")


@dataclass(frozen=True, slots=True)
class FilterToolAssets:
    folder: str  # of the site: 'filter-tool/0123abcd45'
    files: Mapping[str, bytes]  # by their names in it


@lru_cache(maxsize=1)
def read_assets() -> FilterToolAssets:
    """Return the scripts and the style sheet. They are read once in a build."""
    scripts = {name: text.encode() for name, text in published_scripts().items()}
    style = WEB / "tool.css"
    any_theme = {STYLE: any_theme_style(style.read_text(encoding="utf-8")), COLOURS: colours_script()}
    return placed({**scripts, "tool.css": published(style), **any_theme})


def words_file(form: str, words: Mapping[str, object]) -> FilterToolAssets:
    """Return the words file for one language: the tool's HTML form and its sentences."""
    text = json.dumps({"form": form, "words": words}, ensure_ascii=False, separators=(",", ":"))
    return placed({WORDS: text.encode()})


def placed(files: Mapping[str, bytes]) -> FilterToolAssets:
    return FilterToolAssets(f"{FOLDER}/{digest_of_files(files)}", files)
