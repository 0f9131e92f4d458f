"""Remove what was built; `.venv` stays, and so does what no build has made."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from faircopy.build.swap import NotReplaceableError, refuse_what_is_not_ours, workspace_of  # noqa: E402


def main(root=ROOT):
    try:
        clean(root)
    except NotReplaceableError as error:
        return fail(f"'output' stays: {error}")
    except OSError as error:
        return fail(f"{error.strerror}: '{error.filename}'")
    return 0


def clean(root):
    output = root / "output"
    workspace = workspace_of(output)
    # A build that was killed between two renames has left the only copy of the site there; the next one puts it back.
    if output.exists() or not (workspace / "old").exists():
        remove(workspace)
    for path in (root / ".cache", *root.glob(".coverage*")):
        remove(path)
    if not output.is_symlink():
        refuse_what_is_not_ours(output)
    remove(output)


def fail(message):
    print(f"error: {message}", file=sys.stderr)
    return 1


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
