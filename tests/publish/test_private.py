import base64
import gzip
import html
import io
import json
import random
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.private_texts import KINDS, SecretKind
from faircopy.publish.guards.secrets import BATCH_SIZE, MIN_FORKED, check_file, check_private, texts_in
from faircopy.publish.site import BuiltSite
from faircopy.publish.source_places import place_in_sources

# Put together here, so that no scanner takes this file for a leak.
SECRETS = {
    "private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "key without a kind": "-----BEGIN " + "PRIVATE KEY-----",
    "PGP": "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----",
    "age": "AGE-SECRET-KEY-1" + "QYZ9" * 10,
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitHub, fine-grained": "github_pat_" + "a1B2" * 20,
    "GitLab": "glpat-" + "a1B2c" * 4,
    "AWS": "AKIA" + "ABCD" * 4,
    "Google": "AIza" + "a1B2c" * 7,
    "Slack": "xoxb-" + "123456789012",
    "Stripe": "sk_live_" + "a1B2" * 6,
    "npm": "npm_" + "a1B2" * 9,
    "PyPI": "pypi-" + "a1B2" * 15,
    "password": "https://dave:" + "hunter2@example.org/",
    "password without a name": "redis://:" + "password@cache.example.org:6379/0",
    "bearer": "Authorization: Bearer " + "mF_9.B5f-4.1JqM7q2kzP0",
    "OpenAI": "sk-proj-" + "a1B2c3" * 8,
    "Anthropic": "sk-ant-api03-" + "a1B2c3" * 12,
    "another of that form": "sk-" + "a1b2c3d4" * 4,
    "AWS, the other half": "aws_secret_access_key = " + "a1B2/" * 8,
    "Hugging Face": "hf_" + "aB1c" * 8 + "aB",
    "SendGrid": "SG." + "a1B2c3D4e5F6g7H8i9J0k1" + "." + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V",
    "Twilio": "SK" + "a1b2c3d4" * 4,
}
# Made up here, of letters and digits that mean nothing.
VALUE = "q7Rw" + "2zK9mX4t"
ASSIGNED = {
    "quoted": f'password = "{VALUE}"',
    "in single quotes": f"db_password='{VALUE}'",
    "in curly quotes": f"password = \u201c{VALUE}\u201d",
    "plain": f"smtp_password = {VALUE}",
    "YAML": f"api_key: {VALUE}",
    "JSON": f'{{"client_secret": "{VALUE}"}}',
    "Ruby": f":secret_key_base => 1, :password => '{VALUE}'",
    "environment": f"export DB_PASSWORD={VALUE}",
    "PHP": f"$config['passwd'] = '{VALUE}';",
    "option": f"mysql --password={VALUE} -h db",
    "option with a space": f"tool --api-token {VALUE}",
    "SQL": f"CREATE USER dave IDENTIFIED BY '{VALUE}';",
    "XML": f"<settings><password>{VALUE}</password></settings>",
    "basic": "Authorization: Basic " + base64.b64encode(f"dave:{VALUE}".encode()).decode(),
    "mail": "AUTH PLAIN " + base64.b64encode(f"\0dave\0{VALUE}".encode()).decode(),
    "a word before it": f"PGPASSWORD={VALUE} psql",
    "another word": f"rpcpassword={VALUE}",
    "in camel case": f'dbPassword: "{VALUE}"',
    "a secret in camel case": f"webSecret = '{VALUE}'",
    "as an argument": f"define('DB_PASSWORD', '{VALUE}');",
    "shared": f"PresharedKey = {VALUE}",
    "of a network": f'psk="{VALUE}"',
    "short": f"user_pw={VALUE}",
    "Redis": f"requirepass {VALUE}",
    "LDAP": f"bindpw {VALUE}",
    "netrc": f"machine x.example.org login dave password {VALUE}",
    "sshpass": f"sshpass -p '{VALUE}' ssh dave@example.org",
    "curl": f"curl -sS -u dave:{VALUE} https://example.org/",
    "curl, in quotes": f'curl --user "dave:{VALUE}" https://example.org/',
    "MySQL": f"mysql -u dave -p{VALUE} orders",
    "OpenSSL": f"openssl rsa -passin pass:{VALUE}",
    "Docker": f"docker login -u dave -p {VALUE} registry.example.org",
    "htpasswd": f"htpasswd -b /etc/nginx/users dave {VALUE}",
}
# As long as issuers make them.
LONG = "9aQ2xWc7Ve5Rb1Tn8Ym3Ku6Jl4Hg0FdSpZoXiNuB"
HEX = "4f9c1d7ab2e85063f1c4d97e0a6b3825"
NAMED_TOKENS = {
    "environment": f"GITHUB_TOKEN={LONG}",
    "a token and no more": f'token = "{LONG}"',
    "base": f"SECRET_KEY_BASE={LONG}",
    "with a word in it that chance has written": f"api_key = '{LONG[:20]}fooBar{LONG[20:]}'",
    "with another": "secret_key: 8fKeyJ2mQz7LpXw3RtYvNc5Bd9Gh",
    "a header": f"Authorization: token {HEX}{HEX[:8]}",
}
# By what they begin with. Put together here, as above.
ISSUED_KEYS = {
    "GitLab, of a runner": "glrt-" + LONG[:20],
    "Tailscale": "tskey-" + f"auth-kAbc12CNTRL-{LONG[:24]}",
    "Fly.io": "FlyV1 fm2_" + LONG * 2,
    "Netlify": "nfp_" + LONG,
    "Linear": "lin_api_" + LONG,
    "Notion": "ntn_" + LONG,
    "Doppler": "dp.pt." + LONG,
    "1Password": "ops_eyJ" + LONG * 3,
    "PlanetScale": "pscale_tkn_" + LONG,
    "Sentry": "sntrys_eyJ" + LONG * 2,
    "New Relic": "NRAK-" + "ABC123DEF456GHI789JKL012MNO",
    "Dynatrace": "dt0c01." + "ABC123DEF456GHI789JKL012." + "A1B2" * 16,
    "Postman": "PMAK-" + f"{HEX[:24]}-{HEX}ab",
    "Pulumi": "pul-" + HEX + HEX[:8],
    "Terraform": LONG[:14] + ".atlasv1." + LONG * 2,
    "RubyGems": "rubygems_" + HEX + HEX[:16],
    "Atlassian": "ATATT3" + "xFfGF0" + LONG * 3,
    "a webhook": "whsec_" + HEX,
    "Supabase": "sbp_" + HEX + HEX[:8],
    "Groq": "gsk_" + LONG + LONG[:12],
    "xAI": "xai-" + LONG * 2,
    "Perplexity": "pplx-" + LONG + LONG[:8],
    "Replicate": "r8_" + LONG[:37],
    "Brevo": "xkeysib-" + f"{HEX}{HEX}-{LONG[:16]}",
    "Mailgun": "key-" + HEX,
    "PuTTY": "PuTTY-User-Key-File-3" + ": ssh-ed25519",
    "Discord": "https://discord.com/api/webhooks/" + f"123456789012345678/{LONG}{LONG[:24]}",
    "Azure": f"https://x.blob.core.windows.net/c?sv=2022-11-02&sig={LONG}" + "abc%3D",
}
PATHS = {
    "home": "/home/margaret/notes",
    "Mac": "see /Users/margaret.",
    "Windows": r"C:\Users\Margaret\notes",
    "Windows in JSON": r"C:\\Users\\Margaret",
}
HARMLESS = [
    "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "redis://:${REDIS_PASSWORD}@cache:6379",
    "https://user:password@example.org/",
    "https://<user>:<password>@example.org/",
    "Authorization: Bearer YOUR-TOKEN-GOES-HERE-123",
    "Authorization: Bearer ********************",
    "a bearer responsibilities-of-the-ring",
    "class='sk-folding-cube-with-many-words'",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN OPENSSH PUBLIC KEY-----",
    "ghp_short",
    "https://example.org/home/page",
    "https://example.org:8080/@dave",
    "~/home/x",
    "/home/*/public_html",
    "ssh://git@example.org/x",
    "/homes/margaret",
    # What a program comes with, and what nobody has filled in.
    "postgres://postgres:postgres@localhost/orders",
    "amqp://guest:guest@localhost:5672/",
    "https://me:TOKEN@example.org/x.git",
    "https://x:API_KEY@example.org/x.git",
    "key-value-stores-are-good-things-to-have-2019",
    "whsec_" + "your_secret",
    "the key-" + "a" * 31 + "g of it",
]


