"""XML, by expat: whether it is well-formed. DTDs and schemas are not read, and nothing is fetched."""

from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

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

strictly = parser_judge(
    "read_xml",
    {
        "syntax": (SYNTAX, "each element has an end, `&` is `&amp;`, `<` is `&lt;`"),
        "fragment": (FRAGMENT, "put one element around them"),
        "entity": (ENTITY, "write out what it stands for"),
    },
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = strictly(snippet, files, sandbox)
    if not snippet.is_plain:
        return judged
    # A plain fence may be a part of a file, and show where something is left out.
    lines = snippet.code.split("\n")
    kept = [
        one
        for one in judged.findings
        if one.rule is not FRAGMENT and not (one.rule is SYNTAX and any("..." in line or "…" in line for line in lines))
    ]
    return Judgement(judged.level, tuple(kept))


CHECKER = EachChecker(
    name="xml",
    tool="Python",
    command="expat, by Python: well-formed or not; no DTD, no schema, no entities",
    level=Level.PARSED,
    judge=judge,
    find_version=python_version,
    files=(
        *("*.xml", "*.svg", "*.xsd", "*.xsl", "*.xslt", "*.plist", "*.csproj", "*.vcxproj", "*.props", "*.targets"),
        *("*.rss", "*.atom", "*.xhtml", "*.xlf", "*.nuspec", "*.resx", "*.kml", "*.gpx", "*.wsdl", "/etc/fonts/*.conf"),
        *("/etc/dbus-1/*.conf", "/etc/libvirt/*.xml"),
    ),
    languages=frozenset({"xml", "svg", "xsd", "xslt", "plist"}),
)
