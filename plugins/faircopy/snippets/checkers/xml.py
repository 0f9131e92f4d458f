"""XML, by expat: whether it is well-formed. DTDs and schemas are not read, and nothing is fetched."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain import with_readings
from faircopy.snippets.checkers._plain_text import TAG, common_readings, ends_within
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

SYNTAX = Rule(
    "SN520", Severity.ERROR, "it is not well-formed XML", "each element has an end, `&` is `&amp;`, `<` is `&lt;`"
)
ENTITY = Rule(
    "SN521",
    Severity.ERROR,
    "an XML file defines an entity, which could be made to fill any memory and is not read",
    "write out what it stands for",
)
FRAGMENT = Rule("SN522", Severity.ERROR, "an XML file has more than one element at its top", "put one around them")


PLACEHOLDER = re.compile(r"<[A-Z][A-Z_ -]*>|=\"[^\"\n]*<[^\"\n]*>")
UNENDED = re.compile(r"^no element found: '<[^>]*>' of line (?P<line>\d+) is open")


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may be a part of a file, and show where something is left out."""
    is_partial = "..." in snippet.code or "…" in snippet.code or PLACEHOLDER.search(snippet.code) is not None
    # Two files, one below the other.
    is_partial = is_partial or snippet.code.split("\n")[finding.line - 1].lstrip().startswith("<?xml")
    unended = UNENDED.match(finding.message)
    is_partial = is_partial or (unended is not None and ends_within(snippet.code, int(unended["line"])))
    return finding.rule is not FRAGMENT and not (finding.rule is SYNTAX and is_partial)


strictly = parser_judge(
    "read_xml",
    {
        "syntax": (SYNTAX, "each element has an end, `&` is `&amp;`, `<` is `&lt;`"),
        "fragment": (FRAGMENT, "put one element around them"),
        "entity": (ENTITY, "write out what it stands for"),
    },
    harms=harms,
)

CHECKER = EachChecker(
    name="xml",
    tool="Python",
    command="expat, by Python: well-formed or not; no DTD, no schema, no entities",
    level=Level.PARSED,
    judge=with_readings(strictly, lambda code: common_readings(code, certain=TAG)),
    find_version=python_version,
    version=3,
    files=(
        *("*.xml", "*.svg", "*.xsd", "*.xsl", "*.xslt", "*.plist", "*.csproj", "*.vcxproj", "*.props", "*.targets"),
        *("*.rss", "*.atom", "*.xhtml", "*.xlf", "*.nuspec", "*.resx", "*.kml", "*.gpx", "*.wsdl", "/etc/fonts/*.conf"),
        *("/etc/dbus-1/*.conf", "/etc/libvirt/*.xml"),
    ),
    languages=frozenset({"xml", "svg", "xsd", "xslt", "plist"}),
)