def found_in(folder: Path, text: bytes, name: str = "a.html", **allowed: str) -> list[Diagnostic]:
    (folder / name).write_bytes(text)
    return list(check_private(BuiltSite(folder), [Path("/srv/sites/blog")], allowed))


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_seen_and_not_repeated(tmp_path: Path, name: str) -> None:
    (found,) = found_in(tmp_path, f"one\ntwo {SECRETS[name]}\n".encode())
    assert (found.code, found.line) == ("PB308", 2)
    assert SECRETS[name] not in str(found)


@pytest.mark.parametrize("name", ISSUED_KEYS)
def test_a_key_is_known_by_what_its_issuer_begins_it_with(tmp_path: Path, name: str) -> None:
    (found,) = found_in(tmp_path, f"one\ntwo {ISSUED_KEYS[name]} three\n".encode())
    assert (found.code, found.line) == ("PB308", 2)
    assert ISSUED_KEYS[name] not in str(found)


@pytest.mark.parametrize("name", NAMED_TOKENS)
def test_what_is_called_a_token_or_a_key_is_seen(tmp_path: Path, name: str) -> None:
    (found,) = found_in(tmp_path, f"one\ntwo {NAMED_TOKENS[name]}\n".encode())
    assert (found.code, found.line) == ("PB308", 2)


