"""Secrets, and local paths, in anything that was built."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from detect_secrets.plugins.artifactory import ArtifactoryDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

from faircopy.build.leaks.encodings import readings
from faircopy.build.leaks.unpack import files_in
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.markdown.files import home_folder
from faircopy.publish.assigned_secrets import assigned_in
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BuiltSite
from faircopy.publish.source_places import place_in_sources
from faircopy.publish.text_forms import forms_of
from faircopy.publish.texts import is_picture, is_program

SECRET = Rule(
    "PB308",
    Severity.ERROR,
    "a key, a token or a password is in the site",
    "take it out of the source, and replace it if it was ever public; an example is allowed by `PUBLISH_ALLOWED`",
)
LOCAL_PATH = Rule(
    "PB309",
    Severity.ERROR,
    "a path of somebody's own machine is in the site",
    'write it another way, or allow it: `PUBLISH_ALLOWED = {"/home/pi": "an example"}`',
)
# A folder of fewer parts, as /root, is one that a text may well name.
MIN_FOLDER_PARTS = 3


@dataclass(frozen=True, slots=True)
class SecretKind:
    """A kind of confidential text."""

    name: str
    pattern: re.Pattern[str]
    rule: Rule = SECRET
    counts: Callable[[str], bool] = lambda _: True  # more than a pattern can say


def is_varied(text: str) -> bool:
    """Tell whether a text has letters and digits, as a token does and a phrase does not."""
    return len(re.findall(r"\d", text)) > 2 and re.search(r"[A-Za-z]", text) is not None


def is_filled_in(address: str) -> bool:
    """Tell whether an address has real credentials, rather than placeholders such as 'user' and 'password'."""
    user, _, password = address.partition("://")[2].rpartition("@")[0].partition(":")
    return not (user.lower() in USER_WORDS and password.lower() in PASSWORD_WORDS)


USER_WORDS = frozenset(("admin", "login", "name", "user", "username"))
PASSWORD_WORDS = frozenset(("pass", "passwd", "password", "pw", "pwd", "secret"))
HOME = "a home folder"
# Forms that the issuers document, and that nothing else has; detect-secrets knows those of others, too.
KINDS = (
    SecretKind("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    SecretKind("a private key of age", re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{20,}")),
    SecretKind("a token of GitHub", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})")),
    SecretKind("a token of GitLab", re.compile(r"\bglpat-[A-Za-z0-9_-]{20}")),
    SecretKind("a key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    SecretKind(
        "a secret key of AWS", re.compile(r"(?i:aws_?secret_?(?:access_?)?key)\W{1,12}[A-Za-z0-9/+]{40}(?![\w/+])")
    ),
    SecretKind("a key of Google", re.compile(r"\bAIza[0-9A-Za-z_-]{35}")),
    SecretKind("a secret of Google", re.compile(r"\b(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})")),
    SecretKind("a token of Slack", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")),
    SecretKind("a key of Stripe", re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}")),
    SecretKind("a token of npm", re.compile(r"\bnpm_[A-Za-z0-9]{36}")),
    SecretKind("a token of PyPI", re.compile(r"\bpypi-[A-Za-z0-9_-]{50,}")),
    # OpenAI, Anthropic, and many that have taken up their form.
    SecretKind("a key that begins with 'sk-'", re.compile(r"(?<![\w-])sk-[A-Za-z0-9_-]{20,}"), counts=is_varied),
    SecretKind("a token of Hugging Face", re.compile(r"\bhf_[A-Za-z0-9]{34}\b")),
    SecretKind("a token of DigitalOcean", re.compile(r"\bdo[opr]_v1_[a-f0-9]{64}\b")),
    SecretKind("a token of Docker", re.compile(r"\bdckr_(?:pat|oat)_[\w-]{27,}")),
    SecretKind("a token of Vault", re.compile(r"\bhv[sbr]\.[\w-]{24,}")),
    SecretKind("a token of Shopify", re.compile(r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b")),
    SecretKind("a token of Grafana", re.compile(r"\bgl(?:sa|c)_[A-Za-z0-9]{32,}")),
    SecretKind("a bearer token", re.compile(r"\b[Bb]earer\s+[A-Za-z0-9._~+/-]{20,}=*"), counts=is_varied),
    SecretKind(
        "a password in an address",
        re.compile(
            r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://[^\s/:@<>\"'`]*:(?![${%*[(]|\.\.\.)[^\s/:@<>\"'`]+@[A-Za-z0-9.-]+"
        ),
        counts=is_filled_in,
    ),
    SecretKind(HOME, re.compile(r"(?<![\w.~])/(?:home|Users)/[A-Za-z0-9][\w.-]*"), LOCAL_PATH),
    SecretKind(HOME, re.compile(r"\b[A-Za-z]:\\{1,2}Users\\{1,2}[A-Za-z0-9][\w.-]*"), LOCAL_PATH),
)
# Of detect-secrets those that know a form: others guess from a name or from chance, and are wrong in any documentation.
# What is left out is among ours.
DETECTORS = (
    ArtifactoryDetector,
    AzureStorageKeyDetector,
    DiscordBotTokenDetector,
    JwtTokenDetector,
    MailchimpDetector,
    OpenAIDetector,
    SendGridDetector,
    SlackDetector,
    SquareOAuthDetector,
    TelegramBotTokenDetector,
    TwilioKeyDetector,
)
# Examples in issuers' own documentation, and placeholders.
EXAMPLE = re.compile(r"EXAMPLE|(?i:your[-_])|(?i:x{6})|(.)\1{9}|\.{3}")
# What secrets are written with. Of data that is mostly something else, only runs of it are searched.
ASCII = bytes((*b"\t\n\r", *range(32, 127)))
RUN = re.compile(r"[\t\n\r -~]{6,}")
# A secret is named by its beginning only: the message may end up in a public log.
QUOTED_CHARS = 8


def check_private(
    site: BuiltSite, folders: Iterable[Path], allowed: Mapping[str, str], place_of: Callable[[str], str] = lambda _: ""
) -> Iterator[Diagnostic]:
    """Yield each secret and each local path in the site, once for each file and kind.

    `folders` are the local folders of the build; `allowed` are exceptions. `place_of` returns the place of a text in
    the sources, "" if unknown.
    """
    kinds = [*KINDS, *(of_folder(folder) for folder in folders)]
    for name in site.names:
        if not is_picture(name):
            yield from check_file(site.place(name), site.read(name), kinds, allowed, place_of)


def of_folder(folder: Path) -> SecretKind:
    return SecretKind("the folder that the site is made in", re.compile(re.escape(str(folder))), LOCAL_PATH)


def check_file(
    path: str,
    data: bytes,
    kinds: Iterable[SecretKind],
    allowed: Mapping[str, str],
    place_of: Callable[[str], str] = lambda _: "",
) -> Iterator[Diagnostic]:
    for text, is_ours in texts_in(data):
        reported: dict[str, str] = {}  # what it is, and itself
        for form in forms_of(text):
            for name, secret, rule in secrets_in(form.text, kinds):
                known = name in reported or any(secret in one or one in secret for one in reported.values())
                is_example = is_allowed(secret, allowed) or (form.written and is_allowed(form.written, allowed))
                if known or (name == HOME and (form.written or is_ours)) or is_example:
                    continue
                reported[name] = secret
                line = line_of(form.written or secret, text)
                source = place_of(form.written or secret)
                fact = f"{name} stands here{form.how}: {masked(secret, rule)}{f', from {source}' if source else ''}"
                yield rule.at(path, line, fact, HINTS[rule])
        if reported:
            return


def texts_in(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield the possible texts of a file and of files packed in it, and whether each comes from a program."""
    # The search for unpublished content has refused files that are packed too deeply or too large.
    for leaf in files_in(data):
        texts = readings(leaf.data) or [leaf.data.decode("latin-1")]
        if len(texts) > 1 and len(leaf.data.translate(None, ASCII)) * 2 > len(leaf.data):
            # Not UTF-8, as the pixels of a picture in a document: megabytes that read as eight texts.
            texts = list(dict.fromkeys("\n".join(RUN.findall(text)) for text in texts))
        for text in texts:
            yield text, is_program(leaf.data)


