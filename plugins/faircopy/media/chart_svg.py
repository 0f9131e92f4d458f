"""Draws a chart as inline SVG in the page's colours, by Matplotlib.

Matplotlib's SVG is a standalone file with inline styles and fonts. Our Content-Security-Policy forbids inline styles,
so they are converted to presentation attributes and classes, which charts.css colours.
"""

import re
from html import escape
from io import StringIO
from textwrap import wrap
from typing import Any
from xml.etree import ElementTree as ET

from faircopy.media.chart_data import Bars, Bound, Chart, Grade, Verdicts

# Drawn about as wide as the text on a phone, so that letters keep their size there.
WIDTH = 320
LETTERS = 13
LETTER = 7.7  # the width of one in DejaVu Serif, the widest that is likely; which it will be, only the reader knows
# A colour stands for a role, and becomes a class of that name.
ROLES = {"#000001": "ink", "#000002": "faint", "#000003": "pencil", "#000004": "rule", "#000005": "paper"}
INK, FAINT, PENCIL, RULE, PAPER = ROLES
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"


def chart_svg(chart: Chart, name: str, title: str, description: str) -> str:
    """Return an `svg` element; `name` is the prefix of its ids, `title` and `description` are its accessible text."""
    drawing, height = draw_bars(chart) if isinstance(chart, Bars) else draw_verdicts(chart)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{cleaned(drawing)}</svg>"
    )


def draw_bars(bars: Bars) -> tuple[str, int]:
    """Draw a row for each value: its label, and below it the bar with the value at its end."""
    row, longest = 48, 120
    height = row * len(bars.rows)
    figure, axes = sheet(height)
    scale = longest / max(bar.number for bar in bars.rows)
    axes.plot([0.5, 0.5], [8, height - 6], color=RULE, linewidth=1)
    for number, bar in enumerate(bars.rows):
        top = row * number
        end = max(2.0, bar.number * scale)
        write(axes, 8, top + 18, bar.label, INK)
        draw_bar(axes, end, top + 31, bar.bound)
        write(axes, end + (26 if bar.bound == "over" else 10), top + 35, bar.words, FAINT)
    return drawn(figure), height


def draw_bar(axes: Any, end: float, middle: float, bound: Bound) -> None:
    """Draw one bar: hollow for an upper bound ("at most"), with an arrow for a lower bound ("over")."""
    hollow = bound == "at most"
    axes.barh([middle], [end], left=0.5, height=10, color=PAPER if hollow else PENCIL, edgecolor=PENCIL, linewidth=1)
    if bound == "over":
        axes.plot([end, end + 16], [middle, middle], color=PENCIL, linewidth=1.5)
        axes.plot([end + 11, end + 16, end + 11], [middle - 4, middle, middle + 4], color=PENCIL, linewidth=1.5)


def draw_verdicts(verdicts: Verdicts) -> tuple[str, int]:
    """Draw a line for each thing, with a mark and a word for each criterion."""
    row = 28
    labels = min(LETTER * max(len(row.label) for row in verdicts.rows) + 6, WIDTH / 2)
    column = (WIDTH - labels) / len(verdicts.counts)
    headings = [wrap(count, int(column / LETTER)) for count in verdicts.counts]
    top = 12 + 16 * max(map(len, headings))
    height = top + row * len(verdicts.rows)
    figure, axes = sheet(height)
    for place, lines in enumerate(headings):
        for above, words in enumerate(reversed(lines)):
            write(axes, labels + column * place, top - 12 - 16 * above, words, FAINT)
    for number, verdict in enumerate(verdicts.rows):
        line = top + row * number
        axes.plot([0, WIDTH], [line, line], color=RULE, linewidth=1)
        write(axes, 0, line + 19, verdict.label, INK)
        for place, grade in enumerate(verdict.grades):
            left = labels + column * place
            draw_grade(axes, left + 6, line + 14.5, grade)
            write(axes, left + 18, line + 19, grade or "no verdict", INK if grade else FAINT)
    return drawn(figure), height


def draw_grade(axes: Any, x: float, y: float, grade: Grade) -> None:
    """Draw a full, half or empty circle; nothing without a verdict."""
    from matplotlib.patches import Circle, Wedge  # noqa: PLC0415  # half a second that only a page with charts needs

    if grade:
        axes.add_patch(
            Circle((x, y), 5, facecolor=PENCIL if grade == "good" else PAPER, edgecolor=PENCIL, linewidth=1.5)
        )
    if grade == "middling":
        axes.add_patch(Wedge((x, y), 5, 90, 270, facecolor=PENCIL, edgecolor="none"))


def sheet(height: int) -> tuple[Any, Any]:
    """Return a figure and axes in units of the SVG, with y downwards."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # as above

    figure = Figure(figsize=(WIDTH / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    figure.patch.set_visible(False)
    return figure, axes


def write(axes: Any, x: float, baseline: float, text: str, colour: str) -> None:
    # On the base line, because any other alignment would ask for the size of letters, which is the reader's browser's.
    axes.text(x, baseline, text, color=colour, fontsize=LETTERS, verticalalignment="baseline")


def drawn(figure: Any) -> str:
    from matplotlib import rc_context  # noqa: PLC0415  # as above

    out = StringIO()
    # The salt makes ids that do not change from build to build; they go, but nothing random may come in with them.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "faircopy"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def cleaned(svg: str) -> str:
    """Return the paths and texts of Matplotlib's `svg`, with only classes for their colours."""
    root = ET.fromstring(svg)  # noqa: S314  # written by Matplotlib a moment ago
    for definitions in root.findall(f".//{SVG}defs/.."):
        for child in definitions.findall(f"{SVG}defs"):
            definitions.remove(child)
    return "".join(path(node) if node.tag == f"{SVG}path" else text(node) for node in root.iter() if is_drawn(node))


def is_drawn(node: ET.Element) -> bool:
    return node.tag in {f"{SVG}path", f"{SVG}text"}


def path(node: ET.Element) -> str:
    style = style_of(node)
    fill, stroke = ROLES.get(style.get("fill", "")), ROLES.get(style.get("stroke", ""))
    width = f' stroke-width="{short(style.get("stroke-width", "1"))}"' if stroke else ""
    classes = [f"fill-{fill}"] * bool(fill) + [f"stroke-{stroke}"] * bool(stroke)
    # Where no stylesheet comes along, as in a feed, the drawing is the colour of the text.
    seen = f'fill="{"currentColor" if fill and fill != "paper" else "none"}"' + ' stroke="currentColor"' * bool(stroke)
    data = re.sub(r"\s*([A-Za-z])\s*", r"\1", short(node.get("d", ""))).strip()
    return f'<path class="{" ".join(classes)}" {seen}{width} d="{data}"/>'


def text(node: ET.Element) -> str:
    role = ROLES[style_of(node)["fill"]]
    place = f'x="{short(node.get("x", ""))}" y="{short(node.get("y", ""))}"'
    return (
        f'<text class="fill-{role}" fill="currentColor" font-size="{LETTERS}" {place}>{escape(node.text or "")}</text>'
    )


def style_of(node: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in node.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def short(numbers: str) -> str:
    """Return `numbers` rounded to a tenth, which makes no visible difference."""
    return NUMBER.sub(lambda found: f"{round(float(found[0]), 1):g}", numbers)
