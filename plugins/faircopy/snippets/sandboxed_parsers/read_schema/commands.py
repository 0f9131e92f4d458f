"""Commands of a Compose file that are written for a shell: Compose divides them into words, and asks no shell."""

import re
from collections.abc import Iterator
from typing import Any

from .values import Path, YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`

# https://github.com/compose-spec/compose-spec/blob/main/05-services.md#command
OPERATORS = ("&&", "||", "|", ">", ">>", "2>&1")
OPERATOR = re.compile(r"(?:^|\s)(?P<sign>&&|\|\|?|>>?|2>&1)(?=\s|$)")
QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"")
# What reads them itself: a shell with its text, or another command that is given such a text.
SHELL = re.compile(r"(?:^|[\s/])(?:ba|da|z|a|k|fi)?sh(?:\s|$)|\bbusybox\b|\b(?:cmd|powershell|pwsh)\b", re.IGNORECASE)


def faults(document: YamlDocument) -> Iterator[Fault]:
    services = document.value.get("services") if isinstance(document.value, dict) else None
    for name, service in services.items() if isinstance(services, dict) else ():
        if isinstance(service, dict) and "entrypoint" not in service:
            yield from fault_of(document, ("services", name, "command"), service.get("command"))


def fault_of(document: YamlDocument, path: Path, command: Any) -> Iterator[Fault]:
    words = [str(word) for word in command] if isinstance(command, list) else []
    text = command if isinstance(command, str) else " ".join(words)
    if SHELL.search(text):
        return
    signs = [one["sign"] for one in OPERATOR.finditer(QUOTED.sub("''", text))] if isinstance(command, str) else []
    for sign in [*signs, *(word for word in words if word in OPERATORS)][:1]:
        fact = f"no shell reads this command, so '{sign}' is given to the program: write sh -c '…' around it"
        yield "shell", *document.position_of(path), fact, ""
