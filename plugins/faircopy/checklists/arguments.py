"""Parses the arguments of the command `checklists`."""

import argparse
import datetime as dt
from pathlib import Path

from faircopy.checklists.model import ChangeKind
from faircopy.checklists.revisions import Disposition


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
    ("--replace", replaced, "OLD=NEW", "another question stands for it"),
    ("--split", split, "OLD=A,B", "several questions stand for it"),
    ("--merge", merged, "A,B=NEW", "one question stands for several"),
)
