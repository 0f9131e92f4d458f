"""What a file of fail2ban's includes, and whether that is there."""

from collections.abc import Callable, Iterable, Iterator
from posixpath import normpath

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import FileProblem, suggestion
from faircopy.snippets.checkers._fail2ban.gone import gone_from
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option
from faircopy.snippets.checkers._fail2ban.jail_values import since_of
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.rules import INCLUDE_OUTSIDE

INCLUDE_MISSING = Rule("SN209", Severity.ERROR, "fail2ban: an included file is neither in the group nor fail2ban's own")


def lint_includes(
    ini: Ini, known: Callable[[str], bool], names: Iterable[str], folder: str = ""
) -> Iterator[FileProblem]:
    """Yield what is wrong with `before` and `after`. `known` tells whether a file of that name is in the folder."""
    near = SuggestionFinder()
    for option in includes_of(ini):
        for line in option.lines:
            name = line.text.strip()
            written = excerpt(name)
            if "%" in name:
                fact = f"what '{written}' includes is known only at run time, and was not read"
                yield FileProblem(INCLUDE_OUTSIDE, fact, "name a file in the same folder", line.line, line.column)
            elif name.startswith("/") or ".." in name.split("/"):
                fact = f"'{written}' is outside this folder, and was not read"
                yield FileProblem(INCLUDE_OUTSIDE, fact, "name a file in the same folder", line.line, line.column)
            elif not known(normpath(name)) and not name.endswith(".local"):
                fact = f"'{written}' is included, but no snippet and not fail2ban itself provides it"
                if "," in name:
                    hint = "write each file on its own line, indented"
                    yield FileProblem(INCLUDE_MISSING, fact, hint, line.line, line.column)
                    continue
                stem = f"{folder}/{name.removesuffix('.conf')}"
                if newer := since_of(stem, line.line, line.column):
                    yield newer
                    continue
                gone, hint = gone_from(stem, suggestion(near, name, names))
                yield FileProblem(INCLUDE_MISSING, fact + gone, hint, line.line, line.column)


def includes_of(ini: Ini) -> list[Option]:
    """Return the options that name a file to include: where there are [INCLUDES], [DEFAULT] counts for them too."""
    if not any(section.name == "INCLUDES" for section in ini.sections):
        return []
    found = (ini.option(section, key) for section in ("INCLUDES", "DEFAULT") for key in ("before", "after"))
    return [option for option in found if option]
