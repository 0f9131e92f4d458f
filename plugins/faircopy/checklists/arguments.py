"""The arguments of the command `checklists`: its parser, its help, and what each argument means."""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from faircopy.checklists.model import ChangeKind
from faircopy.checklists.record.revisions import Disposition
from faircopy.checklists.reports import FORMATS
from faircopy.console import CommandParser

Run = Callable[[argparse.Namespace], int]

POST = "content/posts/2016/tech-due-diligence/index.md"
EPILOG = f"""examples:
  %(prog)s ids {POST}
  %(prog)s check content
  %(prog)s record {POST}

exit status: 0 nothing is wrong, 1 at least one error, 2 wrong usage
docs/checklists.md explains how to write a list"""
IDS_EPILOG = f"""example:
  %(prog)s {POST}

Existing ids are never changed, and an id that was ever in use is never given to another question."""
CHECK_EPILOG = f"""examples:
  %(prog)s content
  %(prog)s --format github {POST}

In a folder, all Markdown files with a 'Checklist:' field are checked."""
RECORD_EPILOG = f"""examples:
  %(prog)s {POST}
  %(prog)s POST --retire not-automated
  %(prog)s POST --replace https=https-everywhere
  %(prog)s POST --split backups-and-dr=backups,disaster-recovery
  %(prog)s POST --merge copious-comments,narrative-comments=comments

New, reworded and moved questions need no option. A removed question needs --retire, --replace, --split or --merge."""
ADOPT_EPILOG = """examples:
  %(prog)s README.md -o content/posts/2026/before-release/index.md
  %(prog)s requirements.csv --base https://example.org/docs/

A list in Markdown (.md), plain text (.txt), AsciiDoc (.adoc), Org (.org), reStructuredText (.rst), MediaWiki
(.mediawiki), HTML (.html), a table (.csv, .tsv), JSON (.json, .jsonl) or YAML (.yaml, .yml).
The post is a draft. What could not be kept is printed, with its line. No existing file is overwritten."""


def existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no '{text}'; name a post, or a folder of posts")
    return path


def iso_date(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").astimezone().date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as YYYY-MM-DD") from None


def retired(text: str) -> list[Disposition]:
    return [Disposition(text, ChangeKind.RETIRED)]


def replaced(text: str) -> list[Disposition]:
    olds, news = sides(text)
    return [Disposition(one(olds, text), ChangeKind.REPLACED_BY, (one(news, text),))]


def split(text: str) -> list[Disposition]:
    olds, news = sides(text)
    if len(set(news)) < max(len(news), 2):
        raise argparse.ArgumentTypeError(f"'{text}' does not name two different new questions; for one, use --replace")
    return [Disposition(one(olds, text), ChangeKind.SPLIT_TO, news)]


def merged(text: str) -> list[Disposition]:
    olds, news = sides(text)
    new = one(news, text)
    if len(set(olds)) < max(len(olds), 2):
        raise argparse.ArgumentTypeError(f"'{text}' does not name two different old questions; for one, use --replace")
    # One of the merged questions may be the one that stays.
    return [Disposition(old, ChangeKind.MERGED_TO, (new,)) for old in olds if old != new]


def sides(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, equals, right = text.partition("=")
    olds, news = (tuple(id_.strip() for id_ in side.split(",")) for side in (left, right))
    if not equals or not all((*olds, *news)):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form OLD=NEW")
    return olds, news


def one(ids: tuple[str, ...], text: str) -> str:
    if len(ids) > 1:
        raise argparse.ArgumentTypeError(f"'{text}' names {len(ids)} questions where one belongs")
    return ids[0]


# Options for what happened to a question: option, parser, form, meaning.
DISPOSITIONS = (
    ("--retire", retired, "ID", "the question is no longer asked"),
    ("--replace", replaced, "OLD=NEW", "another question replaces it"),
    ("--split", split, "OLD=A,B", "several questions replace it"),
    ("--merge", merged, "A,B=NEW", "one question replaces several"),
)


def add_ids(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", nargs="+", type=existing, metavar="FILE", help="a post with a 'Checklist:' field")


def add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", nargs="+", type=existing, metavar="PATH", help="a post, or a folder of posts")
    command.add_argument("--format", choices=FORMATS, default="text", help="the format of the report (default: text)")


def add_record(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=existing, metavar="FILE", help="a post with a 'Checklist:' field")
    for flag, read, form, meaning in DISPOSITIONS:
        command.add_argument(
            flag, action="append", default=[], dest="dispositions", type=read, metavar=form, help=meaning
        )
    same = "the answer with this value was reworded, and means the same"
    command.add_argument("--same-answer", action="append", default=[], dest="same_answers", metavar="VALUE", help=same)
    one = "record only this list of the post (default: all)"
    command.add_argument("--list", default="", metavar="NAME", help=one)
    dated = "the date of the revision (default: today; for the first one, the post's)"
    command.add_argument("--date", type=iso_date, metavar="YYYY-MM-DD", help=dated)


def add_adopt(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=existing, metavar="FILE", help="the list, in one of the formats below")
    place = "where to write the post (default: standard output)"
    command.add_argument("-o", "--output", type=Path, metavar="POST.md", help=place)
    base = "the address of the file, to complete its relative links"
    command.add_argument("--base", default="", metavar="URL", help=base)
    command.add_argument("--bullets", action="store_true", help="make every bullet a question, even without a box")
    before = "a post made earlier from this list: its questions keep their ids"
    command.add_argument("--like", type=existing, metavar="POST.md", help=before)


# Name, summary, epilog, and what adds the arguments.
COMMANDS = (
    ("ids", "add the missing ids to the questions of a post", IDS_EPILOG, add_ids),
    ("check", "report what is wrong with lists, and what has to be recorded", CHECK_EPILOG, add_check),
    ("record", "record the changes of a list in the lock file beside it", RECORD_EPILOG, add_record),
    ("adopt", "turn an existing list into a post", ADOPT_EPILOG, add_adopt),
)


def parser(prog: str, runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """Return the parser of the command; each subcommand sets `run` to its function in `runs`."""
    shape = argparse.RawDescriptionHelpFormatter
    top: argparse.ArgumentParser = CommandParser(
        prog=prog, description="Manage the checklists of posts.", epilog=EPILOG, formatter_class=shape
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, summary, epilog, add_arguments in COMMANDS:
        about = f"{summary[0].upper()}{summary[1:]}."
        command = commands.add_parser(name, help=summary, description=about, epilog=epilog, formatter_class=shape)
        add_arguments(command)
        command.set_defaults(run=runs[name])
    return top
