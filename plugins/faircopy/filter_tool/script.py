"""Bundles the modules of the tool: the same code runs in Node at build time and in a reader's browser."""

import re
from functools import cache
from importlib.resources import files

from faircopy.content.assets import compact_module

# Modules below `web/` by the script that they are published in, each behind those that it imports. No two that meet
# have a name in common; a test holds that.
MATCHER = ("regex", "zone", "dates", "addresses", "sessions", "matcher", "failures")
LINES = ("offline", "lines")
JUDGING = ("explain", "replay")
TOOL = ("dom", "words", "watched", "reading", "tool")
RESULTS = ("jail", "tables", "drawing", "log", "judging", "results")
IMPORT = re.compile(r'^import \{ (.*) \} from ".*?([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?function|class|const)", re.MULTILINE)
OFFERED = ("compile", "createMatcher", "explain", "FailureList", "parseAddress", "replay")


def paths(folder: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in names)


@cache
def compacted(path: str) -> str:
    return compact_module((files(__package__) / "web" / f"{path}.js").read_bytes()).decode()


@cache
def joined(*modules: str) -> str:
    """Return modules as one script without imports, minified as published."""
    return "".join(EXPORT.sub("", IMPORT.sub("", compacted(module))) for module in modules)


def joined_module(modules: tuple[str, ...], base: str) -> str:
    """Return modules as one module; names from other modules are imported from the module `base`."""
    own = {module.rpartition("/")[2] for module in modules}
    source = "".join(compacted(module) for module in modules)
    names = {name for found in IMPORT.finditer(source) if found[2] not in own for name in found[1].split(", ")}
    imported = f'import {{ {", ".join(sorted(names))} }} from "./{base}.js";\n' if names else ""
    return imported + IMPORT.sub("", source)


def published_scripts() -> dict[str, str]:
    """Return the scripts by name. `matcher.js` must load before `reader.js`, and before `judge.js` in a Worker."""
    return {
        "open.js": compacted("open"),
        "tool.js": joined_module(paths("page", TOOL), "tool"),
        "matcher.js": joined(*paths("matcher", MATCHER), *paths("worker", LINES)),
        "reader.js": joined("worker/reader"),
        "results.js": joined_module(paths("page", RESULTS), "tool"),
        "judge.js": joined(*paths("matcher", JUDGING), "worker/doubts", "worker/judge"),
    }


def matcher_script() -> str:
    """Return the matcher and the counting of bans for Node: plain JavaScript that defines `FilterTool`."""
    source = joined(*paths("matcher", MATCHER), *paths("matcher", JUDGING))
    return f"const FilterTool = (() => {{\n{source}return {{ {', '.join(OFFERED)} }};\n}})();\n"


def prover_script() -> str:
    """Return the script for Node: it reads `{data, samples: [{lines, jails}]}` and prints the result of each sample."""
    return f"{matcher_script()}\n{(files(__package__) / 'prove.js').read_text(encoding='utf-8')}"
