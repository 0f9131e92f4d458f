"""The report of a build: which pages were rendered, and why. A build that has nothing to do imports this alone."""

from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path


@dataclass(slots=True)
class BuildReport:
    """What happened to each page of one build."""

    kept: list[str] = field(default_factory=list)
    rendered: dict[str, str] = field(default_factory=dict)  # by path below the output folder: why
    written: set[str] = field(default_factory=set)  # all files, rendered or not
    # For who keeps that nothing need be built: the moment that it was built as of, when time alone makes another site
    # of the same sources, and the folders that the settings name.
    since: datetime | None = None
    until: datetime | None = None
    folders: tuple[Path, ...] = ()

    def explain(self, address: str) -> str:
        """Return why the page at an address of the site was rendered or kept."""
        path = address.strip("/")
        for name in (path, f"{path}/index.html".lstrip("/"), f"{path}.html"):
            if name in self.rendered:
                return f"{name} was made anew: {self.rendered[name]}"
            if name in self.kept:
                return f"{name} is as it was: nothing that it reads has changed"
        known = sorted([*self.kept, *self.rendered])
        near = get_close_matches(path, known, 1, 0.3)
        return f"there is no page at '{address}'" + (f"; did you mean '{near[0]}'?" if near else "")
