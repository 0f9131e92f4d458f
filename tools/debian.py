"""The programs that Debian packages, and how they get here."""

import importlib
import os
import shutil
import subprocess
from pathlib import Path

import systems
from shell import has_command, run, say


def packages(listing):
    """(package, command, purpose) for each line of the list."""
    lines = listing.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(None, 2)) for line in lines if line.strip() and not line.startswith("#")]


def missing_packages(listing):
    missing = [package for package, command, _ in packages(listing) if not has_command(command)]
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


def install(listing):
    """Install what the list names and is missing, as root; tell anybody else the line that does it."""
    missing = missing_packages(listing)
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("some checks need programs that are not installed. They are named where they are missed; to install them:")
        for line in systems.advice(systems.name_of_system(), missing):
            say("  " + line)
    elif os.geteuid() != 0:
        say("some checks need programs that are not installed. They are named where they are missed; to install them:")
        say("  sudo apt-get install --no-install-recommends " + " ".join(missing))
    else:
        say("installing Debian packages: " + " ".join(missing))
        apt_install(missing)


def apt_install(names):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_not_started():
        run(["apt-get", "update", "-qq"], env=environment)
        there = offered(names)
        nowhere = [name for name in names if name not in there]
        if nowhere:
            say("not to be had on this system, and told where it is missed: " + " ".join(nowhere))
        rivals = [name for name in there if takes_the_place_of_another(name)]
        if rivals:
            say("left out, as they would take the place of other packages: " + " ".join(rivals))
        there = [name for name in there if name not in rivals]
        if "postfix" in there:  # else it is set up to take mail
            answer = "postfix postfix/main_mailer_type select No configuration\n"
            subprocess.run(["debconf-set-selections"], input=answer, text=True, check=False)
        if there:
            run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *there], env=environment)


def offered(names):
    """Return those that apt has: Ubuntu lacks some of Debian's, and one that is unknown would keep all from coming."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return [name for name in names if subprocess.run(["apt-cache", "show", name], check=False, **quiet).returncode == 0]


def takes_the_place_of_another(name):
    """Tell whether apt would remove a package to install one, as postfix does with another mail server."""
    command = ["apt-get", "install", "--simulate", "--no-install-recommends", name]
    simulated = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    return any(line.startswith("Remv ") for line in simulated.stdout.splitlines())


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
