"""The pages of a build and their dependencies, as rows of two database tables.

In one build a dependency has one fingerprint, so a page only lists the row numbers of its dependencies. A site of a
thousand pages has twenty thousand dependencies, each of which about five pages share.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec

from faircopy.cache.database import Store, Tables
from faircopy.incremental.dependencies import FILE, TEMPLATE, VARIABLE, Dependency, DependencySet, OwnDependency

# Of a packed number.
NUMBER: Final = "I"
OTHERS: Final = ""
# A dependency, and then its fingerprint: a row of the table `dependency`.
Known = tuple[str, str, str, str | None, str]
# A dependency on what only a page has, and then its fingerprint.
OwnKnown = tuple[str, str, str | None, str]

decode_own = msgspec.json.Decoder(list[OwnKnown]).decode


class PageRow(NamedTuple):
    """A page that was written: a row of the table `page`."""

    name: str  # its path below the output folder
    output: str  # the fingerprint of its bytes
    environment_key: str
    template: str  # by name: another one may come into its place, and all that both read be as it was
    own: bytes  # dependencies on what only it has, with fingerprints, as JSON
    variables: bytes  # the numbers of dependencies that are variables which all pages share
    shared: bytes  # those of all others


def packed(numbers: Iterable[int]) -> bytes:
    return array(NUMBER, numbers).tobytes()


def unpacked(numbers: bytes) -> Sequence[int]:
    return memoryview(numbers).cast(NUMBER)


class DependencyDb:
    """The pages and dependencies of the previous build."""

    def __init__(self, pages: Iterable[PageRow] = (), dependencies: Iterable[Known] = ()) -> None:
        self.pages = {page.name: page for page in pages}
        self.dependencies = [*dependencies]  # by number

    def __len__(self) -> int:
        """Return the number of dependencies."""
        return len(self.dependencies)

    def dependency(self, number: int) -> Dependency:
        return self.dependencies[number][:-1]

    def name(self, number: int) -> str:
        """Return the subject of a dependency."""
        return self.dependencies[number][2]

    def fingerprint(self, number: int) -> str:
        return self.dependencies[number][-1]

    def own(self, page: PageRow) -> Iterator[tuple[OwnDependency, str]]:
        """Yield the dependencies of a page on its own variables, with their fingerprints."""
        return (((subject, name, arguments), found) for subject, name, arguments, found in decode_own(page.own))


class NewDependencyDb:
    """The pages and dependencies of the current build, based on those of the previous one."""

    def __init__(self, before: DependencyDb) -> None:
        self.before = before
        self.pages: dict[str, PageRow] = {}  # that were rendered
        self.kept: list[str] = []  # pages of the build before, all of whose fingerprints are the same

    # Not before a page has been rendered: most builds render none.

    @cached_property
    def dependencies(self) -> list[Known]:
        return [*self.before.dependencies]

    @cached_property
    def numbers(self) -> dict[Dependency, int]:
        return {known[:-1]: number for number, known in enumerate(self.dependencies)}

    def add_kept(self, name: str) -> None:
        """Add a page of the previous build whose fingerprints are all unchanged."""
        self.kept.append(name)

    def add_rendered(self, name: str, output: str, environment_key: str, template: str, found: DependencySet) -> None:
        """Add a page that has been rendered."""
        # Templates and files come first: few of them answer for many pages, and when one is new nothing else need be
        # looked at.
        by_kind: dict[str, list[int]] = {TEMPLATE: [], FILE: [], VARIABLE: [], OTHERS: []}
        for dependency, fingerprint in found.shared.items():
            by_kind.get(dependency[1], by_kind[OTHERS]).append(self.number(dependency, fingerprint))
        variables = packed(by_kind.pop(VARIABLE))
        own = msgspec.json.encode([(*dependency, fingerprint) for dependency, fingerprint in found.own.items()])
        shared = packed(chain.from_iterable(by_kind.values()))
        self.pages[name] = PageRow(name, output, environment_key, template, own, variables, shared)

    def number(self, dependency: Dependency, fingerprint: str) -> int:
        number = self.numbers.setdefault(dependency, len(self.dependencies))
        if number == len(self.dependencies):
            self.dependencies.append((*dependency, fingerprint))
        else:
            # In this build; of pages that are kept it is the same.
            self.dependencies[number] = (*dependency, fingerprint)
        return number

    def is_news(self) -> bool:
        """Tell whether anything differs from the previous build."""
        return bool(self.pages) or len(self.kept) != len(self.before.pages)

    def finished(self) -> DependencyDb:
        """Return the final database, without dependencies that no page has any more."""
        found = {**{name: self.before.pages[name] for name in self.kept}, **self.pages}
        pages = [found[name] for name in sorted(found)]
        used = sorted({number for page in pages for number in chain(unpacked(page.variables), unpacked(page.shared))})
        numbers = {number: place for place, number in enumerate(used)}
        if len(used) < len(self.dependencies):
            pages = [
                page._replace(
                    variables=packed(map(numbers.__getitem__, unpacked(page.variables))),
                    shared=packed(map(numbers.__getitem__, unpacked(page.shared))),
                )
                for page in pages
            ]
        return DependencyDb(pages, map(self.dependencies.__getitem__, used))


def load(store: Store, build: str) -> DependencyDb:
    """Load the database of a build; an empty one if it is missing or damaged."""
    tables = store.tables(build)
    if tables is None:
        return DependencyDb()
    texts: dict[Any, Any] = {}
    # Many texts are those of many dependencies.
    dependencies = (tuple(map(texts.setdefault, row, row)) for row in tables["dependency"])
    return DependencyDb(map(PageRow._make, tables["page"]), dependencies)


def save(store: Store, build: str, db: DependencyDb, before: DependencyDb) -> None:
    """Save the database of a build, replacing the one that `load` returned."""
    store.put_tables(build, tables_of(db), tables_of(before))


def tables_of(db: DependencyDb) -> Tables:
    return {"page": [*db.pages.values()], "dependency": db.dependencies}
