"""Where paths land: in the sandbox, or in a sentence that says why not. Nothing else of the machine changes."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from examples import SHARED_FIXTURE
from faircopy.snippets.sandbox.paths import MAX_DEPTH, SandboxFiles, fault_of, fitting, path_in_sandbox
from faircopy.snippets.sandbox.root import WRITTEN_AT, MaterialiseError, SandboxRoot, materialise

PARTS = st.sampled_from([
    *("..", ".", "", "a", "b", "etc", "passwd", "tmp", "usr", "bin", "proc", "dev", "run", "var", "log", "checked"),
    *("é", "e\u0301", "\u202e", "\x00", "\n", "\x7f", "\ud800", "a" * 255, "a" * 256, "ü" * 200, " ", "*", "$x", "~"),
])  # fmt: skip
PATHS = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "/", "//", "/../../", "../"]),
    st.lists(PARTS, min_size=1, max_size=8),
    st.sampled_from(["", "", "/", "/..", "/."]),
)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/etc/nginx/sites-enabled/a", ""),
        ("etc/x", ""),
        ("/etc/nginx/../ssl/x.pem", ""),
        ("/opt/.hidden/..x/x..", ""),
        ("/usr/local/bin/backup.sh", ""),
        ("/tmp/x", ""),  # noqa: S108
        ("/etc/passwd", ""),
        ("/../../tmp/x", "leaves its folder"),
        ("../x", "leaves its folder"),
        ("a/../../x", "leaves its folder"),
        ("/etc/x/", "names a folder"),
        ("/etc/x/..", "names a folder"),
        ("/", "names a folder"),
        ("", "names a folder"),
        ("/etc", "names a folder"),
        ("/var/log", "names a folder"),
        ("//usr//bin", "names a folder"),
        ("/proc/sys/kernel/core_pattern", "the kernel's own"),
        ("/sys/x", "the kernel's own"),
        ("/dev/sda", "the kernel's own"),
        ("/.faircopy", "names a folder"),
        ("/.faircopy/packages/difflib.py", "the sandbox's own"),
        ("/etc/x/../../.faircopy/x", "the sandbox's own"),
        ("/packages/difflib.py", ""),
        ("/etc/passwd/x", "below '/etc/passwd', which is a file"),
        ("/a\x00b", "a control character in it, U+0000"),
        ("/a\u202egpj", "not seen in it, U+202E"),
        ("/a\ud800", "not seen in it, U+D800"),
        ("/" + "a" * 255, ""),
        ("/" + "a" * 256, "a name of 256 bytes"),
        ("/" + "ü" * 128, "a name of 256 bytes"),
        ("/" + "/".join(["a" * 255] * 17), "bytes, and 4095 is the most"),
        ("/a" * (MAX_DEPTH + 1), "65 folders deep"),
    ],
)
def test_what_keeps_a_path_from_being_a_file(path: str, fault: str) -> None:
    assert fault in fault_of(path)
    assert bool(fault) == bool(fault_of(path))


def test_who_comes_first_has_the_place() -> None:
    tree = SandboxFiles()
    assert [tree.add(path) for path in ("/a/b", "/a", "/a/b/c", "/a/d", "a//b")] == [
        "",
        "is a folder here: '/a/b' lies in it",
        "needs '/a/b' to be a folder, and that is a file here",
        "",
        "",
    ]
    assert fitting({"/a": 1, "/b/./c": 2, "/x/y": 3}, ["/a/b", "/b/c"]) == (
        {"/x/y": 3},
        {"/a": "is a folder here: '/a/b' lies in it"},
    )


def state_of(folder: Path) -> Mapping[str, tuple[int, bytes | None]]:
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.slow
@settings(suppress_health_check=SHARED_FIXTURE)
@given(st.lists(PATHS, min_size=1, max_size=4), st.lists(PATHS, max_size=2))
@example(["/../../canary", "/a/../../../canary"], [])
@example(["/bin/sh", "/usr/bin/x", "/etc/passwd/x"], ["/etc/passwd"])
@example(["/link/canary"], ["/link/x"])
def test_nothing_is_made_outside_of_the_sandbox(tmp_path: Path, paths: list[str], writable: list[str]) -> None:
    """Whatever a checker asks for: `materialise` makes it in the sandbox, or says that it does not."""
    outside = tmp_path / "outside"
    root = outside / "deep" / "sandbox"
    if not root.exists():
        root.mkdir(parents=True)
        (outside / "canary").write_text("sings")
        (outside / "tmp").mkdir()
    before = {path: state for path, state in state_of(outside).items() if not path.startswith(f"{root}/")}
    try:
        materialise(root, SandboxRoot(dict.fromkeys(paths, "overwritten"), writable=tuple(writable)))
    except MaterialiseError as error:
        refused = str(error)
        assert refused.endswith(error.why)  # noqa: PT017  # it is raised for some, and not for others
    finally:
        made = state_of(root)
        for path in sorted(made, reverse=True):
            Path(path).rmdir() if Path(path).is_dir() and not Path(path).is_symlink() else Path(path).unlink()
    assert state_of(outside) == before
    # Links lead nowhere but from the sandbox's root into its own /usr.
    assert {os.path.dirname(path) for path in made if os.path.islink(path)} <= {str(root)}  # noqa: PTH114, PTH120


@settings(suppress_health_check=SHARED_FIXTURE)
@given(st.lists(PATHS, min_size=1, max_size=6))
def test_what_fits_can_be_laid_out(tmp_path: Path, paths: list[str]) -> None:
    laid, refused = fitting(dict.fromkeys(paths, b"x"))
    assert laid.keys() | {path_in_sandbox(path) for path in refused} == {path_in_sandbox(path) for path in paths}
    root = tmp_path / f"sandbox{len(list(tmp_path.iterdir()))}"
    root.mkdir()
    materialise(root, SandboxRoot(laid))
    for place in laid:
        if not place.startswith(("/usr/", "/bin/")):
            assert (root / place[1:]).read_bytes() == b"x"
            # A file that is just written, Postfix reads for two seconds.
            assert (root / place[1:]).stat().st_mtime == WRITTEN_AT


def test_a_link_in_the_sandbox_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    root = tmp_path / "sandbox"
    root.mkdir()
    (root / "etc").symlink_to(tmp_path / "outside")
    with pytest.raises(MaterialiseError, match=r"passwd|group|etc"):
        materialise(root, SandboxRoot({"/etc/x": "x"}))
    assert list((tmp_path / "outside").iterdir()) == []
