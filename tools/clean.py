"""Remove what was built; `.venv` stays, and so does what no build has made."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from faircopy.build.swap import NotReplaceableError, refuse_what_is_not_ours, workspace_of  # noqa: E402
from faircopy.cache.clear import clear_namespaces  # noqa: E402
from faircopy.cache.namespaces import NAMESPACES, PROJECT_FOLDER, Scope  # noqa: E402


def main(root=ROOT):
    try:
        in_use = clean(root)
    except NotReplaceableError as error:
        return fail(f"'output' stays: {error}")
    except OSError as error:
        return fail(f"{error.strerror}: '{error.filename}'")
    return fail("; ".join(in_use)) if in_use else 0


def clean(root):
    output = root / "output"
    workspace = workspace_of(output)
    # A build that was killed between two renames has left the only copy of the site there; the next one puts it back.
    if output.exists() or not (workspace / "old").exists():
        remove(workspace)
    for path in root.glob(".coverage*"):
        remove(path)
    in_use = clear_cache(root)
    if not output.is_symlink():
        refuse_what_is_not_ours(output)
    remove(output)
    return in_use


def clear_cache(root):
    """Remove what is kept for the project; return why something of it stays, one sentence each."""
    folder = root / PROJECT_FOLDER
    if folder.is_symlink():
        folder.unlink()
        return []
    cleared = clear_namespaces([one for one in NAMESPACES if one.scope is Scope.PROJECT], root)
    staying = {one.name: one.why_not for one in cleared if one.why_not}
    if not staying:
        remove(folder)
    else:
        for path in folder.iterdir():
            if path.name not in staying:
                remove(path)
    return ["'%s' stays: %s" % (folder / name, why) for name, why in staying.items()]


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
