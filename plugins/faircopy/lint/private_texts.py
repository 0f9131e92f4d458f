"""Secrets and local paths, which are not published: what they look like, and how they are reported."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from faircopy.lint.assigned_secrets import assigned_in

# Examples in issuers' own documentation, and placeholders.
EXAMPLE = re.compile(r"EXAMPLE|(?i:your[-_])|(?i:x{6})|(.)\1{9}|\.{3}")
# A secret is named by its beginning only: the message may end up in a public log.
QUOTED_CHARS = 8


@dataclass(frozen=True, slots=True)
class SecretKind:
    """A kind of confidential text."""

    name: str
    pattern: re.Pattern[str]
    signs: tuple[str, ...] = ()  # a text without any of these has none, which is found out sooner; () if nobody knows
    is_path: bool = False  # of somebody's own machine; else a key, a token or a password
    counts: Callable[[str], bool] = lambda _: True  # more than a pattern can say

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        if not self.signs or any(sign in text for sign in self.signs):
            yield from self.pattern.finditer(text)


def is_varied(text: str) -> bool:
    """Tell whether a text has letters and digits, as a token does and a phrase does not."""
    return len(re.findall(r"\d", text)) > 2 and re.search(r"[A-Za-z]", text) is not None


def is_filled_in(address: str) -> bool:
    """Tell whether an address has real credentials, rather than placeholders such as 'user' and 'password'.

    Nor are those real that a program comes with, where the name is the password: `postgres:postgres`, `guest:guest`.
    """
    user, _, password = address.partition("://")[2].rpartition("@")[0].partition(":")
    is_name = password.isupper() and password.replace("_", "").isalpha()  # `me:TOKEN`, `me:API_KEY`
    is_placeholder = user.lower() in USER_WORDS and password.lower() in PASSWORD_WORDS
    return not (is_placeholder or (user and (is_name or user == password)))


USER_WORDS = frozenset(("admin", "login", "name", "user", "username"))
PASSWORD_WORDS = frozenset(("pass", "passwd", "password", "pw", "pwd", "secret"))
HOME = "a home folder"
# Who begins keys with signs of their own, and what follows them.
ISSUED = (
    ("Tailscale", "tskey-", r"(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,}"),
    ("Fly.io", "fm2_", r"[A-Za-z0-9+/=_-]{60,}"),
    ("Netlify", "nfp_", r"[A-Za-z0-9]{36,}"),
    ("Linear", "lin_api_", r"[A-Za-z0-9]{40}"),
    ("Notion", "ntn_", r"[A-Za-z0-9]{40,}"),
    ("Doppler", "dp.", r"(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._]{40,}"),
    ("1Password", "ops_eyJ", r"[A-Za-z0-9+/=_-]{80,}"),
    ("PlanetScale", "pscale_", r"(?:tkn|pw|oauth)_[A-Za-z0-9._=-]{32,}"),
    ("Sentry", "sntry", r"[su]_[A-Za-z0-9+/=_-]{40,}"),
    ("New Relic", "NRAK-", r"[A-Z0-9]{27}"),
    ("Dynatrace", "dt0", r"[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    ("Postman", "PMAK-", r"[a-f0-9]{24}-[a-f0-9]{34}"),
    ("Pulumi", "pul-", r"[a-f0-9]{40}"),
    ("RubyGems", "rubygems_", r"[a-f0-9]{48}"),
    ("Atlassian", "ATATT3", r"[A-Za-z0-9_=-]{100,}"),
    ("a webhook", "whsec_", r"[A-Za-z0-9+/=]{24,}"),
    ("Supabase", "sbp_", r"[a-f0-9]{40}"),
    ("Groq", "gsk_", r"[A-Za-z0-9]{48,}"),
    ("xAI", "xai-", r"[A-Za-z0-9]{70,}"),
    ("Perplexity", "pplx-", r"[A-Za-z0-9]{40,}"),
    ("Replicate", "r8_", r"[A-Za-z0-9]{37}"),
    ("Brevo", "xkeysib-", r"[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    ("Mailgun", "key-", r"[a-f0-9]{32}(?![A-Za-z0-9])"),
)
# Forms that the issuers document, and that nothing else has; detect-secrets knows those of others, too.
KINDS = (
    SecretKind("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"), ("-----BEGIN ",)),
    SecretKind("a private key of age", re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{20,}"), ("AGE-SECRET-KEY-1",)),
    SecretKind(
        "a token of GitHub",
        re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})"),
        ("ghp_", "gho_", "ghu_", "ghr_", "ghs_", "github_pat_"),
    ),
    SecretKind(
        "a token of GitLab",
        re.compile(r"\bgl(?:pat|dt|rt|ptt|ft|imt|agent|oas|soat|cbt)-[A-Za-z0-9_-]{20}"),
        ("glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glcbt-"),
        counts=is_varied,
    ),
    SecretKind("a key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), ("AKIA", "ASIA")),
    SecretKind(
        "a secret key of AWS", re.compile(r"(?i:aws_?secret_?(?:access_?)?key)\W{1,12}[A-Za-z0-9/+]{40}(?![\w/+])")
    ),
    SecretKind("a key of Google", re.compile(r"\bAIza[0-9A-Za-z_-]{35}"), ("AIza",)),
    SecretKind("a secret of Google", re.compile(r"\b(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})"), ("GOCSPX-", "ya29.")),
    SecretKind("a token of Slack", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"), ("xox",)),
    SecretKind("a key of Stripe", re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}"), ("k_live_",)),
    SecretKind("a token of npm", re.compile(r"\bnpm_[A-Za-z0-9]{36}"), ("npm_",)),
    SecretKind("a token of PyPI", re.compile(r"\bpypi-[A-Za-z0-9_-]{50,}"), ("pypi-",)),
    # OpenAI, Anthropic, and many that have taken up their form.
    SecretKind(
        "a key that begins with 'sk-'", re.compile(r"(?<![\w-])sk-[A-Za-z0-9_-]{20,}"), ("sk-",), counts=is_varied
    ),
    *(
        SecretKind(f"a key of {issuer}", re.compile(rf"(?<![\w-]){re.escape(sign)}{rest}"), (sign,), counts=is_varied)
        for issuer, sign, rest in ISSUED
    ),
    SecretKind(
        "an address that takes messages",
        re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{10,}/[\w-]{40,}"),
        ("/webhooks/",),
    ),
    SecretKind("a signed address of Azure", re.compile(r"[?&;]sig=[A-Za-z0-9%/+]{40,70}(?:%3[Dd]|=)"), ("sig=",)),
    SecretKind("a token of Terraform", re.compile(r"\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}"), (".atlasv1.",)),
    SecretKind("a private key of PuTTY", re.compile(r"PuTTY-User-Key-File-\d: "), ("PuTTY-User-Key-File-",)),
    SecretKind("a token of Hugging Face", re.compile(r"\bhf_[A-Za-z0-9]{34}\b"), ("hf_",)),
    SecretKind("a token of DigitalOcean", re.compile(r"\bdo[opr]_v1_[a-f0-9]{64}\b"), ("_v1_",)),
    SecretKind("a token of Docker", re.compile(r"\bdckr_(?:pat|oat)_[\w-]{27,}"), ("dckr_",)),
    SecretKind("a token of Vault", re.compile(r"\bhv[sbr]\.[\w-]{24,}"), ("hvs.", "hvb.", "hvr.")),
    SecretKind("a token of Shopify", re.compile(r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b"), ("shp",)),
    SecretKind("a token of Grafana", re.compile(r"\bgl(?:sa|c)_[A-Za-z0-9]{32,}"), ("glsa_", "glc_")),
    SecretKind(
        "a bearer token",
        re.compile(r"(?:\b[Bb]earer|[Aa]uthorization:\s*[Tt]oken)\s+[A-Za-z0-9._~+/-]{20,}=*"),
        ("earer", "uthorization"),
        counts=is_varied,
    ),
    SecretKind(
        "a password in an address",
        re.compile(
            r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://[^\s/:@<>\"'`]*:(?![${%*[(]|\.\.\.)[^\s/:@<>\"'`]+@[A-Za-z0-9.-]+"
        ),
        counts=is_filled_in,
    ),
    SecretKind(HOME, re.compile(r"(?<![\w.~])/(?:home|Users)/[A-Za-z0-9][\w.-]*"), ("/home/", "/Users/"), is_path=True),
    SecretKind(HOME, re.compile(r"\b[A-Za-z]:\\{1,2}Users\\{1,2}[A-Za-z0-9][\w.-]*"), ("Users\\",), is_path=True),
)


@dataclass(frozen=True, slots=True)
class PrivateText:
    """A secret or a local path that was found in a text."""

    kind: str  # in words
    text: str
    is_path: bool = False

    @property
    def quoted(self) -> str:
        """The text as a message may quote it: a path, or the beginning of a secret."""
        return f"'{self.text}'" if self.is_path else f"'{self.text[: min(QUOTED_CHARS, len(self.text) // 4)]}…'"

    @property
    def hint(self) -> str:
        return REWORD_HINT if self.is_path else REMOVE_HINT


REMOVE_HINT = "take it out of the source, and if it was ever public, replace it; PUBLISH_ALLOWED allows an example"
REWORD_HINT = 'write it another way, or, if readers may see it, set PUBLISH_ALLOWED = {"that text": "why"}'


def private_texts_in(text: str, kinds: Iterable[SecretKind] = KINDS) -> Iterator[PrivateText]:
    """Yield the secrets and local paths in a text, by kind, then by place."""
    for kind in kinds:
        for found in kind.finds(text):
            if (kind.is_path or not EXAMPLE.search(found[0])) and kind.counts(found[0]):
                yield PrivateText(kind.name, found[0], kind.is_path)
    for key, value in assigned_in(text):
        yield PrivateText(f"what is given to '{key}'", value)


def is_allowed(text: str, allowed: Iterable[str]) -> bool:
    return any(text == one.rstrip("/") or text == one for one in allowed)
