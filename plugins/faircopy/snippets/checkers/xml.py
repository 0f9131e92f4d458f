"""XML, by expat: whether it is well-formed. DTDs and schemas are not read, and nothing is fetched."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import TypoTest, with_readings
from faircopy.snippets.checkers._plain.text import (
    TAG,
    common_readings,
    ends_within,
    kind_of,
    kinds_of,
    without_omissions,
)
from faircopy.snippets.checkers._plain.typos import TypoKinds
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version, slips_of
from faircopy.snippets.model import Finding, Level, Snippet

SYNTAX = Rule(
    "SN520", Severity.ERROR, "it is not well-formed XML", "close each element; write `&amp;` for `&`, `&lt;` for `<`"
)
ENTITY = Rule(
    "SN521",
    Severity.ERROR,
    "an XML file defines an entity, which is not read because it could fill the memory",
    "write what it stands for",
)
FRAGMENT = Rule("SN522", Severity.ERROR, "an XML file has more than one top-level element", "enclose them in one")


PLACEHOLDER = re.compile(r"<[A-Z][A-Z_ -]*>|=\"[^\"\n]*<[^\"\n]*>")
UNENDED = re.compile(r"^no element found: '<[^>]*>' of line (?P<line>\d+) is open")

# Parts of a DTD, and documents that define names for texts: what they come to is not known without reading them.
DTD = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)

OTHER_BEGINNINGS = kinds_of(
    (
        r"<(?:VirtualHost|(?:Directory|Files|Location)(?:Match)?|IfModule|IfDefine|Proxy|Limit|Require(?:All|Any))\b[^=>]*>$",
        "a configuration of Apache",
    ),
    (r"<!DOCTYPE html|<html\b", "HTML"),
    (r"[^<\s]", "a part of a file, or another language"),
)
# Elements of HTML that have no end: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = re.compile(
    r"<(?:input(?=[^<>]*\b(?:type|name)=)|img(?=[^<>]*\bsrc=)|meta(?=[^<>]*\b(?:name|charset|http-equiv|property)=)"
    r"|link(?=[^<>]*\brel=)|br|hr)\b(?:[^<>]*[^<>/])?>(?![^<>]*</(?:input|img|meta|link|br|hr)>)"
)
# https://laravel.com/docs/blade#components: an end tag need not say all of the name.
BLADE = re.compile(r"</?x-[a-z]|^[ \t]*@(?:end)?(?:if|foreach|section|php|auth|can)\b", re.MULTILINE)


BEGUN = re.compile(r"\s*<[A-Za-z][^<>]*")  # a tag alone, that is not ended
# `name="a|b"?`: what may stand there, and how often.
NOTATION = re.compile(r"<\w[^<>\n]*=\"[^\"\n]*\"[?*+][^<>\n]*>")


def guess_language(code: str) -> str:
    """Return what a fence is that is no XML, by its first line; "" where it may be."""
    if BLADE.search(code):
        return "a template of Blade"
    if VOID.search(code):
        return "HTML"
    if BEGUN.fullmatch(code):
        return "the beginning of an element"
    if NOTATION.search(code):
        return "a description of what may stand there"
    if DTD.search(code):
        return "a text with a DTD of its own"
    return kind_of(without_omissions(code).split("\n"), OTHER_BEGINNINGS)


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may be a part of a file, and show where something is left out."""
    is_partial = "..." in snippet.code or "…" in snippet.code or PLACEHOLDER.search(snippet.code) is not None
    # Two files, one below the other.
    is_partial = is_partial or snippet.code.split("\n")[finding.line - 1].lstrip().startswith("<?xml")
    unended = UNENDED.match(finding.message)
    is_partial = is_partial or (unended is not None and ends_within(snippet.code, int(unended["line"])))
    # Behind an entity nothing is read, so such a text has not passed; `guess_language` has words for it.
    return finding.rule is ENTITY or (finding.rule is SYNTAX and not is_partial)


TAGS = re.compile(
    r"<!--[\s\S]*?(?:-->|\Z)|<!\[CDATA\[[\s\S]*?(?:\]\]>|\Z)|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<rest>[^<>]*)>"
)


def whole(code: str) -> Iterator[str]:
    """Yield the text with each end tag named as its element is, and with an end for each element that has none."""
    opened: list[str] = []

    def named(found: re.Match[str]) -> str:
        if found["name"] is None or (not found["end"] and found["rest"].endswith("/")):
            return found[0]
        if not found["end"]:
            opened.append(found["name"])
            return found[0]
        return f"</{opened.pop()}>" if opened else ""

    yield TAGS.sub(named, code)
    yield code.rstrip() + "".join(f"</{name}>" for name in reversed(opened))
    yield re.sub(r"&(?![\w#]+;)", "&amp;", code)


HAND = TypoKinds(signs="<>/\"'=-", whole=whole, max_chars=100_000)

strictly = parser_judge(
    "read_xml",
    {
        "syntax": (SYNTAX, "close each element; write `&amp;` for `&`, `&lt;` for `<`"),
        "fragment": (FRAGMENT, "enclose them in one element"),
        "entity": (ENTITY, "write what it stands for"),
    },
    harms=harms,
)

CHECKER = EachChecker(
    name="xml",
    tool="Python",
    command="expat, by Python: well-formed or not; no DTD, no schema, no entities",
    level=Level.PARSED,
    judge=with_readings(
        strictly,
        lambda code: common_readings(code, certain=TAG),
        other=guess_language,
        slips=TypoTest(SYNTAX, slips_of("read_xml", HAND)),
    ),
    find_version=python_version,
    version=6,
    files=(
        *("*.xml", "*.svg", "*.xsd", "*.xsl", "*.xslt", "*.plist", "*.csproj", "*.vcxproj", "*.props", "*.targets"),
        *("*.rss", "*.atom", "*.xhtml", "*.xlf", "*.nuspec", "*.resx", "*.kml", "*.gpx", "*.wsdl", "/etc/fonts/*.conf"),
        *("/etc/dbus-1/*.conf", "/etc/libvirt/*.xml"),
    ),
    languages=frozenset({"xml", "svg", "xsd", "xslt", "plist"}),
)
