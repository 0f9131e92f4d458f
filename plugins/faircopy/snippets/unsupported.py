"""Tools that are not supported, because they would run the snippet in order to check it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from faircopy.snippets.model import Snippet


@dataclass(frozen=True, slots=True)
class UnsupportedTool:
    """A kind of file without a checker, and why."""

    name: str  # what `check=` would call it
    files: tuple[str, ...]  # patterns, as a checker has them
    languages: frozenset[str]  # refused once they say which file they are
    reason: str


UNSUPPORTED_TOOLS = (
    UnsupportedTool(
        "ssh_config",
        ("/etc/ssh/ssh_config", "/etc/ssh/ssh_config.d/*", "*/.ssh/config"),
        frozenset({"ssh_config", "sshconfig"}),
        "'ssh -G' runs the command of a 'Match exec' line",
    ),
    UnsupportedTool(
        "perl",
        ("*.pl", "*.pm"),
        frozenset({"perl"}),
        "'perl -c' runs BEGIN blocks and the modules that it loads",
    ),
    UnsupportedTool(
        "exim",
        ("/etc/exim4/*", "/etc/exim/*"),
        frozenset({"exim"}),
        "'exim -bV' expands '${run …}' in what it reads",
    ),
    UnsupportedTool(
        "vim",
        ("*/.vimrc", "*.vim", "/etc/vim/*"),
        frozenset({"vim", "viml", "vimscript"}),
        "vim can only be asked to run it",
    ),
    UnsupportedTool(
        "emacs",
        ("*.el", "*/.emacs"),
        frozenset({"emacs-lisp", "elisp"}),
        "emacs runs macros as it compiles them",
    ),
)


def unsupported_tool_for(
    snippet: Snippet, refusals: Sequence[UnsupportedTool] = UNSUPPORTED_TOOLS
) -> UnsupportedTool | None:
    """Return why a snippet is refused, or None. A plain fence of such a language is only shown."""
    if snippet.check:
        return next((one for one in refusals if one.name == snippet.check), None)
    if snippet.file:
        path = snippet.file if snippet.file.startswith("/") else f"/{snippet.file}"
        by_file = (one for one in refusals if any(fnmatch(path, pattern) for pattern in one.files))
        if found := next(by_file, None):
            return found
    if snippet.file or snippet.context:
        return next((one for one in refusals if snippet.language in one.languages), None)
    return None
