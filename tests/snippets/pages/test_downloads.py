"""What a page offers, and that it is what was checked."""

import io
import tarfile

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.model import CheckedSnippet, Level, Snippet, Status, Verdict
from faircopy.snippets.pages.downloads import DownloadPaths, address, archive, downloads_of
from faircopy.snippets.pages.rendered import VerifiedDocument, verified_document
from faircopy.snippets.reading.read import read_snippets

POST = """\
```{.ini file="/etc/one.conf"}
one "it's" <HOST> \\
```

```{.ini file="/etc/d/one.conf" group="other"}
other
```

```{.ini file="two.conf"}
two
```

```{.ini file="/etc/broken.conf" expect="fail" error="no"}
broken
```

```{.text log="one" match="all"}
a line
```

<!-- snippet-setup file="/etc/hidden.conf"
hidden
-->
"""


def verified(source: str, status: Status = Status.PASSED) -> VerifiedDocument:
    document = parse_document("a.md", source)
    verdict = Verdict(status, "ini", Level.LOADED, "tool 1")
    return verified_document(
        document, [CheckedSnippet(snippet, verdict) for snippet in read_snippets(document, ["ini"])[0]]
    )


def members(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]


def test_each_file_and_each_group_of_files_is_offered_but_nothing_broken() -> None:
    offered = downloads_of(verified(POST), "post")
    assert [(one.path, one.line) for one in offered] == [
        ("snippets/etc/one.conf", 1),
        ("snippets-other/etc/d/one.conf", 5),
        ("snippets/two.conf", 9),
        ("archives/post.tar", 9),
    ]
    assert offered[0].data == b'one "it\'s" <HOST> \\\n'
    assert members(offered[3].data) == {
        "etc/hidden.conf": b"hidden\n",
        "etc/one.conf": b'one "it\'s" <HOST> \\\n',
        "two.conf": b"two\n",
    }
    assert offered[3].files == 3


def test_one_file_needs_no_archive() -> None:
    (one,) = downloads_of(verified('```{.ini file="/etc/one.conf"}\nx\n```\n'), "post")
    assert not one.is_archive


def test_a_file_with_a_hidden_one_has_an_archive_of_its_group() -> None:
    source = (
        '```{.ini file="/a" group="g"}\nx\n```\n\n<!-- snippet-setup file="/b" group="g"\ny\n-->\n'
        '\n<!-- snippet-setup file="/c"\nz\n-->\n'
    )
    one, both = downloads_of(verified(source), "post")
    assert (one.path, both.path) == ("snippets-g/a", "archives/post-g.tar")
    assert members(both.data) == {"a": b"x\n", "b": b"y\n"}


def test_what_could_not_be_checked_here_is_offered_and_what_failed_is_not() -> None:
    source = '```{.ini file="/etc/one.conf"}\nx\n```\n'
    assert downloads_of(verified(source, Status.TOOL_MISSING), "post")
    assert not downloads_of(verified(source, Status.FAILED), "post")


def test_archives_are_the_same_bytes_whoever_makes_them() -> None:
    one, two = (Snippet("a.md", 1, 2, "", code, file=file) for code, file in (("x\n", "/b"), ("ā\n", "/a")))
    assert archive([one, two]) == archive([two, one])
    with tarfile.open(fileobj=io.BytesIO(archive([one, two]))) as tar:
        assert [(one.name, one.mtime, one.uid, one.gid, one.uname, one.mode) for one in tar.getmembers()] == [
            ("a", 0, 0, 0, "", 0o644),
            ("b", 0, 0, 0, "", 0o644),
        ]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("/etc/x.conf", "https://x/p/snippets/etc/x.conf"),
        ("~/.ssh/a b#c?.conf", "https://x/p/snippets/~/.ssh/a%20b%23c%3F.conf"),
        ("C:\\x.ini", "https://x/p/snippets/C%3A%5Cx.ini"),
    ],
)
def test_addresses_lead_to_the_file(file: str, expected: str) -> None:
    (one,) = downloads_of(verified(f'```{{.ini file="{file}"}}\nx\n```\n'), "post")
    assert address(DownloadPaths("https://x/p/", "post"), one) == expected
