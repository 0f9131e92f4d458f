import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import find_fences
from faircopy.snippets.model import MatchPromise, Snippet
from faircopy.snippets.reading.attributes import read_fence
from faircopy.snippets.reading.fence_info import language_of, parse_info

CHECKERS = ("fail2ban", "nginx", "shell")


def read(info: str) -> Snippet | list[str]:
    (fence,) = find_fences(parse_document("a.md", f"Title: x\n\n```{info}\ncode\n```\n"))
    result = read_fence("a.md", fence, CHECKERS)
    return result if isinstance(result, Snippet) else [f"{one.column}: {one}" for one in result]


def read_one(info: str) -> Snippet:
    result = read(info)
    assert isinstance(result, Snippet), result
    return result


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("ini", "ini"),
        ("{.ini file='x'}", "ini"),
        ("{ .bash }", "bash"),
        ("{ #id .sh }", "sh"),
        ("{.nginx .wide}", "nginx"),
        ("", ""),
        ("C++", "c++"),
        ('{file="x"}', ""),
        ("<script>", ""),
    ],
)
def test_language(info: str, language: str) -> None:
    assert language_of(info) == language


def test_every_attribute_of_the_contract_is_read() -> None:
    assert read_one('{.ini file="/etc/x.conf" group="other"}').file == "/etc/x.conf"
    assert read_one('{.ini file="/etc/x.conf" group="other"}').group == "other"
    assert read_one('{.text log="x" match="all"}').promise == MatchPromise(None, None)
    assert read_one('{.text log="x" match="none"}').promise == MatchPromise(0, None)
    assert read_one('{.text log="x" match="24" of="30"}').promise == MatchPromise(24, 30)
    sample = read_one('{.text log="x" match="all" jail="y" bans="192.0.2.7, 2001:db8::/64"}')
    assert (sample.jail, sample.bans) == ("y", ("192.0.2.7", "2001:db8::/64"))
    assert read_one('{.text log="x" match="all" jail="y" bans="none"}').bans == ()
    broken = read_one('{.ini file="/etc/x" expect="fail" error="No failure-id group"}')
    assert (broken.must_fail, broken.error) == (True, "No failure-id group")
    unchecked = read_one('{.bash check="none" reason="an interactive session"}')
    assert (unchecked.check, unchecked.reason) == ("none", "an interactive session")
    assert read_one('{.nginx context="server"}').context == "server"
    assert read_one("{.conf check=nginx file='a b.conf'}").file == "a b.conf"


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (
            'ini check="x"',
            ['7: a.md:3: error SN102 the attributes in \'ini check="x"\' cannot be read; write {.ini check="x"}'],
        ),
        (
            'ini {file="/etc/x"}',
            [
                (
                    "7: a.md:3: error SN102 the attributes in 'ini {file=\"/etc/x\"}' cannot be read; "
                    'write {.ini file="/etc/x"}'
                )
            ],
        ),
        (
            "ini,ignore",
            ["7: a.md:3: error SN102 the attributes in 'ini,ignore' cannot be read; write {.ini file=\"…\"}"],
        ),
        (
            f"ini {'a_' * 500_000}=",  # a search that begins anew at each letter takes hours
            [f"7: a.md:3: error SN102 the attributes in 'ini {'a_' * 58}…' cannot be read; write {{.ini file=\"…\"}}"],
        ),
        (
            '{.ini file="/etc/x}',
            ['10: a.md:3: error SN102 the attributes in \'{.ini file="/etc/x}\' cannot be read; write {.ini file="…"}'],
        ),
        (
            '{.ini fiel="/etc/x"}',
            ["10: a.md:3: error SN103 unknown attribute 'fiel'; did you mean 'file'?"],
        ),
        ('{.ini file="a" file="b"}', ["19: a.md:3: error SN105 attribute 'file' is given twice; keep one"]),
        ('{.ini file=""}', ["10: a.md:3: error SN104 attribute 'file' is empty; give it a value"]),
        (
            '{.ini check="ngnix"}',
            ["10: a.md:3: error SN106 unknown checker 'ngnix'; did you mean 'nginx'?"],
        ),
        (
            '{.ini file="/etc/x" expect="fails" error="x"}',
            ["24: a.md:3: error SN104 unknown value of 'expect' 'fails'; did you mean 'fail'?"],
        ),
        (
            '{.text log="x" match="some"}',
            [
                (
                    "19: a.md:3: error SN104 'some' is no number of lines; "
                    'write match="all", match="none", or match="24" of="30"'
                )
            ],
        ),
        (
            '{.text log="x"}',
            [
                (
                    "11: a.md:3: error SN105 attribute 'log' stands without 'match'; "
                    'say what is promised: match="all", match="none", or match="24" of="30"'
                )
            ],
        ),
        (
            '{.text log="x" match="all" jail="y"}',
            [
                (
                    "31: a.md:3: error SN105 attribute 'jail' stands without 'bans'; "
                    'say whom it bans: bans="203.0.113.24", or bans="none"'
                )
            ],
        ),
        (
            '{.text log="x" match="all" bans="none"}',
            [
                (
                    "31: a.md:3: error SN105 attribute 'bans' stands without 'jail'; "
                    'name the jail that bans them: jail="…"'
                )
            ],
        ),
        (
            '{.text log="x" match="all" jail="y" bans="192.0.2.7 192.0.2.8"}',
            [
                (
                    "40: a.md:3: error SN104 '192.0.2.7 192.0.2.8' is no list of addresses; "
                    'write bans="203.0.113.24, 2001:db8::1", or bans="none"'
                )
            ],
        ),
        (
            '{.text log="x" match="all" jail="y" bans="192.0.2.7, none"}',
            [
                (
                    "40: a.md:3: error SN104 '192.0.2.7, none' is no list of addresses; "
                    'write bans="203.0.113.24, 2001:db8::1", or bans="none"'
                )
            ],
        ),
        ('{.text log="x" match="3"}', ['19: a.md:3: error SN105 match="3" does not say of how many lines; add of="…"']),
        (
            '{.text log="x" match="all" of="3"}',
            ["31: a.md:3: error SN105 'of' has no meaning beside match=\"all\"; leave it out"],
        ),
        (
            '{.ini file="/etc/x" expect="fail"}',
            ["24: a.md:3: error SN105 attribute 'expect' stands without 'error'; say with which message: error=\"…\""],
        ),
        (
            '{.ini check="none"}',
            ['10: a.md:3: error SN105 check="none" does not say why; add reason="…"; readers see it'],
        ),
        (
            '{.ini file="/etc/../x"}',
            [
                (
                    "10: a.md:3: error SN107 '/etc/../x' leaves its folder with '..'; "
                    "name the file as on the reader's machine"
                )
            ],
        ),
        (
            '{.ini file="/etc/"}',
            ["10: a.md:3: error SN107 '/etc/' names a folder, not a file; name the file as on the reader's machine"],
        ),
        (
            '{.ini group="a b" file="/x"}',
            [
                (
                    "10: a.md:3: error SN104 'a b' cannot be a group's name; "
                    "use letters, digits, '-', '_' and '.', 40 at most"
                )
            ],
        ),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_column(info: str, expected: list[str]) -> None:
    assert read(info) == expected


