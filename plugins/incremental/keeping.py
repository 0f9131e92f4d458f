"""A writer that renders a page only if something that it reads has changed, and touches no file that stays the same."""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from incremental.digests import OpaqueError, digest_of, digest_of_bytes
from incremental.observed import ObservedEnvironment, Observer, Reads, observe, observe_functions, observed
from incremental.opened import files_opened, state_of_file
from incremental.store import Store
from incremental.verify import Verifier
from incremental.writer import Rendering, RenderingWriter

KIND = "page"


class Record(msgspec.Struct, frozen=True):
    """What is known of a page that was written."""

    output: str  # the digest of its bytes
    reads: Reads


@dataclass(slots=True)
class Tally:
    """What became of the pages of one build."""

    kept: list[str] = field(default_factory=list)
    rendered: dict[str, str] = field(default_factory=dict)  # by path below the output folder: why
    written: set[str] = field(default_factory=set)  # all files, rendered or not

    def why(self, address: str) -> str:
        """Return in words what became of the page at an address below the site's."""
        path = address.strip("/")
        for name in (path, f"{path}/index.html".lstrip("/"), f"{path}.html"):
            if name in self.rendered:
                return f"{name} was made anew: {self.rendered[name]}"
            if name in self.kept:
                return f"{name} is as it was: nothing that it reads has changed"
        known = sorted([*self.kept, *self.rendered])
        near = get_close_matches(path, known, 1, 0.3)
        return f"there is no page at '{address}'" + (f"; did you mean '{near[0]}'?" if near else "")


class KeepingWriter(RenderingWriter):
    """Writes what is new. `store`, `code`, `previous` and `tally` are set by a subclass for each build."""

    store: Store
    code: str  # the digest of all that takes part
    previous: Path  # the output of the build before, which may be the output folder itself
    tally: Tally

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.root = Path(output_path).resolve()
        self.verifier: Verifier | None = None
        self.seen: set[int] = set()  # environments that are observed
        try:
            self.key = digest_of((self.code, settings["JINJA_ENVIRONMENT"]))
        except OpaqueError:
            self.key = ""  # nobody can tell how templates are rendered, so nothing is kept

    def page(self, path: str, rendering: Rendering) -> None:
        name = Path(path).relative_to(self.root).as_posix()
        self.tally.written.add(name)
        self.prepare(rendering)
        record = self.record_of(name)
        why = self.difference(record, rendering) if record else "it is new"
        if record and not why:
            if self.keep(name, record):
                self.tally.kept.append(name)
                return
            why = "its file is not what was written"
        self.tally.rendered[name] = str(why)
        self.write(name, self.render(name, rendering).encode())

    def feed(self, path: str, make: Callable[[], str]) -> None:
        self.write(Path(path).relative_to(self.root).as_posix(), make().encode())

    def prepare(self, rendering: Rendering) -> None:
        """Have the environment of a template watch, before it renders for the first time."""
        environment = rendering.template.environment
        if id(environment) not in self.seen:
            self.seen.add(id(environment))
            observe(environment)
            observe_functions(environment)
        if self.verifier is None:
            self.verifier = Verifier(rendering.shared)

    def record_of(self, name: str) -> Record | None:
        data = self.store.get(KIND, f"{self.key}/{name}") if self.key else None
        try:
            return msgspec.json.decode(data, type=Record) if data else None
        except msgspec.DecodeError:
            return None

    def difference(self, record: Record, rendering: Rendering) -> str | None:
        environment = rendering.template.environment
        if not self.verifier or not isinstance(environment, ObservedEnvironment):
            return "nobody has watched it"
        rendering.prepare()
        return self.verifier.difference(record.reads, environment, rendering.context)

    def render(self, name: str, rendering: Rendering) -> str:
        if not self.verifier:
            return rendering.render()
        observer = Observer(rendering.context, self.verifier.values)
        with observed(observer), files_opened() as paths:
            text = rendering.render()
        if observer.opaque:
            self.tally.rendered[name] = f"each time: {observer.opaque}"
        elif self.key:
            observer.reads.files = {path: state_of_file(path) for path in sorted(paths)}
            record = Record(digest_of_bytes(text.encode()), observer.reads)
            self.store.put(KIND, f"{self.key}/{name}", msgspec.json.encode(record))
        return text

    def keep(self, name: str, record: Record) -> bool:
        """Have the file of the build before in the output. False where it is not what was written then."""
        old, new = self.previous / name, self.root / name
        try:
            if digest_of_bytes(old.read_bytes()) != record.output:
                return False
            if old != new:
                link_or_copy(old, new)
        except OSError:
            return False
        return True

    def write(self, name: str, data: bytes) -> None:
        """Write a file; one that has these bytes already keeps its time."""
        self.tally.written.add(name)
        old, new = self.previous / name, self.root / name
        with suppress(OSError):
            if old.read_bytes() == data:
                if old != new:
                    link_or_copy(old, new)
                return
        new.parent.mkdir(parents=True, exist_ok=True)
        # Never through a link to the build before.
        new.unlink(missing_ok=True)
        new.write_bytes(data)

    def offer(self, name: str, make: Callable[[], bytes]) -> None:
        self.write(name, make())


def link_or_copy(old: Path, new: Path) -> None:
    """Have the same file in both places: nobody changes it, each build makes its own."""
    new.parent.mkdir(parents=True, exist_ok=True)
    new.unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
