"""Pages at old addresses, which lead to where something is now."""

from pathlib import Path

from faircopy.content.templates import TextTemplates, html

TEMPLATES = Path(__file__).with_name("templates")
DEFAULT = TextTemplates(TEMPLATES)


def redirect_page(url: str, title: str, language: str, templates: TextTemplates = DEFAULT) -> str:
    """Return a page that leads to `url`, for hosts that can do nothing but send files."""
    values = {"address": html(url), "title": html(title), "language": html(language)}
    return templates.render("redirect/page.html", lang=language, **values) + "\n"
