"""The commands `faircopy init` and `faircopy upgrade`."""

import argparse
import datetime as dt
import os
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from faircopy import packaged
from faircopy.build.siteurl import is_stand_in
from faircopy.console import command_parser, progress, result
from faircopy.languages.words import OUR_WORDS
from faircopy.markdown.files import write_whole
from faircopy.starter.answers import QUESTIONS, Answers, SetupQuestion
from faircopy.starter.guesses import guessed
from faircopy.starter.lock import OURS, PACKAGES, RequirementsLock, lock_of_installed
from faircopy.starter.record import RECORD, NoRecordError, our_settings, read_record, record_of
from faircopy.starter.skeleton import NewSite, files_of, first_texts
from faircopy.starter.upgrade import FileChange, FileState, file_changes, news_since, settings_changes
from faircopy.starter.write import NotEmptyError, check_free, link_out, write_new

INTERRUPTED = 128 + signal.SIGINT
REQUIREMENTS = "requirements.txt"
# Names the folder of the faircopy that has made a site, for the Makefile; git does not know it.
PROGRAMS = ".faircopy-path"
INIT_EXAMPLES = """\
examples:
  %(prog)s blog                      ask for the blog's name and four other values
  %(prog)s blog --name "Ada's notes" --author Ada --address https://ada.github.io/notes \\
      --timezone Europe/Berlin --language de
"""
NO_WORDS = "the words around your texts are English, because nobody has translated them yet: docs/languages.md says how"
UPGRADE_EXAMPLES = """\
examples:
  %(prog)s                        show what is new since the version that created this blog
  %(prog)s --write                update the files that you have not changed
"""


