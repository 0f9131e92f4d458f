"""How to call `checklists` from the current folder, for hints."""

import re
from pathlib import Path

# Sites that `faircopy init` begins have this target; nothing of Faircopy need be on the PATH there.
TARGET = re.compile(r"^checklists:", re.MULTILINE)


def command_line(arguments: str) -> str:
    """Return the command to type in the current folder: `checklists …`, or `make checklists …`."""
    try:
        text = Path("Makefile").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return f'make checklists ARGS="{arguments}"' if TARGET.search(text) else f"checklists {arguments}"
