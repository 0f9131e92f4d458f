"""Feeds and the sitemap must be valid."""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BuiltSite

FEED_INVALID = Rule(
    "PB310",
    Severity.ERROR,
    "a feed or the site map is not valid",
    "the message says what is wrong with which; a plugin or a template damages it",
)
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
JSON_FEED = "https://jsonfeed.org/version/"


def check_feeds(site: BuiltSite, siteurl: str, feeds: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the problems of the feeds, the sitemap, and any other XML and JSON file."""
    for name in (*feeds, "sitemap.xml"):
        if name not in site.names:
            yield fault(site, name, "it is not there", "a setting says that it is written")
    for name in site.names:
        try:
            if name.endswith(".xml"):
                yield from check_xml(site, name, siteurl)
            elif name.endswith(".json"):
                yield from check_json(site, name)
        except (ValueError, ET.ParseError, RecursionError) as error:
            yield fault(site, name, f"it cannot be read: {error}")


def check_xml(site: BuiltSite, name: str, siteurl: str) -> Iterator[Diagnostic]:
    root = ET.fromstring(site.read(name))  # noqa: S314  # we have written it ourselves
    if root.tag == f"{ATOM}feed":
        entries = root.findall(f"{ATOM}entry")
        for element in [root, *entries]:
            # https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2
            for wanted in ("id", "title", "updated"):
                if not element.findtext(f"{ATOM}{wanted}", "").strip():
                    yield fault(site, name, f"an {element.tag.removeprefix(ATOM)} has no {wanted}")
        yield from check_ids(site, name, [entry.findtext(f"{ATOM}id", "") for entry in entries])
    elif root.tag == f"{SITEMAP}urlset":
        yield from check_addresses(site, name, siteurl, [one.text or "" for one in root.iter(f"{SITEMAP}loc")])


def check_json(site: BuiltSite, name: str) -> Iterator[Diagnostic]:
    value = json.loads(site.read(name))
    if isinstance(value, dict) and str(value.get("version", "")).startswith(JSON_FEED):
        # https://www.jsonfeed.org/version/1.1/
        items = value.get("items")
        if not value.get("title") or not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            yield fault(site, name, "a JSON feed has a title and items")
        else:
            yield from check_ids(site, name, [str(item.get("id", "")) for item in items])


def check_ids(site: BuiltSite, name: str, ids: list[str]) -> Iterator[Diagnostic]:
    if not all(ids):
        yield fault(site, name, "an entry has no id")
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        yield fault(site, name, f"two entries share the id '{twice[0]}'")


def check_addresses(site: BuiltSite, name: str, siteurl: str, addresses: list[str]) -> Iterator[Diagnostic]:
    for address in addresses:
        path = unquote(address.removeprefix(f"{siteurl}/"))
        file = f"{path}index.html" if path.endswith("/") or not path else path
        if not address.startswith(f"{siteurl}/") or file not in site.names:
            yield fault(site, name, f"'{address}' is not a page of this site")


def fault(site: BuiltSite, name: str, fact: str, hint: str = "a plugin or a template damages it") -> Diagnostic:
    return FEED_INVALID.at(site.place(name), 1, fact, hint)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    return check_feeds(facts.site, facts.settings.siteurl, facts.settings.feeds)


GUARD = Guard(SiteFacts, (FEED_INVALID,), check)
