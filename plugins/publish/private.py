"""Secrets, and paths of somebody's own machine, looked for in all that was built."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mdsource.diagnostics import Diagnostic, Rule
from publish import rules
from publish.site import Site
from publish.texts import is_picture, is_program, unpacked


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that is nobody's business."""

    name: str
    pattern: re.Pattern[bytes]
    rule: Rule = rules.SECRET


HOME = "a home folder"
# Forms that the issuers document, and that nothing else has.
KINDS = (
    Kind("a private key", re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    Kind("a private key of age", re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]{20,}")),
    Kind("a token of GitHub", re.compile(rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})")),
    Kind("a token of GitLab", re.compile(rb"\bglpat-[A-Za-z0-9_-]{20}")),
    Kind("a key of AWS", re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    Kind("a key of Google", re.compile(rb"\bAIza[0-9A-Za-z_-]{35}")),
    Kind("a token of Slack", re.compile(rb"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")),
    Kind("a key of Stripe", re.compile(rb"\b[rs]k_live_[0-9A-Za-z]{20,}")),
    Kind("a token of npm", re.compile(rb"\bnpm_[A-Za-z0-9]{36}")),
    Kind("a token of PyPI", re.compile(rb"\bpypi-[A-Za-z0-9_-]{50,}")),
    Kind(
        "a password in an address", re.compile(rb"\b[a-z][a-z0-9+.-]*://[^\s/:@<>\"']+:[^\s/:@<>\"']+@[A-Za-z0-9.-]+")
    ),
    Kind(HOME, re.compile(rb"(?<![\w.~])/(?:home|Users)/[A-Za-z0-9][\w.-]*"), rules.LOCAL_PATH),
    Kind(HOME, re.compile(rb"\b[A-Za-z]:\\{1,2}Users\\{1,2}[A-Za-z0-9][\w.-]*"), rules.LOCAL_PATH),
)
# A secret is named by its beginning only: the message may end up in a public log.
SHOWN = 8


def check_private(site: Site, folders: Iterable[Path], allowed: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield each secret and each local path in the site, once for each file and kind.

    `folders` are those that the site is made in; `allowed` are texts that may stand there.
    """
    kinds = [*KINDS, *(of_folder(folder) for folder in folders)]
    for name in site.names:
        if not is_picture(name):
            yield from check_file(site.place(name), unpacked(site.read(name)), kinds, allowed)


def of_folder(folder: Path) -> Kind:
    return Kind("the folder that the site is made in", re.compile(re.escape(str(folder)).encode()), rules.LOCAL_PATH)


def check_file(path: str, data: bytes, kinds: Iterable[Kind], allowed: Mapping[str, str]) -> Iterator[Diagnostic]:
    for kind in kinds:
        if kind.name == HOME and is_program(data):
            continue
        for found in kind.pattern.finditer(data):
            text = found[0].decode("utf-8", "replace")
            if not is_allowed(text, allowed):
                line = data.count(b"\n", 0, found.start()) + 1
                shown = f"'{text}'" if kind.rule is rules.LOCAL_PATH else f"'{text[:SHOWN]}…'"
                hint = "take it out of the source, and if it was ever public, replace it"
                if kind.rule is rules.LOCAL_PATH:
                    hint = "write it another way, or add it to PUBLISH_ALLOWED with a reason"
                yield kind.rule.at(path, line, f"{kind.name} stands here: {shown}", hint)
                break


def is_allowed(text: str, allowed: Mapping[str, str]) -> bool:
    return any(text == one.rstrip("/") or text == one for one in allowed)
