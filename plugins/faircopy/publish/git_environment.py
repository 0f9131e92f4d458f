"""The environments for git: one that is the same on every machine, and one with the user's settings."""

import os
import re
from collections.abc import Mapping

# Git's variables (https://git-scm.com/docs/git#_environment_variables) for reaching a remote, for the committer, and
# for git's own location. The others would select another repository, index or set of objects.
OF_USER = re.compile(
    r"GIT_(?:SSH\w*|ASKPASS|TERMINAL_PROMPT|(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)|PROXY_\w+|HTTP_\w+|SSL_\w+|CURL_\w+"
    r"|TRACE\w*|CONFIG_\w+|EXEC_PATH|PROTOCOL|ALLOW_PROTOCOL)"
)
CONFIG = "GIT_CONFIG"
ALWAYS = {
    # Messages in English, because they are shown beside ours.
    "LC_ALL": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ATTR_NOSYSTEM": "1",
}
SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "core.fsmonitor": "false",
    "gc.auto": "0",
    "i18n.commitEncoding": "utf-8",
    "maintenance.auto": "false",
}
NO_HOOKS = {"core.hooksPath": os.devnull}
# Whose folder it is has been asked as the user.
ANY_OWNER = {"safe.directory": "*"}
NO_SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull}


def environment_of_repository() -> dict[str, str]:
    """Return an environment that hides the settings of the machine and the user from git."""
    kept = {name: value for name, value in environment_kept().items() if not name.startswith(CONFIG)}
    return {**kept, **ALWAYS, **NO_SETTINGS, **as_variables({**SETTINGS, **NO_HOOKS, **ANY_OWNER})}


def environment_of_user(*, hooks: bool = False) -> dict[str, str]:
    """Return an environment with the user's settings, without variables that select another repository."""
    kept = environment_kept()
    settings = SETTINGS if hooks else {**SETTINGS, **NO_HOOKS}
    return {**kept, **ALWAYS, **as_variables(settings, int(kept.get("GIT_CONFIG_COUNT", "0") or 0))}


def environment_kept() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or OF_USER.fullmatch(name)}


def as_variables(settings: Mapping[str, str], before: int = 0) -> dict[str, str]:
    """Return settings as git's environment variables, numbered after `before` others."""
    variables = {"GIT_CONFIG_COUNT": str(before + len(settings))}
    for number, (name, value) in enumerate(settings.items(), before):
        variables |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return variables
