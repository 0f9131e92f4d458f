"""Inserts the tool below each filter of a page."""

import json
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from markupsafe import Markup

from faircopy.content.any_theme import COLOURS, STYLE
from faircopy.content.page_only import page_only
from faircopy.content.templates import TextTemplates
from faircopy.filter_tool.model import ProvenFilter

DATA_FOLDER = "filters"  # below the folder of the page
FIGURE = re.compile(r'<figure id="([^"]+)"[^<]*(?>(?:<(?!/?figure\b)[^<]*)*)</figure>')


@dataclass(frozen=True, slots=True)
class PlacedTool:
    """The data of one tool in a page."""

    fence: str  # the id of the code block that it stands under
    html: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the files that the tool loads."""

    assets: str  # the folder with script and style, without a slash at its end
    words: str  # the tool's words in the language of the page


def data_path(proven: ProvenFilter) -> str:
    """Return the path of a filter's data below the folder of its page."""
    return f"{DATA_FOLDER}/{proven.fence}.json"


def placed_tools(
    filters: Iterable[ProvenFilter], page: str, addresses: Addresses, templates: TextTemplates, language: str = ""
) -> tuple[PlacedTool, ...]:
    """Return the tools of a page; `page` is the address of its folder, with a slash, `language` that of its text."""
    return tuple(
        PlacedTool(
            proven.fence,
            templates.render(
                "filter_tool/tool.html",
                lang=language,
                name=proven.name,
                command=trying(proven),
                data=f"{page}{data_path(proven)}",
                sample=proven.sample,
                assets=addresses.assets,
                words=addresses.words,
                is_first=number == 0,
            ),
        )
        for number, proven in enumerate(filters)
    )


def in_any_theme(tools: Sequence[PlacedTool], assets: str) -> tuple[PlacedTool, ...]:
    """Return tools for a theme that does not know them: only for pages, with a style of their own."""
    marked = (tool.html.replace("<filter-tool ", f'<filter-tool data-style="{STYLE}" ', 1) for tool in tools)
    # One script is enough for a page.
    scripts = chain((f'<script type="module" src="{assets}/{COLOURS}"></script>',), repeat(""))
    return tuple(
        PlacedTool(tool.fence, page_only(html + script))
        for tool, html, script in zip(tools, marked, scripts, strict=False)
    )


def trying(proven: ProvenFilter) -> str:
    """Return the equivalent shell command, with the numbers of the filter's first jail."""
    words = ["faircopy", "snippets", "try", f"./{proven.name}.conf", "access.log"]
    for jail in json.loads(proven.data).get("jails", [])[:1]:
        words += [f"--{option}={jail[option]}" for option in ("maxretry", "findtime", "bantime")]
    return shlex.join(words)


def with_filter_tools(html: str, tools: Iterable[PlacedTool] = ()) -> Markup:
    """Return the HTML of a text with each tool after the code block of its filter."""
    by_fence = {tool.fence: f"\n{tool.html}" for tool in tools}
    placed = FIGURE.sub(lambda found: found[0] + by_fence.get(found[1], ""), html)
    return Markup(placed)  # noqa: S704  # HTML before, and what templates made
