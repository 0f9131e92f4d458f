"""The facts of the six articles, as they stand in the page."""

import re

import pytest

from pages import Page

pytestmark = pytest.mark.slow

SIZES = "238 239 242 244 236 236 236 236 237 237 237 237 231 232 233 232 233 233 229 233 229 228 231 231"


def code_blocks(page: Page) -> list[str]:
    return [node.text() for node in page.tree.css("article pre > code")]


def test_the_log_sample_has_all_its_lines(page: dict[str, Page]) -> None:
    (log,) = [code for code in code_blocks(page["2017/09/fail2ban/"]) if "Jorgee" in code]
    lines = log.splitlines()
    assert [line.split('" 301 ')[1].split()[0] for line in lines] == SIZES.split()
    seconds = [re.search(r"01/Sep/2017:(00:5[12]):(\d\d) \+1200", line) for line in lines]
    per_second = [found[2] for found in seconds if found]
    assert [per_second.count(second) for second in ("58", "59", "00", "01", "02")] == [1, 6, 6, 5, 6]
    for line in lines:
        assert re.fullmatch(
            r'203\.0\.113\.\d+ - - \[01/Sep/2017:00:5\d:\d\d \+1200\] "HEAD http://198\.51\.100\.7/\S* HTTP/1\.1" '
            r'301 \d+ "-" "Mozilla/5\.0 Jorgee"',
            line,
        )


def test_the_filter_has_what_was_eaten(page: dict[str, Page]) -> None:
    filters = [code for code in code_blocks(page["2017/09/fail2ban/"]) if "failregex" in code]
    assert "[Definition]" in filters[0]
    assert "^<HOST> -" in filters[0]
    assert "ignoreregex" in filters[0]
    assert "Dave Moskovitz" in filters[0]


def test_the_jail_is_whole(page: dict[str, Page]) -> None:
    (jail,) = [code for code in code_blocks(page["2017/09/fail2ban/"]) if "[apache-numeric]" in code]
    for option in ("enabled", "filter", "action", "logpath", "bantime", "maxretry"):
        assert re.search(rf"^{option} *= *\S", jail, re.MULTILINE), option
    assert "/var/log/apache2/*/access.log" in jail
    assert "ApacheNumeric" in jail


def test_the_shortened_command_ends_where_it_was_cut(page: dict[str, Page]) -> None:
    commands = code_blocks(page["2011/03/kubuntu-on-a-thinkpad/"])
    assert "ln -s /usr/share/kde4/apps/bluedevil/bluedevil.notifyrc \\\n" in commands


def test_the_checklist_has_eight_sections_and_49_questions(page: dict[str, Page]) -> None:
    article = page["2016/08/tech-due-diligence/"].first("article")
    sections = {
        "Architecture": 6, "Performance": 3, "Scalability": 7, "Security": 8,
        "Development processes": 9, "Maintainability": 8, "Licensing issues": 5, "Other": 3,
    }  # fmt: skip
    questions: dict[str, list[str]] = {}
    for node in article.css("checklist-app h2, checklist-app fieldset"):
        if node.tag == "h2":
            questions[node.text().strip()] = []
        else:
            list(questions.values())[-1].append(str(node.attributes["id"]))
    assert {title: len(ids) for title, ids in questions.items()} == sections
    ids = [id_ for section in questions.values() for id_ in section]
    assert len(set(ids)) == 49


@pytest.mark.parametrize(
    "quotation",
    [
        "an implementation should be conservative in its sending behavior, and liberal in its receiving behavior",
        (
            "Speak little; listen much; think far more of understanding hearts and of adapting yourself to their "
            "needs than of saying clever things to them. Show that you have an open mind, and let everyone see by "
            "experience that there is safety and consolation in opening his mind to you. Avoid extreme severity, and "
            "reprove, where necessary, with caution and gentleness. Never say more than is needed, but let whatever "
            "you say be said with entire frankness. Let no one fear to be deceived by trusting you … And correct "
            "yourself, for the sake of correcting others."
        ),
    ],
)
def test_quotations_are_exact(page: dict[str, Page], quotation: str) -> None:
    quotes = page["2014/08/speak-little-listen-much/"].tree.css("blockquote > p:first-child")
    assert quotation in [" ".join(quote.text().split()) for quote in quotes]


@pytest.mark.parametrize(
    ("path", "expected", "retold"),
    [
        ("2017/09/fail2ban/", "September 2017", "in September 2017"),
        ("2016/08/tech-due-diligence/", "29 August 2016", "on 29 August 2016"),
        ("2015/08/internet-in-nz/", "about 2015", "about 2015"),
        ("2014/08/speak-little-listen-much/", "17 August 2014", "on 17 August 2014"),
        ("2011/07/famous-for-fifteen-seconds/", "3 July 2011", "on 3 July 2011"),
        ("2011/03/kubuntu-on-a-thinkpad/", "15 March 2011", "on 15 March 2011"),
    ],
)
def test_dates_are_no_more_exact_than_known(page: dict[str, Page], path: str, expected: str, retold: str) -> None:
    article = page[path].first("article")
    times = {" ".join(node.text().split()) for node in article.css("time")}
    assert times == {expected.removeprefix("about ")}
    text = " ".join(article.text().split())
    assert expected in text
    assert "Retold from the article first published on dave.moskovitz.co.nz" in text
    assert retold in text


def test_a_checklist_that_was_no_article_says_that_it_is_new(page: dict[str, Page]) -> None:
    article = page["2026/11/before-you-publish-a-fail2ban-rule/"].first("article").text()
    assert "This checklist is new with this site" in article
    assert "Retold from" not in article
    assert "written by" not in page["2026/11/before-you-publish-a-fail2ban-rule/"].first(".site-footer").text()
    assert page["2026/11/before-you-publish-a-fail2ban-rule/"].meta("author") == "Faircopy"
    assert page["2026/11/before-you-publish-a-fail2ban-rule/"].first(".p-author").text() == "Faircopy"
