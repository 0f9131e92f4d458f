"""Make this checkout ready to work in; do nothing when it is ready already.

Run by every Makefile target, before `.venv` exists: standard library only, and syntax that an
older Python can read far enough to say that it is too old.
"""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
# Holds the fingerprint of what was installed; written last, so that an interrupted set-up is done again.
STAMP = VENV / "faircopy-setup"
NPM_PROJECT = ROOT / "tests" / "npm"
INPUTS = ("requirements.txt", "debian-packages.txt", "tests/npm/package-lock.json")
# Debian keeps daemons and administrators' tools here, and leaves the folders out of a user's PATH.
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


class SetupError(Exception):
    """The set-up cannot go on; the message says what the user can do."""


def main():
    if sys.version_info < OLDEST_PYTHON:
        return run_newer_python()
    try:
        with only_one_at_a_time():
            if not is_ready():
                set_up()
    except SetupError as error:
        say(f"error: {error}")
        return 1
    except subprocess.CalledProcessError as error:
        say(f"error: '{' '.join(map(str, error.cmd))}' ended with status {error.returncode}; its own words are above")
        return 1
    return 0


def run_newer_python():
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found, *sys.argv])
    say(
        "error: Faircopy needs Python %d.%d or newer, and 'python3' is %d.%d; install a newer one, "
        "or name it: make PYTHON=/path/to/python3 …" % (OLDEST_PYTHON + tuple(sys.version_info[:2]))
    )
    return 1


def only_one_at_a_time():
    """A lock, so that `make serve` and `make test` in two terminals do not both fill `.venv`."""
    import fcntl
    from contextlib import contextmanager

    @contextmanager
    def held():
        folder = ROOT / ".cache"
        folder.mkdir(exist_ok=True)
        with (folder / "setup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    return held()


def is_ready():
    return VENV_PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def fingerprint():
    """What the set-up depends on: the lock files, the interpreter, and the place (a venv cannot be moved)."""
    digest = hashlib.sha256(repr((sys.version, sys.base_prefix, str(ROOT))).encode())
    for name in INPUTS:
        digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    digest.update(repr(what_is_installed_of_us()).encode())
    return digest.hexdigest()


def what_is_installed_of_us():
    """The parts of pyproject.toml that an installation depends on; the rest is settings of tools."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["build-system"], project["project"], project["tool"]["hatch"]


def set_up():
    STAMP.unlink(missing_ok=True)
    install_debian_packages()
    install_python_packages()
    install_npm_packages()
    STAMP.write_text(fingerprint())
    say("ready")


# Debian packages


def debian_packages():
    """(package, command, purpose) for each line of debian-packages.txt."""
    lines = (ROOT / "debian-packages.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(None, 2)) for line in lines if line.strip() and not line.startswith("#")]


def has_command(command):
    return shutil.which(command, path=os.environ.get("PATH", "") + ":" + SBIN) is not None


def missing_debian_packages():
    missing = [package for package, command, _ in debian_packages() if not has_command(command)]
    if not shutil.which("uv") and not can_make_venv():
        missing.append("python3-venv")
    return missing


def can_make_venv():
    """Debian splits `ensurepip`, without which a venv has no pip, from python3."""
    importlib.invalidate_caches()  # it may have been installed a moment ago
    try:
        import ensurepip
        import venv  # noqa: F401
    except ImportError:
        return False
    return bool(ensurepip.version())


def install_debian_packages():
    missing = missing_debian_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        say(
            "these programs are missing, and this is not Debian or Ubuntu; what needs them will say so: "
            + " ".join(missing)
        )
    elif os.geteuid() != 0:
        say("some checks need programs that are not installed. They are named where they are missed; to install them:")
        say("  sudo apt-get install --no-install-recommends " + " ".join(missing))
    else:
        say("installing Debian packages: " + " ".join(missing))
        apt_install(missing)


def apt_install(packages):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_not_started():
        run(["apt-get", "update", "-qq"], env=environment)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=environment)


def services_not_started():
    """Debian starts a daemon when it installs it; we want the programs only.

    policy-rc.d is the documented way to forbid it: https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
    """
    from contextlib import contextmanager

    @contextmanager
    def forbidden():
        policy = Path("/usr/sbin/policy-rc.d")
        if policy.exists():
            yield
            return
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        try:
            yield
        finally:
            policy.unlink(missing_ok=True)

    return forbidden()


# Python packages


def install_python_packages():
    say("installing Python packages into .venv (about a minute the first time)")
    if not shutil.which("uv") and not can_make_venv():
        raise SetupError("this Python cannot make virtual environments: install python3-venv, or uv")
    # A fresh environment each time the lock changes: nothing that it no longer names is left importable.
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
        install = ["uv", "pip", "install", "--quiet", "--python", VENV_PYTHON]
    else:
        run([sys.executable, "-m", "venv", "--clear", VENV])
        install = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*install, "--require-hashes", "-r", ROOT / "requirements.txt"])
    # Our own packages and their commands; the build back end is in the lock too, so nothing is fetched unhashed.
    run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT])


# npm packages, for tests only


def install_npm_packages():
    if not has_command("npm"):
        say("npm is missing: the tests that need vnu or axe-core will say so")
        return
    say("installing test tools from npm")
    run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--prefix", NPM_PROJECT])


def run(command, env=None):
    # Standard output is the caller's (`make build` may be piped): what tools say goes to standard error.
    subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=2)


def say(text):
    print(f"setup: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
