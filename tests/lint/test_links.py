from pathlib import Path

import pytest

from faircopy.content.settings import Site
from faircopy.lint.links import find_links
from faircopy.lint.rules import image_without_words, reference_unknown
from faircopy.lint.rules.link_targets import check_targets
from faircopy.markdown.document import parse_document
from rulecases import found_by, site_of_documents

HEAD = "Title: x\nDate: 2018-03-04\nSlug: x\nSummary: x\n\n"
LINE = HEAD.count("\n") + 1


def links(text: str) -> list[tuple[str, int, int]]:
    return [(link.target, link.line, link.column) for link in find_links(parse_document("a.md", text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.csv)", [("b.csv", 1, 5)]),
        ("A [a](b.csv 'title') and\n![c](d.png)", [("b.csv", 1, 7), ("d.png", 2, 6)]),
        ("[a](b) [a](b)", [("b", 1, 5), ("b", 1, 12)]),
        ("[b](b) [![b](c)](b)", [("b", 1, 5), ("b", 1, 18), ("c", 1, 14)]),
        ("[`](x)`](y)", [("y", 1, 10)]),  # the first is code
        ("[a][b]\n\n[b]: https://example.org/x", [("https://example.org/x", 3, 6)]),
        ("[b]\n\n[B]: <c d>", [("c d", 3, 7)]),
        ("<https://example.org>", [("https://example.org", 1, 2)]),
        ("> - [a]({attach}b.csv)", [("{attach}b.csv", 1, 9)]),
        ("!!! note\n    [a](b)", [("b", 2, 9)]),
        ("Words[^1]\n\n[^1]: Note [a](b)", [("b", 3, 16)]),
        ("Words[^1]\n\n[^1]: Note", []),
        ("| [a](b) | c |\n| --- | --- |", [("b", 1, 7)]),
        ("## Heading [a](b) ##", [("b", 1, 16)]),
        ("<a href='b'>a</a> <img src=c alt=''>", [("b", 1, 10), ("c", 1, 28)]),
        ('<div>\n<a href="b">\n</div>', [("b", 2, 10)]),
        ('<a id="x"></a> <video><source src="c"></video>', [("c", 1, 36)]),
        ("`[a](b)` <!-- [a](b) -->\n\n    [a](b)\n\n```\n[a](b)\n```", []),
        ("[a](b\\(c)", [("b(c", 1, 1)]),  # its place is its paragraph's
    ],
)
def test_links_are_found_with_their_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize("text", ["![](a.png)", "![ ](a.png)", "<img src=a.png>", "<p><IMG SRC='a.png'></p>"])
def test_an_image_without_words_is_told(text: str) -> None:
    assert [one.diagnostic.code for one in found_by(image_without_words, text=text)] == ["PR301"]


@pytest.mark.parametrize(
    "text", ["![a](a.png)", '<img src="a.png" alt="">', "<img alt='a' src='a.png'>", "`![](a.png)`"]
)
def test_an_image_with_words_or_for_decoration_is_not(text: str) -> None:
    assert found_by(image_without_words, text=text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a][b]", ["1:5 PR206"]),
        ("[a][B c]\n\n[b  C]: d", []),
        ("`[a][b]`", []),
        ("array[1][^2] and [a][]", []),
    ],
)
def test_an_address_that_is_not_defined_is_told(text: str, expected: list[str]) -> None:
    found = [finding.diagnostic for finding in found_by(reference_unknown, text=text)]
    assert [f"{one.line}:{one.column} {one.code}" for one in found] == expected


FILES = (
    "posts/2018/x/index.md",
    "posts/2018/x/a.png",
    "posts/2018/y/index.md",
    "pages/about.md",
    "posts/2018/z/index.md",
    "posts/2018/x/cafe\u0301.png",  # as macOS may write it
)


def reported(text: str, site: Site | None = None) -> list[str]:
    site = site or Site(roots=("https://site.org/blog",), fixed=("", "archives/"))
    documents = [
        parse_document("content/posts/2018/x/index.md", HEAD + text),
        parse_document("content/posts/2018/y/index.md", HEAD.replace("Slug: x", "Slug: y") + "## Part\n"),
        parse_document("content/pages/about.md", "Title: x\nSlug: about\n\n"),
        parse_document("content/posts/2018/z/index.md", HEAD.replace("Slug: x", "Slug: z\nStatus: draft")),
    ]
    files = [Path("content", name) for name in FILES]
    context = site_of_documents([(one, "posts" in one.path) for one in documents], files, site)
    found = check_targets(context.documents[0], context)
    return [f"{one.diagnostic.column} {one.diagnostic.code} {one.diagnostic.hint}" for one in found]


