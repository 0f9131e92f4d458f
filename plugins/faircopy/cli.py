"""The command `faircopy`: finds the subcommand, and imports only what it needs."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from faircopy.console import as_command, progress

# name: (module, function, summary). Each function takes the arguments after the name, and returns the exit status.
COMMANDS = {
    "init": ("faircopy.starter.cli", "init", "create a blog in a new folder"),
    "upgrade": ("faircopy.starter.cli", "upgrade", "show what the installed version would change in your blog"),
    "new": ("faircopy.authoring.cli", "new", "create a draft"),
    "rename": ("faircopy.authoring.cli", "rename", "change a post's slug, and redirect its old address"),
    "import": (
        "faircopy.authoring.importing.command",
        "main",
        "import posts from Jekyll, Hugo, Pelican, WordPress or Ghost",
    ),
    "check": ("faircopy.lint.cli", "main", "report all problems in the content"),
    "snippets": ("faircopy.snippets.cli", "main", "check the code in any Markdown files"),
    "checklists": ("faircopy.checklists.cli", "main", "manage the checklists of posts"),
    "serve": ("faircopy.preview.cli", "main", "preview the site on this machine"),
    "build": ("faircopy.build.cli", "main", "build the site for production"),
    "publish": ("faircopy.publish.cli", "publish", "check the committed site and publish it to GitHub Pages"),
    "unpublish-last": ("faircopy.publish.cli", "unpublish_last", "restore the site that was published before"),
    "cache": ("faircopy.cache.cli", "main", "show or clear what is cached between runs"),
    "doctor": ("faircopy.doctor", "main", "show what is installed, with versions, and what is missing"),
}
# What these commands import only after they have read their arguments.
IMPORTED_LATE = {
    "build": ("pelican",),
    "serve": ("pelican",),
    "publish": ("pelican", "ghp_import", "detect_secrets"),
    "unpublish-last": ("pelican", "ghp_import", "detect_secrets"),
}
USAGE = "usage: faircopy COMMAND [ARGUMENT…]\n       faircopy COMMAND --help\n       faircopy --version"


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; return its exit status, 2 for wrong usage."""
    name, *rest = arguments if arguments is not None else sys.argv[1:] or ["--help"]
    if name in {"-h", "--help", "help"}:
        print(help_text())
        return 0
    if name == "--version":
        from importlib.metadata import version  # noqa: PLC0415  # takes longer to import than all else here

        print(f"faircopy {version('pelican-faircopy')}")
        return 0
    if name not in COMMANDS:
        progress(f"faircopy: there is no command '{name}'{guess(name)}\n{USAGE}")
        return 2
    try:
        for package in IMPORTED_LATE.get(name, ()):
            if find_spec(package) is None:
                raise ModuleNotFoundError(name=package)  # noqa: TRY301  # as the import of the command would
        command = command_named(name)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] == "faircopy":
            raise
        needed = f"'{name}' needs '{error.name}'; install it with: pip install 'pelican-faircopy[site,preview]'"
        progress(f"faircopy: {needed}")
        return 2
    return command(rest, f"faircopy {name}")


def command_named(name: str) -> Callable[[Sequence[str], str], int]:
    """Return the function of a subcommand. Raises ModuleNotFoundError where a package that it needs is missing."""
    module, function, _ = COMMANDS[name]
    command: Callable[[Sequence[str], str], int] = getattr(import_module(module), function)
    return command


def guess(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # as above

    near = get_close_matches(name, COMMANDS, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def help_text() -> str:
    width = max(map(len, COMMANDS))
    rows = (f"  {name.ljust(width)}  {summary}" for name, (_, _, summary) in COMMANDS.items())
    return "\n".join([USAGE, "", *rows])
