"""The questions of `faircopy init`, and their valid answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from faircopy.build.siteurl import in_ascii, is_siteurl
from faircopy.languages.codes import is_registered
from faircopy.markdown.unseen import unfit_in

MAX_NAME_CHARS = 200
# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, without what no blog needs: language, script, region.
LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for a new site."""

    name: str
    author: str
    address: str  # as SITEURL; empty while nobody knows it
    timezone: str
    language: str  # its tag, as "de" or "pt-BR"

    @property
    def host(self) -> str:
        """The domain of the address; "" if there is none, as for an IP address."""
        host = urlsplit(self.address).hostname or ""
        return host if re.search(r"\.[a-z][a-z0-9-]*$", host) else ""


def name_from(text: str) -> str:
    """Return a one-line name. Raises ValueError with the requirements."""
    name = " ".join(text.split(" ")).strip()
    if not name:
        raise ValueError("it is empty")
    if len(name) > MAX_NAME_CHARS:
        raise ValueError(f"it is longer than {MAX_NAME_CHARS} characters")
    if unfit := unfit_in(name):
        raise ValueError(f"it has a character that nobody sees, {unfit}; leave it out")
    return name


def address_from(text: str) -> str:
    """Return the address of a site, or "". Raises ValueError."""
    address = text.strip().rstrip("/")
    if address and not is_siteurl(address):
        there = in_ascii(address if "://" in address else f"https://{address}")
        example = there if is_siteurl(there) and "." in address else "https://example.org/blog"
        if not address.isascii() and is_siteurl(there):
            raise ValueError(f"'{address}' has letters that no address has; write it as browsers do: {there}")
        raise ValueError(f"'{address}' is not the address of a site; write it whole, as {example}")
    return address


def timezone_from(text: str) -> str:
    """Return the canonical name of a time zone. Raises ValueError."""
    names = zones()
    wanted = text.strip().replace(" ", "_").casefold()
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, names, 1) or [one for one in names if one.endswith(f"/{wanted}")][:1]
    hint = f"; did you mean '{names[near[0]]}'?" if near else ", such as 'Europe/Berlin'"
    raise ValueError(f"'{text.strip()}' is not a time zone{hint}")


@cache
def zones() -> Mapping[str, str]:
    """Return the names of all time zones by their lower-case form; 'UTC' is always among them."""
    return {name.casefold(): name for name in sorted({*available_timezones(), "UTC"})}


def language_from(text: str) -> str:
    """Return a language tag in its usual case, "zh-Hant-TW". Raises ValueError."""
    found = LANGUAGE.fullmatch(text.strip().replace("_", "-"))
    if not found or not is_registered(found[1]):
        raise ValueError(f"'{text.strip()}' is not a language tag, such as 'en', 'de' or 'pt-BR'")
    parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())
    return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class SetupQuestion:
    """One question."""

    name: str  # of the option, and of the field of Answers
    words: str  # how it is asked on a terminal
    help: str
    read: Callable[[str], str]  # raises ValueError


QUESTIONS = (
    SetupQuestion("name", "name of the blog", "the name of the blog", name_from),
    SetupQuestion("author", "author", "the name of the author", name_from),
    SetupQuestion(
        "address",
        "address, such as https://example.org/blog (Enter: not known yet)",
        "the address of the published blog, such as https://example.org/blog; you can set it in publishconf.py later",
        address_from,
    ),
    SetupQuestion("timezone", "time zone", "the time zone of its dates, such as Europe/Berlin", timezone_from),
    SetupQuestion("language", "language", "its language, as a tag such as en, de or pt-BR", language_from),
)
