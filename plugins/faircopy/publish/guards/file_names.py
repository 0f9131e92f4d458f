"""A file name that git or GitHub does not accept, or that publishing itself uses."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BUILD_FILE, CNAME_FILE, NO_JEKYLL, BuiltSite

NAME_UNUSABLE = Rule(
    "PB304",
    Severity.ERROR,
    "a file cannot be published under its name, or is a link",
    "rename it; GitHub takes no symbolic links; `CNAME` and `build.json` are written by `make publish`",
)


def check_names(site: BuiltSite) -> Iterator[Diagnostic]:
    for name in site.names:
        yield from check_name(site, name)


def check_name(site: BuiltSite, name: str) -> Iterator[Diagnostic]:
    if (site.root / name).is_symlink():
        hint = "put the file itself there"
        yield NAME_UNUSABLE.at(site.place(name), 1, "it is a symbolic link", hint)
    elif name in (CNAME_FILE, NO_JEKYLL):
        hint = "take it out of 'extra/', and set PUBLISH_CNAME" if name == CNAME_FILE else "take it out of 'extra/'"
        yield NAME_UNUSABLE.at(site.place(name), 1, f"'{name}' is written when the site is published", hint)
    elif name.startswith('"') or "\n" in name or ".git" in name.split("/"):
        hint = "give it a name without quotes and line breaks, and not '.git'"
        yield NAME_UNUSABLE.at(site.place(name), 1, "git cannot take a file of this name", hint)


def check_built(built: BuiltSite) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the build wrote a file that publishing is about to write."""
    if BUILD_FILE in built.names:
        fact = f"'{BUILD_FILE}' is written when the site is published"
        yield NAME_UNUSABLE.at(built.place(BUILD_FILE), 1, fact, "give yours another name")


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    return check_names(facts.site)


# Links are not followed: guards of contents run only after this one.
GUARD = Guard(SiteFacts, (NAME_UNUSABLE,), check, order=0)
