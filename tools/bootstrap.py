"""Make this checkout ready to work in, where it is not ready already; then run the task that is named, if any.

Run by the Makefile, before `.venv` exists: standard library only, and syntax that an older Python can
read far enough to say that it is too old.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import debian
from shell import has_command, run, say

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
# What each part of the set-up was made from, written when the part is done; locked while one is at work.
STATE = ROOT / ".setup.json"
NPM_PROJECT = ROOT / "tests" / "npm"
SET_SIGNAL_AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


class SetupError(Exception):
    """The set-up cannot go on; the message says what the user can do."""


def main(task=()):
    if os.name != "posix" or sys.version_info < OLDEST_PYTHON:
        return run_elsewhere()
    end_with_make()
    # Where whoever has started us ignores it, nobody would learn how a program has ended that we or a task start.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not is_ready():
            with only_one_at_a_time():
                set_up()
    except KeyboardInterrupt:
        say("interrupted; run it again")
        return 130
    except SetupError as error:
        return fail(error)
    except OSError as error:
        return fail(f"{error.strerror}: '{error.filename}'")
    except subprocess.CalledProcessError as error:
        return fail(f"'{' '.join(map(str, error.cmd))}' ended with status {error.returncode}; its own words are above")
    if task:
        # In place of this process: a signal to it reaches the task.
        os.chdir(ROOT)
        os.execv(VENV_PYTHON, [VENV_PYTHON, "-m", "invoke", *task])
    return 0


def end_with_make():
    """Have TERM sent to this process, and to the task that takes its place, when make is gone: it may be killed.

    On Linux only; elsewhere nothing tells of the end of a process that starts us.
    """
    make = os.getppid()
    try:
        is_make = Path("/proc/%d/comm" % make).read_text().strip() in ("make", "gmake")
    except OSError:
        is_make = False
    if not is_make:
        return
    import ctypes

    ctypes.CDLL(None).prctl(SET_SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)
    if os.getppid() != make:  # it was gone before
        os.kill(os.getpid(), signal.SIGTERM)


def fail(message):
    say(f"error: {message}")
    return 1


def run_elsewhere():
    if os.name != "posix":
        return fail("Faircopy runs on Linux and macOS; here, use Linux in WSL 2: see docs/platforms.md")
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
        with STATE.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another set-up")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    return held()


# What is to be done


def parts():
    """(name, what it is made from, how) for each part, in order; one whose inputs have changed is made again."""
    return (
        ("programs", program_inputs, install_programs),
        ("Python packages", python_inputs, install_python_packages),
        ("npm packages", npm_inputs, install_npm_packages),
    )


def program_inputs():
    return {"debian-packages.txt": digest((ROOT / "debian-packages.txt").read_bytes())}


def install_programs():
    debian.install(ROOT / "debian-packages.txt")


def python_inputs():
    """The place is among them because a virtual environment cannot be moved."""
    return {
        ".venv": there(VENV_PYTHON.exists()),
        "Python": "%s in %s" % (sys.version.split()[0], sys.base_prefix),
        "the folder": str(ROOT),
        "requirements.txt": digest((ROOT / "requirements.txt").read_bytes()),
        "pyproject.toml": digest(repr(what_is_installed_of_us()).encode()),
    }


def npm_inputs():
    if not has_command("npm"):
        return {"npm": there(False)}
    return {
        "npm": there(True),
        "node_modules": there((NPM_PROJECT / "node_modules").exists()),
        "package-lock.json": digest((NPM_PROJECT / "package-lock.json").read_bytes()),
    }


def there(is_there):
    return "there" if is_there else "missing"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def what_is_installed_of_us():
    """The parts of pyproject.toml that an installation depends on; the rest is settings of tools."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["build-system"], project["project"], project["tool"]["hatch"]


def state():
    """The inputs of each part that is done; a state that was cut short in writing is none."""
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def is_ready():
    done = state()
    return all(done.get(name) == inputs() for name, inputs, _ in parts())


def set_up():
    done = state()
    for name, inputs, install in parts():
        if done.get(name) != inputs():
            say_why(name, done.pop(name, None), inputs())
            write_state(done)  # a part that is interrupted is made again
            install()
            done[name] = inputs()
            write_state(done)
    say("ready")


def say_why(name, before, now):
    changed = [key for key in now if before and before.get(key) != now[key]]
    for key in changed:
        how = "has changed" if now[key].startswith("sha256:") else f"is {now[key]}, was {before.get(key, 'not known')}"
        say(f"{name} are set up again: {key} {how}")


def write_state(done):
    STATE.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")


# Python packages


def install_python_packages():
    say("installing Python packages into .venv (about a minute the first time)")
    if not shutil.which("uv") and not debian.can_make_venv():
        raise SetupError("this Python cannot make virtual environments: install python3-venv, or uv")
    if VENV.is_symlink():
        VENV.unlink()  # an environment is emptied before it is filled, and that one is somebody else's
    # A fresh environment each time the lock changes: nothing that it no longer names is left importable.
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--clear", "--python", base_python(), VENV])
        install = ["uv", "pip", "install", "--quiet", "--python", VENV_PYTHON]
    else:
        run([base_python(), "-m", "venv", "--clear", VENV])
        # As uv does: most of it is never imported, and what is gets compiled then.
        install = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    # Just what the lock names, which is complete. pip 23 would look for the newest `coverage` to satisfy another
    # package's `coverage[toml]>=7`, and refuse it as not in the lock (https://github.com/pypa/pip/issues/9644).
    run([*install, "--no-deps", "--require-hashes", "-r", ROOT / "requirements.txt"])
    # Our own packages and their commands; the build back end is in the lock too, so nothing is fetched unhashed.
    run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT])


def base_python():
    """The interpreter outside of any virtual environment: `.venv` itself may be active, and is about to be replaced."""
    return getattr(sys, "_base_executable", sys.executable)


# npm packages, for tests only


def install_npm_packages():
    if not has_command("npm"):
        say("npm is missing: the tests that need vnu or axe-core will say so")
        return
    say("installing test tools from npm")
    run(["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", NPM_PROJECT])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
