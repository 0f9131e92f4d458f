"""A post with a list for feeds, whose readers have no forms."""

import re

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

APP = re.compile(r"<checklist-app .*?</checklist-app>", re.DOTALL)


def without_forms(content: str) -> str:
    """Return the HTML of a post with its questions as plain lists; what is around them stays, to the byte."""
    return APP.sub(lambda found: as_lists(found[0]), content)


def as_lists(app: str) -> str:
    return "\n".join(map(section_as_list, LexborHTMLParser(app).css("section")))


def section_as_list(section: LexborNode) -> Markup:
    return Markup("<h2>{}</h2>\n<ul>\n{}\n</ul>").format(
        inner(section.css_first("h2")), Markup("\n").join(map(question_as_entry, section.css("fieldset")))
    )


def question_as_entry(item: LexborNode) -> Markup:
    hints = [
        Markup("<li>{}: {}</li>").format(inner(name), inner(text))
        for name, text in zip(item.css("dt"), item.css("dd"), strict=True)
    ]
    nested = Markup("\n<ul>\n{}\n</ul>\n").format(Markup("\n").join(hints)) if hints else ""
    return Markup("<li>{}{}</li>").format(inner(item.css_first("legend")), nested)


def inner(node: LexborNode | None) -> Markup:
    return Markup((node.inner_html if node else "") or "")  # noqa: S704  # HTML in, HTML out