DIVIDED: dict[str, Callable[[str], str]] = {
    "by elements": lambda text: f"<b>{text[:5]}</b><i class='x'>{text[5:9]}</i><span>{text[9:]}</span>",
    "by a link": lambda text: f"<a href='/x'>{text[:6]}</a>{text[6:]}",
    "by wbr": lambda text: f"{text[:4]}<wbr>{text[4:12]}<wbr/>{text[12:]}",
    "by comments": lambda text: f"{text[:7]}<!-- x -->{text[7:]}",
    "by soft hyphens": "\u00ad".join,
    "by spaces of no width": "&#8203;".join,
    "by a span for each letter": lambda text: "".join(f"<span>{html.escape(one)}</span>" for one in text),
    "as references": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "as escapes": lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
    "as a feed": lambda text: html.escape(f"<p><b>{text[:5]}</b>{text[5:]}</p>"),
    "as JSON": lambda text: json.dumps(json.dumps(f"<b>{text[:5]}</b>{text[5:]}")),
    "in percent": lambda text: "".join(f"%{ord(one):02X}" for one in text),
    "wide": lambda text: "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in text),
}


AROUND: dict[str, Callable[[str], str]] = {
    "in a code span": lambda text: f"<p>Set <code>{html.escape(text)}</code> there.</p>",
    "in a code span of a feed": lambda text: html.escape(f"<p>Set <code>{html.escape(text)}</code> there.</p>"),
    "in a code block": lambda text: f"<pre><code>{html.escape(text, quote=False)}</code></pre>",
    "highlighted": lambda text: "".join(
        f"<span class='x'>{html.escape(one)}</span>" for one in re.split(r"(\W+)", text)
    ),
    "in an attribute": lambda text: f"<img alt='' title='{html.escape(text)}'>",
    "in data of a page": lambda text: f'<script type="application/json">{json.dumps({"a": text})}</script>',
    "in JSON": lambda text: json.dumps({"content_html": f"<code>{html.escape(text)}</code>"}),
    "in a comment": lambda text: f"<!-- {text} -->",
}


