"""The HTML of redirect pages."""

from pathlib import Path

from faircopy.content.templates import TextTemplates, html

TEMPLATES = Path(__file__).with_name("templates")
DEFAULT = TextTemplates(TEMPLATES)


def redirect_page(url: str, title: str, language: str, templates: TextTemplates = DEFAULT) -> str:
    """Return a page that redirects to `url`, for hosts that can only serve files."""
    values = {"address": html(url), "title": html(title), "language": html(language)}
    return templates.render("redirect/page.html", lang=language, **values) + "\n"
