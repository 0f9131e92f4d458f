"""Files that are no content: leftovers of editors and operating systems."""

from fnmatch import fnmatchcase

# Patterns of a name, as Pelican's IGNORE_FILES has them. The check, the build and the preview ask here.
IGNORED = (
    ".*",  # hidden: Emacs' .#x, vim's .x.swp, LibreOffice's .~lock.x#, macOS' .DS_Store and ._x, …
    "*~",
    "#*#",
    "*.sw[nop]",
    "4913",  # vim tries with it whether it may write
    "*.[Tt][Mm][Pp]",
    "~$*",  # Microsoft Office
    "*___jb_tmp___",
    "*___jb_old___",
    "*.crswap",
    "*.part",
    "*.crdownload",
    "[Tt]humbs.db",
    "[Ee]hthumbs.db",
    "[Dd]esktop.ini",
    "Icon\r",
    "__pycache__",
    "node_modules",
)


def is_ignored(name: str) -> bool:
    """Tell whether a file or folder of that name is ignored."""
    return any(fnmatchcase(name, pattern) for pattern in IGNORED)
