"""The programs in tools/, which are no package."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def program(root: Path, name: str) -> ModuleType:
    """Load tools/NAME.py afresh, as if it had been started."""
    spec = importlib.util.spec_from_file_location(name, root / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    sys.path.insert(0, str(root / "tools"))  # as Python does for a program
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
    return module
