"""The record of a build, and whether it still holds."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from faircopy.build.unchanged.inputs import BuildPlace, OutsideFiles
from faircopy.build.unchanged.tree import TooManyFilesError, digest_of_stamps
from faircopy.build.unchanged.watching import ObservedReads
from faircopy.cache.namespaces import BUILDS
from faircopy.cache.store import EntryStore
from faircopy.content.moment import moment_of
from faircopy.diagnostics.model import ContentError

# The clock that stamps files lags behind the one that programs read, by a hundredth of a second at most.
CLOCK_LAG_NS = 20_000_000


class BuildRecord(msgspec.Struct, frozen=True):
    """A finished build, and its inputs."""

    environment_digest: str  # the digest of what is around the files: variables, programs, packages
    files: str  # of all files that it is made from
    elsewhere: OutsideFiles  # those that are not below the folder of its settings
    output: str  # the digest of what its files look like
    since: datetime  # the moment that it was built as of
    until: datetime  # when time makes another site of the same inputs
    outcome: "BuildOutcome"


class BuildOutcome(msgspec.Struct, frozen=True):
    """The messages and the exit status of a build."""

    pages: tuple[str, ...]  # by path below the output folder
    warnings: tuple[str, ...]  # a line each, for standard output
    notes: tuple[str, ...]  # the same for standard error


@dataclass(frozen=True, slots=True)
class BuildStart:
    """The inputs as they were before a build."""

    place: BuildPlace
    variables: dict[str, str]  # the environment's
    path: tuple[str, ...]  # Python's
    environment_digest: str  # the digest of these, and of programs and packages
    began_ns: int


def beginning(
    place: BuildPlace, environment: Mapping[str, str] = os.environ, path: Sequence[str] = sys.path
) -> BuildStart:
    """Take the digest of the inputs now. Raises OSError."""
    variables, path = dict(environment), (*path,)
    return BuildStart(place, variables, path, place.environment_digest(variables, path), time.time_ns())


def store_of(place: BuildPlace) -> EntryStore:
    return EntryStore(BUILDS, BUILDS.folder(place.root))


def outcome_that_holds(begin: BuildStart, now: datetime | None = None) -> BuildOutcome | None:
    """Return the recorded outcome of the last build, if another build would produce the same output."""
    place = begin.place
    try:
        record = msgspec.msgpack.decode(store_of(place).get(str(place.output)) or b"", type=BuildRecord)
        holds = (
            record.since <= (now or moment_of({}).now) < record.until
            and digest_of_stamps(place.output) == record.output
            and begin.environment_digest == record.environment_digest
            and place.files(record.elsewhere).digest == record.files
        )
    except (msgspec.MsgspecError, UnicodeError, RecursionError, OSError, TooManyFilesError, ContentError):
        return None
    return record.outcome if holds else None


@dataclass(frozen=True, slots=True)
class BuildEnd:
    """What is known about a build when it has finished."""

    reads: ObservedReads
    folders: tuple[Path, ...]  # that the settings name
    since: datetime  # the moment that it was built as of
    until: datetime
    outcome: BuildOutcome


def keep_record(begin: BuildStart, end: BuildEnd) -> None:
    """Store the record of a build, unless an input changed meanwhile or cannot be compared."""
    place = begin.place
    if end.reads.unknown or place.environment_digest(begin.variables, begin.path) != begin.environment_digest:
        return
    elsewhere = place.elsewhere(end.reads, end.folders)
    # The name of a file may be no Unicode; and what cannot be read now need not be the next time.
    with suppress(UnicodeEncodeError, OSError, TooManyFilesError):
        files = place.files(elsewhere)
        if files.newest_ns < begin.began_ns - CLOCK_LAG_NS:
            output = digest_of_stamps(place.output)
            record = BuildRecord(
                begin.environment_digest, files.digest, elsewhere, output, end.since, end.until, end.outcome
            )
            store_of(place).put(str(place.output), msgspec.msgpack.encode(record))