def masked(secret: str, rule: Rule) -> str:
    return f"'{secret}'" if rule is LOCAL_PATH else f"'{secret[: min(QUOTED_CHARS, len(secret) // 4)]}…'"


HINTS = {
    SECRET: "take it out of the source, and if it was ever public, replace it; PUBLISH_ALLOWED allows an example",
    LOCAL_PATH: 'write it another way, or, if readers may see it, set PUBLISH_ALLOWED = {"that text": "why"}',
}


def secrets_in(text: str, kinds: Iterable[SecretKind]) -> Iterator[tuple[str, str, Rule]]:
    """Yield the secrets and local paths in a text: their kind, the text itself, and the rule."""
    for kind in kinds:
        for found in kind.pattern.finditer(text):
            is_example = kind.rule is SECRET and EXAMPLE.search(found[0])
            if not is_example and kind.counts(found[0]):
                yield kind.name, found[0], kind.rule
    for detector in detectors():
        for secret in detector.analyze_string(text):
            if not EXAMPLE.search(secret):
                yield f"a secret ({detector.secret_type})", secret, SECRET
    for key, value in assigned_in(text):
        yield f"what is given to '{key}'", value, SECRET


@cache
def detectors() -> tuple[RegexBasedDetector, ...]:
    return tuple(detector() for detector in DETECTORS)


def line_of(secret: str, text: str) -> int:
    """Return the line where a secret begins, even if markup divides it; 1 if it is encoded."""
    at = text.find(secret)
    if at < 0:
        between = r"(?:<[^<>]*>|&#?\w+;|[\u00ad\u200b-\u200d\u2060\ufeff])*"
        found = re.search(between.join(map(re.escape, secret[:QUOTED_CHARS])), text)
        at = found.start() if found else 0
    return text.count("\n", 0, at) + 1


def is_allowed(text: str, allowed: Mapping[str, str]) -> bool:
    return any(text == one.rstrip("/") or text == one for one in allowed)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    folders = [one for one in (facts.context.folder, home_folder()) if one and len(one.parts) >= MIN_FOLDER_PARTS]
    place_of = partial(place_in_sources, root=facts.context.sources, content=facts.settings.content)
    return check_private(facts.site, folders, facts.settings.allowed, place_of)


GUARD = Guard(SiteFacts, (SECRET, LOCAL_PATH), check)