@pytest.mark.parametrize("way", AROUND)
def test_a_value_that_is_given_to_a_password_is_seen(way: str) -> None:
    for form, text in ASSIGNED.items():
        if form != "XML" or way in ("in a code span", "in a code block"):
            found = list(check_file("a.html", AROUND[way](text).encode(), KINDS, {}))
            assert [one.code for one in found] == ["PB308"], (form, AROUND[way](text))
            assert VALUE not in str(found[0])


EXAMPLES = """
password = "changeme"; password = "your-password-1"; password = "<password>"; password = "${DB_PASSWORD1}"
password = "P4ssw0rd!"; password: hunter2hunter2; password = os.environ["DB_PASSWORD_1"]; password = get_password(user1)
api_key = "YOUR_API_KEY_123"; token: "xxxxxxxxxxxx1"; secret = settings.SECRET_KEY2; password=%(db_pass1)s
secret_key: {{ vault_secret_1 }}; password = "abc12345"; password = 1234567890; password: "2024-01-02"; pass: 1.2.3.4
password = "example-9f8b7c6d"; passwd = /etc/passwd1; keyword: a1b2c3d4e5; compass = q7Rw2zK9mX4t; token_count: 12345678
Password: at least 8 characters, 1 digit; the password is q7Rw2zK9mX4t; public_key = "q7Rw2zK9mX4t"
password_hash: q7Rw2zK9mX4t; password = "correct-horse-battery-staple"; --password-file q7Rw2zK9mX4t
bypass: q7Rw2zK9mX4t; token: q7Rw2zK9mX4t; curl -u "$USER:$PASS1" https://example.org; curl -u user:password1 https://x.org
mysql -u root -p orders2019; sshpass -f file1 ssh x; requirepass yourpassword1; requirepass is q7Rw2zK9mX4t
docker run -p 8080:80a
secret_key: "my-super-secret-jwt-key-1234567890abc"; api_key = "your-256-bit-secret-goes-here-please-replace-it-01"
api_key = "abc123def456ghi789jkl012mno345"; max_token=1234567890ab; csrf_token: {{ csrf }}; tokens: 8192abcd1
DEFAULT:!PSK:!DSS:!RC4:!SEED1; 'myapp_credentials_password', 'myapp_Docker_registry_URL'
access_token: eyJhbGciOiJIUzI1NiIs...
["password", "username1"]; passwords: q7Rw2zK9mX4t; pw_hash: q7Rw2zK9mX4t; secret_name = "q7Rw2zK9mX4t"
password = "$6$rounds=656000$q7Rw2zK9mX4t"; Authorization: Basic dXNlcjpwYXNzd29yZA==; password = "aaaaaaaaaa1"
""".replace(";", "\n").split("\n")


@pytest.mark.parametrize("text", [one.strip() for one in EXAMPLES if one.strip()])
def test_an_example_of_a_password_is_left_alone(text: str) -> None:
    for way in AROUND.values():
        assert not list(check_file("a.html", way(text).encode(), KINDS, {})), text


def wrapped(text: str, width: int = 40) -> str:
    packed = base64.b64encode(text.encode()).decode()
    return "\n".join(packed[start : start + width] for start in range(0, len(packed), width))


