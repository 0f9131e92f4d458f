import gzip
from pathlib import Path

import pytest

from mdsource.diagnostics import Diagnostic
from publish.private import check_private
from publish.site import Site

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
}
PATHS = {
    "home": "/home/margaret/notes",
    "Mac": "see /Users/margaret.",
    "Windows": r"C:\Users\Margaret\notes",
    "Windows in JSON": r"C:\\Users\\Margaret",
}
HARMLESS = [
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN OPENSSH PUBLIC KEY-----",
    "ghp_short",
    "https://example.org/home/page",
    "https://example.org:8080/@dave",
    "~/home/x",
    "/home/*/public_html",
    "ssh://git@example.org/x",
    "/homes/margaret",
]


def found_in(folder: Path, text: bytes, name: str = "a.html", **allowed: str) -> list[Diagnostic]:
    (folder / name).write_bytes(text)
    return list(check_private(Site(folder), [Path("/srv/sites/blog")], allowed))


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_seen_and_not_repeated(tmp_path: Path, name: str) -> None:
    (found,) = found_in(tmp_path, f"one\ntwo {SECRETS[name]}\n".encode())
    assert (found.code, found.line) == ("PB308", 2)
    assert SECRETS[name] not in str(found)


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
    assert len(found_in(tmp_path, b"\0asm\1\0\0\0 /srv/sites/blog", "x.pagefind")) == 1


def test_pictures_are_not_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, b"/home/margaret", "a.png") == []


def test_what_is_allowed_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("/home/pi/x and /home/margaret")
    (found,) = check_private(Site(tmp_path), [], {"/home/pi/": "an example"})
    assert "'/home/margaret'" in str(found)
    assert list(check_private(Site(tmp_path), [], {"/home/pi": "one", "/home/margaret": "two"})) == []
