"""Secrets, and local paths, in anything that was built."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from faircopy.lint.private_texts import (
    EXAMPLE,
    HOME,
    KINDS,
    QUOTED_CHARS,
    PrivateText,
    SecretKind,
    is_allowed,
    private_texts_in,
)
from faircopy.markdown.files import home_folder
from faircopy.offsets import line_at
from faircopy.pool import ForkPool
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
    "a path on somebody's own machine is in the site",
    'write it another way, or allow it: `PUBLISH_ALLOWED = {"/home/pi": "an example"}`',
)
# A folder of fewer parts, as /root, is one that a text may well name.
MIN_FOLDER_PARTS = 3
# So many files one process searches at a time. Searching fewer takes less time than forking.
BATCH_SIZE, MIN_FORKED = 128, 32


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
# What secrets are written with. Of data that is mostly something else, only runs of it are searched.
ASCII = bytes((*b"\t\n\r", *range(32, 127)))
RUN = re.compile(r"[\t\n\r -~]{6,}")


def check_private(
    site: BuiltSite, folders: Iterable[Path], allowed: Mapping[str, str], place_of: Callable[[str], str] = lambda _: ""
) -> Iterator[Diagnostic]:
    """Yield each secret and each local path in the site, once for each file and kind.

    `folders` are the local folders of the build; `allowed` are exceptions. `place_of` returns the place of a text in
    the sources, "" if unknown.
    """
    kinds = [*KINDS, *(of_folder(folder) for folder in folders)]

    def check_one(name: str) -> list[Diagnostic]:
        return [*check_file(site.place(name), site.read(name), kinds, allowed, place_of)]

    names = [name for name in site.names if not is_picture(name)]
    pool: ForkPool[str, list[Diagnostic]] = ForkPool(check_one, BATCH_SIZE, MIN_FORKED)
    for name in names:
        pool.submit(name)
    for name, found in zip(names, pool.results(), strict=True):
        yield from check_one(name) if found is None else found


def of_folder(folder: Path) -> SecretKind:
    return SecretKind("the folder that the site is made in", re.compile(re.escape(str(folder))), is_path=True)


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
            for found in secrets_in(form.text, kinds):
                name, secret = found.kind, found.text
                known = name in reported or any(secret in one or one in secret for one in reported.values())
                is_example = is_allowed(secret, allowed) or (form.written and is_allowed(form.written, allowed))
                if known or (name == HOME and (form.written or is_ours)) or is_example:
                    continue
                reported[name] = secret
                line = line_of(form.written or secret, text)
                source = place_of(form.written or secret)
                fact = f"{name} stands here{form.how}: {found.quoted}{f', from {source}' if source else ''}"
                yield (LOCAL_PATH if found.is_path else SECRET).at(path, line, fact, found.hint)
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


def secrets_in(text: str, kinds: Iterable[SecretKind]) -> Iterator[PrivateText]:
    """Yield the secrets and local paths in a text, those too that only detect-secrets knows."""
    yield from private_texts_in(text, kinds)
    for detector in detectors():
        for secret in detector.analyze_string(text):
            if not EXAMPLE.search(secret):
                yield PrivateText(f"a secret ({detector.secret_type})", secret)


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
    return line_at(text, at)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    folders = [one for one in (facts.context.folder, home_folder()) if one and len(one.parts) >= MIN_FOLDER_PARTS]
    place_of = partial(place_in_sources, root=facts.context.sources, content=facts.settings.content)
    return check_private(facts.site, folders, facts.settings.allowed, place_of)


GUARD = Guard(SiteFacts, (SECRET, LOCAL_PATH), check)