ENCODED: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "without its end": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "for addresses": lambda text: base64.urlsafe_b64encode(f"a?~\u00ff{text}".encode()).decode(),
    "twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "in hexadecimal": lambda text: text.encode().hex(),
    "in capital hexadecimal": lambda text: text.encode().hex().upper(),
    "in the middle": lambda text: base64.b64encode(f"export A={text}; run it".encode()).decode(),
    "behind a letter": lambda text: "x" + base64.b64encode(text.encode()).decode(),
    "behind two": lambda text: "x/" + base64.b64encode(text.encode()).decode(),
    "in a path": lambda text: "/a/b/" + base64.b64encode(text.encode()).decode() + "/c",
    "in an address of data": lambda text: "data:text/plain;base64," + base64.b64encode(text.encode()).decode(),
    "wrapped": lambda text: wrapped(f"{text} is what it is, and more than a line of it"),
    "wrapped in a string": lambda text: wrapped(f"{text} is what it is, and more of it").replace("\n", '"\n  "'),
    "as PowerShell does": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", ENCODED)
def test_a_secret_is_seen_where_it_is_encoded(way: str) -> None:
    for name, secret in {**SECRETS, "assigned": ASSIGNED["quoted"]}.items():
        text = ENCODED[way](secret)
        for around in (lambda text: f"one\n{text}\n", *AROUND.values()):
            if not ("wrapped in" in way and around in (AROUND["in JSON"], AROUND["in data of a page"])):
                found = list(check_file("a.html", around(text).encode(), KINDS, {}))
                assert {one.code for one in found} == {"PB308"}, (name, around(text))
                assert not any(secret in str(one) for one in found)


def test_an_encoded_secret_is_told_at_its_line_and_may_be_allowed() -> None:
    text = ENCODED["base64"](SECRETS["GitHub"])
    (found,) = check_file("a.html", f"one\n\n{text}\n".encode(), KINDS, {})
    assert (found.line, found.message) == (3, "a token of GitHub stands here, encoded: 'ghp_a1B2…'")
    assert not list(check_file("a.html", f"one\n\n{text}\n".encode(), KINDS, {text: "an example"}))


def tar_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        member = tarfile.TarInfo("etc/x.conf")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def zip_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("etc/x.conf", data)
    return out.getvalue()


@pytest.mark.parametrize("packed", [tar_of, zip_of])
def test_a_secret_in_a_packed_download_is_seen(packed: Callable[[bytes], bytes]) -> None:
    for text in (SECRETS["GitHub"], ENCODED["base64"](SECRETS["GitHub"]), ASSIGNED["plain"]):
        assert [one.code for one in check_file("a.bin", packed(text.encode()), KINDS, {})] == ["PB308"]


PIXELS = random.Random(7).randbytes(300_000)  # noqa: S311  # no secret


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be"])
def test_a_secret_among_bytes_that_are_no_text_is_seen(encoding: str) -> None:
    data = PIXELS + f"\n{SECRETS['GitHub']}\n".encode(encoding) + PIXELS
    assert [one.code for one in check_file("a.bin", data, KINDS, {})] == ["PB308"]


def test_bytes_that_are_no_text_are_not_searched_as_text_in_every_encoding() -> None:
    """Pictures in documents unpack to megabytes; every pattern would go through each of eight readings."""
    packed = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zlib.compress(PIXELS) + b"\nendstream\n"
    assert sum(len(text) for text, _ in texts_in(packed)) < len(PIXELS) / 10
    assert sum(len(text) for text, _ in texts_in("é words\n".encode("cp1252") * 100)) > len(PIXELS) / 1000


def test_other_base64_is_left_alone() -> None:
    noise = base64.b64encode(bytes(number * 7919 % 251 for number in range(3000))).decode()
    words = base64.b64encode(b"Nothing of this is a secret: it is a sentence, and a long one.").decode()
    integrity = "sha384-" + base64.b64encode(bytes(range(48))).decode()
    assert not list(check_file("a.html", f"{noise}\n{words}\n{integrity}\n".encode(), KINDS, {}))


WHOLE: dict[str, Callable[[str], str]] = {"a page": str, "a feed": html.escape, "JSON": json.dumps}


