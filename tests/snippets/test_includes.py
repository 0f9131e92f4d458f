"""How each program writes an include, and what of that leaves a group."""

import pytest

from faircopy.snippets.checkers import apache, logrotate, nftables, nginx, sshd, sudoers
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._includes import outside
from faircopy.snippets.model import Finding

FORMS = [
    (nginx.CHECKER, "include /x;", (1, 9)),
    (nginx.CHECKER, "  include /x;", (1, 11)),
    (nginx.CHECKER, "events{}include /x;", (1, 17)),
    (nginx.CHECKER, "\"include\" '/x';", (1, 11)),
    (nginx.CHECKER, "location / {\n  include\n    /x\n  ;\n}", (3, 5)),
    (nginx.CHECKER, 'include "/x y";', (1, 9)),
    (nginx.CHECKER, "include /x#y;", (1, 9)),
    (apache.CHECKER, "Include /x", (1, 9)),
    (apache.CHECKER, '\tincludeOPTIONAL "/x y"', (1, 18)),
    (apache.CHECKER, "Inclu\\\nde /x", (2, 4)),
    (apache.CHECKER, "Include \\\n  /x", (2, 3)),
    (apache.CHECKER, "Define D /x\nInclude ${D}/y", (2, 9)),
    (apache.CHECKER, "Include ${ELSEWHERE}/y", (1, 9)),
    (apache.CHECKER, "<Macro M $p>\nInclude $p\n</Macro>\nUse M /x", (2, 9)),
    (sshd.CHECKER, "Include /x", (1, 9)),
    (sshd.CHECKER, "include=/x", (1, 9)),
    (sshd.CHECKER, "include = /x", (1, 11)),
    (sshd.CHECKER, '"Include" "/x y"', (1, 11)),
    (sshd.CHECKER, "Include /etc/ssh/sshd_config.d/*.conf /x", (1, 39)),
    (sshd.CHECKER, "Include /etc/ssh/*/../../x", (1, 9)),
    (sudoers.CHECKER, "@include /x", (1, 10)),
    (sudoers.CHECKER, '#includedir "/x y"', (1, 13)),
    (sudoers.CHECKER, "@include /x\\ y", (1, 10)),
    (sudoers.CHECKER, "@include \\\n/x", (2, 1)),
    (logrotate.CHECKER, "include /x", (1, 9)),
    (logrotate.CHECKER, "include=/x", (1, 9)),
    (logrotate.CHECKER, "include = '/x y'", (1, 11)),
    (nftables.CHECKER, 'include "/x"', (1, 9)),
    (nftables.CHECKER, 'define a = 1; include "/x"', (1, 23)),
    (nftables.CHECKER, 'include \\\n"/x"', (2, 1)),
    (nftables.CHECKER, "table inet x { include '/x' }", (1, 24)),
    (nftables.CHECKER, 'include "/etc/*"', (1, 9)),
]
# The path is in a comment, in a text, or that of another directive.
RESERVED_FOLDERS = [
    (nginx.CHECKER, '# include /x;\nadd_header A "include /x;";\nincluded /x;\ninclude mime.types;'),
    (apache.CHECKER, "# Include /x\nIncluded /x\nInclude ports.conf"),
    (sshd.CHECKER, "# Include /x\nIncluded /x"),
    (sudoers.CHECKER, "# @include /x\n#included /x\n@includedir /etc/sudoers.d"),
    (logrotate.CHECKER, "# include /x\nincluded /x\ninclude /etc/logrotate.d"),
    (nftables.CHECKER, '# include "/x"\nincluded "/x"'),
]


def refused(checker: EachChecker, code: str, files: dict[str, str]) -> list[Finding]:
    assert checker.includes is not None
    return outside(code, files, checker.includes)


@pytest.mark.parametrize(("checker", "code", "place"), FORMS)
def test_each_form_is_found_where_it_stands(checker: EachChecker, code: str, place: tuple[int, int]) -> None:
    assert [(one.line, one.column) for one in refused(checker, f"{code}\n", {})] == [place]


@pytest.mark.parametrize(("checker", "code"), RESERVED_FOLDERS)
def test_what_is_no_include_is_left_alone(checker: EachChecker, code: str) -> None:
    assert refused(checker, f"{code}\n", {}) == []


def test_what_a_file_of_the_group_includes_is_told_at_the_authors_own_include() -> None:
    files = {"/etc/nginx/a": "include /etc/nginx/b;", "/etc/nginx/b": "\n\ninclude /etc/nginx/a;\ninclude /x;"}
    (found,) = refused(nginx.CHECKER, "listen 80;\ninclude a;\n", files)
    assert (found.line, found.message) == (2, "'/x' is included, but no snippet of the group is that file")


def test_files_that_all_include_each_other_are_read_once() -> None:
    """As many paths lead through them as numbers can be ordered: 30 files have more than the universe has atoms."""
    files = {f"/etc/nginx/conf.d/{number}": "include conf.d/*;" for number in range(30)}
    assert refused(nginx.CHECKER, "include conf.d/*;", files) == []


def test_a_wild_card_does_not_cross_a_slash() -> None:
    assert refused(nginx.CHECKER, "include /srv/*;", {"/srv/a/b": ""}) != []
    assert refused(nginx.CHECKER, "include /srv/*;", {"/srv/a": ""}) == []
