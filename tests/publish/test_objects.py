import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.build.swap import MARKER
from faircopy.publish.objects import blob_hash, tree_hash
from faircopy.publish.site import BUILD_FILE, BuiltSite, stage, url_of
from publishsite import git

# Names that git sorts otherwise than Python: a folder as if it ended in a slash.
FILES = {"a/b": b"1", "a.txt": b"2", "a-b/c/d": b"", "a/é": b"\xff\x00", "z": b"3", "A/b": b"4"}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_git_says_the_same(tmp_path: Path, algorithm: str) -> None:
    git(tmp_path, "init", "-q", f"--object-format={algorithm}")
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    git(tmp_path, "add", "-A")
    blobs = {name: blob_hash(data, algorithm) for name, data in FILES.items()}
    assert tree_hash(blobs, algorithm) == git(tmp_path, "write-tree")


@given(st.binary(max_size=100))
def test_a_file_is_named_as_git_names_it(data: bytes) -> None:
    done = subprocess.run(["git", "hash-object", "--stdin"], input=data, capture_output=True, check=True)
    assert blob_hash(data) == done.stdout.decode().strip()


def built(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text)
    return folder


def test_the_build_is_named_after_its_files(tmp_path: Path) -> None:
    first = stage(built(tmp_path / "1", index="a", other="b"), tmp_path / "stage 1", None)
    same = stage(built(tmp_path / "2", other="b", index="a"), tmp_path / "stage 2", "example.nz")
    other = stage(built(tmp_path / "3", index="b", other="a"), tmp_path / "stage 3", None)
    assert first.build == same.build != other.build
    assert first.names == (BUILD_FILE, "index.html", "other.html")
    assert first.build in first.read(BUILD_FILE).decode()
    # GitHub's own files are no part of the build, and are part of what is committed.
    assert set(same.blobs("sha1")) - set(first.blobs("sha1")) == {"CNAME"}


def test_a_stage_is_made_anew_and_nothing_in_it_is_executable(tmp_path: Path) -> None:
    stage(built(tmp_path / "1", old="a"), tmp_path / "stage", None)
    folder = built(tmp_path / "2", new="a")
    (folder / "new.html").chmod(0o755)
    site = stage(folder, tmp_path / "stage", None)
    assert site.names == (BUILD_FILE, "new.html")
    assert not (tmp_path / "stage" / "new.html").stat().st_mode & 0o111


def test_addresses_of_files() -> None:
    assert [url_of(name) for name in ("index.html", "a/index.html", "a/b.html", "myindex.html")] == [
        "/",
        "/a/",
        "/a/b.html",
        "/myindex.html",
    ]


def test_a_site_without_files(tmp_path: Path) -> None:
    assert BuiltSite(tmp_path).names == ()