@pytest.mark.parametrize("path", ["/etc/./x", "/etc//x", "./x", "//etc/x"])
def test_a_file_has_one_name(path: str) -> None:
    assert "is a roundabout name of" in str(read(f'{{.ini file="{path}"}}')[0])  # type: ignore[index]


def test_a_file_and_a_log_exclude_each_other() -> None:
    assert "a snippet is a file or a log sample, not both" in str(read('{.text file="/x" log="y" match="all"}'))


def test_an_unclosed_fence_is_an_error() -> None:
    (fence,) = find_fences(parse_document("a.md", "text\n\n```ini\n[x]\n"))
    result = read_fence("a.md", fence, ())
    assert isinstance(result, list)
    expected = "a.md:3: error SN101 this fence is never closed; end it with a line of the same marks"
    assert [str(one) for one in result] == [expected]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="`\n\r"), max_size=60))
def test_any_info_string_is_a_snippet_or_diagnostics(info: str) -> None:
    parsed = parse_info(info.strip(), 4)
    assert parsed.trouble is None or 4 <= parsed.trouble <= 4 + len(info)


@given(
    st.dictionaries(
        st.sampled_from(["file", "group", "reason", "context", "error"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"`'), min_size=1, max_size=20),
    )
)
def test_what_is_written_is_what_is_read(values: dict[str, str]) -> None:
    info = "{.ini " + " ".join(f'{key}="{value}"' for key, value in values.items()) + "}"
    parsed = parse_info(info, 1)
    assert {one.key: one.value for one in parsed.attributes} == values
    assert all(info[one.column - 1 :].startswith(one.key) for one in parsed.attributes)


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        *((f'group="{name}"', "SN104") for name in ("..", "../x", "a/b", "a\\b", "a" * 41)),
        *((f'file="{path}"', "SN107") for path in ("..\\x", "/a\\..\\..\\x", "C:\\..\\x", "/a/..\\x", "/a\\../x")),
        ('group="' + "a" * 40 + '"', None),
        ('file="C:\\x..y"', None),
    ],
)
def test_no_name_leads_out_of_a_folder_of_downloads_or_is_too_long(attribute: str, code: str | None) -> None:
    found = read(f"{{.ini {attribute}}}")
    assert isinstance(found, list) == (code is not None)
    assert code is None or code in str(found)