@pytest.mark.parametrize(
    "target",
    [
        "{attach}a.png", "{static}/posts/2018/x/a.png", "{filename}../y/index.md", "{filename}/pages/about.md",
        "|filename|../y/index.md", "{filename}../y/index.md#part", "{filename}../y/index.md#top", "../y/", "../y/#part",
        "../../../about/", "../../../archives/", "../../../category/notes/", "{index}", "{tag}linux", "{category}Notes",
        "mailto:a@example.org", "https://example.org/", "https://site.org/", "https://site.org/blogs/",
        "../y", "b.csv",
        "snippet-1.tar", "//example.org/x", "#", "http://example.org", "HTTPS://example.org/a//b", "tel:1", "sftp://x",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_not_told(target: str) -> None:
    assert reported(f"[a]({target})") == []


@pytest.mark.parametrize(
    ("link", "code", "hint"),
    [
        ("[a]({attach}b.png)", "PR201", "did you mean 'posts/2018/x/a.png'?"),
        ("[a]({filename}none)", "PR201", "write '{attach}picture.png' for a file beside the post"),
        ("[a]({filename}../../../../x.md)", "PR201", ""),
        ("[a]({attach}A.png)", "PR203", "write 'a.png'"),
        ("[a]({filename}/Posts/2018/y/index.md)", "PR203", "write '/posts/2018/y/index.md'"),
        ("[a]({filename}../Y/index.md)", "PR203", "write '../y/index.md'"),
        ("![a](A%2Epng)", "PR203", ""),
        ("![a]({attach}caf\u00e9.png)", "PR203", "write 'cafe\u0301.png'"),
        ("![a]({attach}CAF\u00c9.png)", "PR203", "write 'cafe\u0301.png'"),
        ("[a](#none)", "PR202", "a heading's anchor is its words"),
        ("[a]({filename}../y/index.md#prat)", "PR202", "did you mean '#part'?"),
        ("[a](../y/#prat)", "PR202", "did you mean '#part'?"),
        ("[a]({filename}../z/index.md)", "PR204", "publish that first"),
        ("[a](a.png)", "PR201", "write '{attach}a.png'"),
        ("[a](../y/index.md)", "PR201", "write '{filename}../y/index.md'"),
        ("[a](../none/)", "PR201", ""),
        ("[a](../none.md)", "PR201", ""),
        ("![a](b.png)", "PR201", "did you mean 'posts/2018/x/a.png'?"),
        ("[a](https://site.org/blog/2018/03/y/#part)", "PR205", "write '{filename}/posts/2018/y/index.md#part'"),
        ("[a](http://site.org/blog/about/)", "PR205", "write '{filename}/pages/about.md'"),
        ("[a](//site.org/blog)", "PR205", "write where it is from here, or '{index}' for the home page"),
        ("[a](/blog/about/)", "PR205", "write '{filename}/pages/about.md'"),
        ("[a](/about/)", "PR205", "write '{filename}/pages/about.md'"),
        ("[a](https://site.org/blog/none/)", "PR201", ""),
        ("![a](/images/none.png)", "PR201", "write '{attach}picture.png' for a file beside the post"),
        ("[a](/blog/none%20b.pdf#page=2)", "PR201", ""),
        ("[a](https://site.org/blog/none)", "PR201", ""),
        ("[a](_posts/2018-01-01-none)", "PR201", ""),
        ("[a](/blog/about)", "PR205", ""),
        ("[a](/images/a.png)", "PR205", ""),
        ("[a](/theme/css/a.png)", "PR205", ""),
        ("[a]()", "PR201", "write one, or take the link out"),
        ("![a]()", "PR201", "write one, or take the link out"),
        *(
            (f"[a]({address})", "PR201", "correct the host or its port")
            for address in (
                "http://[::1/",
                "http://[zz]/",
                "//[x",
                "http://a\u2100/",
                "http://a:99999/",
                "https://a:x/",
            )
        ),
        ("[a](www.example.org)", "PR201", "did you mean 'https://www.example.org'?"),
        ("[a](http//example.org)", "PR201", "did you mean 'http://example.org'?"),
        ("[a](https:/example.org)", "PR201", "did you mean 'https://example.org'?"),
        ("[a](htps://example.org)", "PR201", "did you mean 'https://example.org'?"),
        ("[a](mailt:a@example.org)", "PR201", "did you mean 'mailto:a@example.org'?"),
    ],
)
def test_a_link_that_does_not_is_told_at_its_place(link: str, code: str, hint: str) -> None:
    (found,) = reported(link)
    column, told_code, told_hint = found.split(" ", 2)
    assert (int(column), told_code) == (link.index("](") + 3, code)
    assert told_hint.startswith(hint)


def test_what_another_site_serves_nobody_knows() -> None:
    document = parse_document("content/posts/2018/x/index.md", HEAD + "[a](/x/none.png) [b](/none) [c](none)")
    site = site_of_documents([(document, True)], [Path(document.path)], Site(house_rules=False))
    assert [one.diagnostic.code for one in check_targets(site.documents[0], site)] == ["PR205", "PR205"]


def test_a_draft_may_have_links_that_no_build_follows_yet() -> None:
    text = HEAD.replace("Slug: x", "Slug: x\nStatus: draft") + "[a](/x/none.png) [b](Link) [c](../none/)"
    document = parse_document("content/posts/2018/x/index.md", text)
    site = site_of_documents([(document, True)], [Path(document.path)])
    assert [one.diagnostic.code for one in check_targets(site.documents[0], site)] == ["PR205", "PR201"]


def test_a_snippet_is_offered_by_its_name() -> None:
    text = HEAD + '[a](Dockerfile)\n\n```dockerfile {file="/srv/Dockerfile"}\nFROM a\n```\n'
    document = parse_document("content/posts/2018/x/index.md", text)
    site = site_of_documents([(document, True)], [Path(document.path)])
    assert list(check_targets(site.documents[0], site)) == []


def test_a_draft_may_link_to_drafts() -> None:
    text = HEAD.replace("Slug: x", "Slug: x\nStatus: draft") + "[a]({filename}../z/index.md)"
    document = parse_document("content/posts/2018/x/index.md", text)
    other = parse_document("content/posts/2018/z/index.md", HEAD.replace("Slug: x", "Slug: z\nStatus: draft"))
    site = site_of_documents([(document, True), (other, True)], [Path(document.path), Path(other.path)])
    assert list(check_targets(site.documents[0], site)) == []
