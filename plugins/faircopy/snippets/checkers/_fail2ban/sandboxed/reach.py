"""How far a filter comes with a line that it does not match, and which part of an expression stops it.

Each part of an expression is given as [how many nodes of the parse tree there are up to its end, how a person would
write it]; an expression of which no parts are known explains nothing.
"""

import re
from re import _compiler, _parser  # type: ignore[attr-defined]  # private; as faircopy._compat.regex
from typing import Any

from .tally import Parts

PartList = list[tuple[int, str]]


class Expression:
    """A compiled expression, of which the beginnings can be matched, too."""

    def __init__(self, regex: str, parts: PartList) -> None:
        self.tree = _parser.parse(regex)
        self.parts = parts if parts and parts[-1][0] <= len(self.tree) else []
        self.starts: dict[int, Any] = {}

    def start(self, nodes: int) -> Any:
        """Return the compiled expression of the first nodes."""
        if nodes not in self.starts:
            self.starts[nodes] = _compiler.compile(self.tree[:nodes])
        return self.starts[nodes]

    def reach(self, text: str) -> tuple[int, str]:
        """Return where what matches ends in a text, and the part after that, which does not match; "" if all do."""
        low, high, end = 0, len(self.parts), 0
        # The first `low` parts match, the first `high + 1` do not.
        while low < high:
            middle = (low + high + 1) // 2
            found = self.start(self.parts[middle - 1][0]).search(text)
            if found:
                low, end = middle, found.end()
            else:
                high = middle - 1
        return end, self.parts[low][1] if low < len(self.parts) else ""


class Reach:
    """A filter's expressions, with the one that all lines must match first."""

    def __init__(self, engine: Any, prefix: PartList, parts: list[PartList]) -> None:
        self.prefix = Expression(engine.prefRegex.getRegex(), prefix) if engine.prefRegex else None
        self.whole_prefix = re.compile(engine.prefRegex.getRegex()) if engine.prefRegex else None
        regexes = engine.getFailRegex()
        self.expressions = [Expression(regex, found) for regex, found in zip(regexes, parts, strict=True)]

    def explain(self, parts: Parts) -> tuple[int, str]:
        """Return up to where a line matches, and which part stops it: of the expression that comes furthest."""
        before, date, after = parts
        rest = before + after
        end, part = self.furthest(rest)
        end = end if rest[:end].strip() else 0
        return (min(len(rest) + len(date), end + len(date) if end > len(before) else end), part) if end else (0, "")

    def furthest(self, rest: str) -> tuple[int, str]:
        content, offset = rest, 0
        if self.prefix and self.whole_prefix:
            begun = self.whole_prefix.search(f"{rest}\n")
            if not begun:
                return self.prefix.reach(f"{rest}\n")
            if "content" in begun.groupdict():
                content = begun["content"] or ""
                offset = max(0, rest.rfind(content))
        reached = [expression.reach(f"{content}\n") for expression in self.expressions]
        end, part = max((one for one in reached if one[1]), key=lambda one: one[0], default=(0, ""))
        return (offset + end, part) if end else (0, "")