@settings(max_examples=examples(60))
@given(st.sampled_from(sorted(SECRETS)), st.sampled_from(sorted(DIVIDED)), st.sampled_from(sorted(WHOLE)))
def test_a_secret_is_seen_however_it_is_divided(name: str, way: str, whole: str) -> None:
    text = WHOLE[whole](f"<p>one\n<p>{DIVIDED[way](SECRETS[name])}</p>")
    found = list(check_file("a.html", text.encode(), KINDS, {}))
    assert [one.code for one in found] == ["PB308"], text
    assert SECRETS[name] not in str(found[0])


def test_what_stands_in_two_cells_is_no_secret() -> None:
    half = SECRETS["GitHub"]
    for between in ("</td><td>", "</p><p>", "<br>", "</li>\n<li>"):
        assert not list(check_file("a.html", f"{half[:20]}{between}{half[20:]}".encode(), KINDS, {}))


def test_an_allowed_secret_may_be_divided() -> None:
    text = DIVIDED["by elements"](SECRETS["GitHub"])
    assert not list(check_file("a.html", text.encode(), KINDS, {SECRETS["GitHub"]: "an example"}))


@pytest.mark.parametrize("name", PATHS)
def test_a_path_of_a_machine_is_seen(tmp_path: Path, name: str) -> None:
    (found,) = found_in(tmp_path, PATHS[name].encode())
    assert found.code == "PB309"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, text.encode()) == []


def test_the_folder_of_the_site_is_seen(tmp_path: Path) -> None:
    assert [one.code for one in found_in(tmp_path, b"Traceback: /srv/sites/blog/content/x.md")] == ["PB309"]


def test_packed_files_are_read(tmp_path: Path) -> None:
    packed = gzip.compress(SECRETS["GitHub"].encode())
    assert [one.code for one in found_in(tmp_path, packed, "x.pf_fragment")] == ["PB308"]
    assert found_in(tmp_path, packed[:12], "x.pf_fragment") == []


def test_the_paths_of_who_compiled_a_program_are_theirs(tmp_path: Path) -> None:
    assert found_in(tmp_path, b"\0asm\1\0\0\0 /home/runner/work", "x.pagefind") == []
    # As Pagefind writes it.
    assert found_in(tmp_path, gzip.compress(b"\0asm\1\0\0\0 /home/runner/work"), "x.pagefind") == []
    assert len(found_in(tmp_path, gzip.compress(b"/home/runner/work"), "x.pagefind")) == 1
    assert len(found_in(tmp_path, b"\0asm\1\0\0\0 /srv/sites/blog", "x.pagefind")) == 1


def test_pictures_are_not_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, b"/home/margaret", "a.png") == []


def test_what_is_allowed_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("/home/pi/x and /home/margaret")
    (found,) = check_private(BuiltSite(tmp_path), [], {"/home/pi/": "an example"})
    assert "'/home/margaret'" in str(found)
    assert list(check_private(BuiltSite(tmp_path), [], {"/home/pi": "one", "/home/margaret": "two"})) == []


def test_a_local_path_is_told_with_its_source(tmp_path: Path) -> None:
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "a.md").write_text("Title: A\n\nIn /home/margaret/x.\n", encoding="utf-8")
    assert place_in_sources("/home/margaret", tmp_path, "content") == "content/posts/a.md:3"
    assert place_in_sources("/home/other", tmp_path, "content") == ""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=examples(30))
def test_no_text_that_a_pattern_knows_is_without_a_sign(kind: SecretKind, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(kind.pattern))
    assert [found[0] for found in kind.finds(text)] == [found[0] for found in kind.pattern.finditer(text)] != []


def test_a_secret_is_seen_in_whichever_of_many_files_it_stands(tmp_path: Path) -> None:
    names = [f"{number:03}.html" for number in range(2 * BATCH_SIZE + MIN_FORKED)]
    for name in names:
        (tmp_path / name).write_text(f"/home/margaret/{name}")
    assert [Path(one.path).name for one in check_private(BuiltSite(tmp_path), [], {})] == names
