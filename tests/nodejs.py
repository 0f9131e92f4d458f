"""JavaScript of ours, run in Node by a test."""

import json
import subprocess
from typing import Any


def in_node(script: str, data: object, seconds: float = 60) -> Any:
    """Return what a script writes, as JSON, that has `input` for its data."""
    code = f'const input = JSON.parse(require("fs").readFileSync(0, "utf8"));\n{script}'
    done = subprocess.run(
        ["node", "-e", code], input=json.dumps(data), capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
