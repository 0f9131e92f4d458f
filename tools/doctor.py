"""Show what is installed of all that building and checking can use, with versions."""

import importlib.metadata
import platform
import shutil
import subprocess
import sys

from bootstrap import debian_packages, has_command

LIBRARIES = ("pelican", "Markdown", "markdown-it-py", "Pygments", "pymdown-extensions", "ghp-import", "selectolax")


def main():
    print(f"{'Python':28}{platform.python_version()}")
    for name in LIBRARIES:
        print(f"{name:28}{importlib.metadata.version(name)}")
    print()
    missing = []
    for package, command, purpose in debian_packages():
        found = has_command(command)
        if not found:
            missing.append(package)
        print(f"{command:28}{version_of(package) if found else 'MISSING':28}{purpose}")
    if missing:
        print(f"\nto install what is missing: sudo apt-get install --no-install-recommends {' '.join(missing)}")


def version_of(package):
    """What Debian calls the version; a program that came another way is only known to be there."""
    if not shutil.which("dpkg-query"):
        return "found"
    query = ["dpkg-query", "--show", "--showformat=${Version}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout or "found, not Debian's"


if __name__ == "__main__":
    sys.exit(main())
