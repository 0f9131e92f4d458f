"""How the programs in this folder find others, run them, and speak."""

import os
import shutil
import subprocess
import sys

# Debian keeps daemons and administrators' tools here, and leaves the folders out of a user's PATH.
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


def has_command(command):
    return shutil.which(command, path=os.environ.get("PATH", "") + ":" + SBIN) is not None


def run(command, env=None):
    # Standard output is the caller's (`make build` may be piped): what tools say goes to standard error.
    subprocess.run(command, check=True, env=env, stdout=2)


def say(text):
    print(f"setup: {text}", file=sys.stderr, flush=True)
