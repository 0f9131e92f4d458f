"""JavaScript of ours, run or read in Node by a test."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TOKENS = """
const { tokenizer } = require(input.acorn);
const text = ({ type, value }) => `${type.label} ${value?.pattern ? `${value.pattern} ${value.flags}` : value}`;
const options = { ecmaVersion: "latest", sourceType: "module" };
console.log(JSON.stringify(input.modules.map((module) => [...tokenizer(module, options)].map(text))));
"""


def in_node(script: str, data: object, seconds: float = 60) -> Any:
    """Return what a script writes, as JSON, that has `input` for its data."""
    code = f'const input = JSON.parse(require("fs").readFileSync(0, "utf8"));\n{script}'
    done = subprocess.run(
        ["node", "-e", code], input=json.dumps(data), capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def tokens_of(acorn: Path, modules: Sequence[str]) -> list[list[str]]:
    """Return the tokens of each module, as the package `acorn` reads them: what a browser is told, without layout."""
    found: list[list[str]] = in_node(TOKENS, {"acorn": str(acorn), "modules": list(modules)})
    return found