def init(arguments: Sequence[str], prog: str = "faircopy init") -> int:
    """Create a blog in a new folder; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = command_parser(prog, "Create a blog in a new folder. No existing file is overwritten.", INIT_EXAMPLES)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    for question in QUESTIONS:
        parser.add_argument(f"--{question.name}", metavar="TEXT", help=question.help)
    parser.add_argument("--defaults", action="store_true", help="ask no questions; use defaults for what is not given")
    options = parser.parse_args(arguments)
    try:
        check_free(options.folder)
        answers = answers_to(options)
        begin(options.folder, answers)
    except (NotEmptyError, UnfitError) as error:
        progress(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        progress("\ninterrupted; nothing was written")
        return INTERRUPTED
    for line in summary_lines(options.folder, answers):
        result(line)
    return 0


class UnfitError(Exception):
    """An invalid option; the message says which and why."""


def answers_to(options: argparse.Namespace) -> Answers:
    """Return the answers from options; the others are asked on a terminal, or guessed. Raises UnfitError."""
    given = {question.name: read_option(question, getattr(options, question.name)) for question in QUESTIONS}
    guesses = asdict(guessed(options.folder, os.environ))
    if not options.defaults and sys.stdin.isatty() and sys.stdout.isatty():
        for question in QUESTIONS:
            if given[question.name] is None:
                given[question.name] = answer_on_terminal(question, guesses[question.name])
    return Answers(**{name: guesses[name] if answer is None else answer for name, answer in given.items()})


def read_option(question: SetupQuestion, text: str | None) -> str | None:
    try:
        return None if text is None else question.read(text)
    except ValueError as error:
        raise UnfitError(f"--{question.name}: {error}") from None


def answer_on_terminal(question: SetupQuestion, guess: str, ask: Callable[[str], str] = input) -> str:
    """Return the typed answer, once it is valid; Enter accepts the guess."""
    words = f"{question.words} [{guess}]: " if guess else f"{question.words}: "
    while True:
        try:
            return question.read(ask(words) or guess)
        except EOFError:
            return guess
        except UnicodeDecodeError:
            progress("  that cannot be read in this terminal's encoding; give it as an option, or use UTF-8")
        except ValueError as error:
            progress(f"  {error}")


def begin(folder: Path, answers: Answers) -> None:
    """Write the site. Raises NotEmptyError, OSError."""
    begun = NewSite(answers, dt.datetime.now(ZoneInfo(answers.timezone)).date())
    lock = lock_of_installed()
    texts = {**files_of(begun), REQUIREMENTS: lock.text}
    files = {
        **texts,
        **first_texts(begun),
        RECORD: record_of(version(OURS), begun, texts).text,
    }
    data = {name: text.encode() for name, text in files.items()}
    write_new(folder, {**data, PROGRAMS: os.fsencode(Path(sys.executable).parent), **wheel_of(lock)})


def wheel_of(lock: RequirementsLock) -> dict[str, bytes]:
    return {f"{PACKAGES}/{lock.wheel.name}": lock.wheel.read_bytes()} if lock.wheel else {}


def summary_lines(folder: Path, answers: Answers) -> list[str]:
    """Return what was created, and what to do next."""
    about = f"'{answers.name}' by {answers.author}, in '{answers.language}', at home in {answers.timezone}"
    where = answers.address or "an address that is not known yet: write it into publishconf.py"
    if is_stand_in(where):
        where += ", which is an example: write your own into publishconf.py before you publish"
    inside = any((one / ".git").exists() for one in folder.resolve().parents)
    begin_repository = "" if inside else "git init -b main && "
    git_lines = (
        ["  (it is in a git repository already; GitHub runs workflows at the top of one only)"] if inside else []
    )
    words = [] if OUR_WORDS.words.has(answers.language) else [NO_WORDS]
    return [
        f"made {folder}: {about}, for {where}",
        *words,
        "",
        "next:",
        f"  cd {shlex.quote(str(folder))}",
        "  make serve                     the blog on this machine; its first post says the rest",
        '  make new T="My first post"     a draft of your own',
        f"  {begin_repository}git add -A && git commit -m Begin",
        *git_lines,
        "  make publish                   when there is a remote: make publish ARGS=--help",
    ]


def upgrade(arguments: Sequence[str], prog: str = "faircopy upgrade") -> int:
    """Report what the installed version would create differently; return the exit status."""
    about = "Show what is new since the version that created this blog. Without --write, nothing is changed."
    parser = command_parser(prog, about, UPGRADE_EXAMPLES)
    parser.add_argument("--write", action="store_true", help="update the files that you have not changed")
    options = parser.parse_args(arguments)
    try:
        record = read_record(Path())
    except NoRecordError as error:
        progress(f"{prog}: {error}")
        return 2
    files = {**files_of(record.begun), REQUIREMENTS: lock_of_installed().text}
    changes = list(file_changes(record, files, Path()))
    now = version(OURS)
    news = news_since(packaged.CHANGELOG.read_text(encoding="utf-8"), record.version)
    settings = settings_changes(record.settings, our_settings())
    report = [*(change.report for change in changes), *settings, *([news] if news else [])]
    for one in report:
        result(one)
    if options.write:
        if refusal := link_out(Path(), [*(change.name for change in changes), RECORD]):
            progress(f"{prog}: {refusal}")
            return 1
        write_changes(changes)
        write_whole(Path(RECORD), record_of(now, record.begun, files).text)
    progress(summary(record.version, now, changes, any_news=bool(report), write=options.write))
    return 0


def write_changes(changes: Sequence[FileChange]) -> None:
    """Write new files, and those that the author has not changed. Raises OSError."""
    for change in changes:
        if change.state in (FileState.NEW, FileState.AS_MADE):
            Path(change.name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(Path(change.name), change.ours)
            result(f"wrote {change.name}")


def summary(before: str, now: str, changes: Sequence[FileChange], *, any_news: bool, write: bool) -> str:
    versions = f"made by {before}, and {now} is installed"
    if not any_news:
        return f"{versions}: nothing is new"
    kept = [change.name for change in changes if change.state is FileState.CHANGED]
    yours = f"; yours, to be compared by you: {', '.join(kept)}" if kept else ""
    return f"{versions}{yours}" + (
        "" if write else "; nothing was changed, --write takes over what you have not changed"
    )
