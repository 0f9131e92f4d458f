"""The Debian packages that the tests and checks need, and their installation."""

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
    """Install the missing packages of the list as root; tell any other user the command that does."""
    missing = missing_packages(listing)
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("some checks need programs that are not installed, and will say so. To install them:")
        for line in systems.advice(systems.name_of_system(), missing):
            say("  " + line)
    elif os.geteuid() != 0:
        say("some checks need programs that are not installed, and will say so. To install them:")
        say("  sudo apt-get install --no-install-recommends " + " ".join(missing))
    else:
        say("installing Debian packages: " + " ".join(missing))
        apt_install(missing)


def apt_install(names):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_not_started():
        run(["apt-get", "update", "-qq"], env=environment)
        wanted = installable(names)
        if "postfix" in wanted:  # otherwise its installer sets up a mail server that accepts mail
            answer = "postfix postfix/main_mailer_type select No configuration\n"
            subprocess.run(["debconf-set-selections"], input=answer, text=True, check=False)
        if wanted:
            run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=environment)


def installable(names):
    """Return the packages that apt can install without removing another, and say which are left out."""
    known = [name for name in names if is_known_to_apt(name)]
    replacing = [name for name in known if would_remove_others(name)]
    if unknown := [name for name in names if name not in known]:
        say("not available on this system; checks that need them say so: " + " ".join(unknown))
    if replacing:
        say("left out, because apt would remove other packages to install them: " + " ".join(replacing))
    return [name for name in known if name not in replacing]


def is_known_to_apt(name):
    """Ubuntu lacks some of Debian's packages, and one unknown name makes apt-get install none."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(["apt-cache", "show", name], check=False, **quiet).returncode == 0


def would_remove_others(name):
    """Tell whether apt would remove an installed package, as it removes exim to install postfix."""
    command = ["apt-get", "install", "--simulate", "--no-install-recommends", name]
    simulated = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    return any(line.startswith("Remv ") for line in simulated.stdout.splitlines())


def services_not_started():
    """Keep apt from starting the daemons that it installs: we want only the programs.

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
