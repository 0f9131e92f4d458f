"""What the importer makes of HTML and of template tags: nothing that a reader saw is lost, and code is left alone."""

import html
from datetime import date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from faircopy.authoring.importing.foreign_matter import ForeignMatter, read_moment, split_matter
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.front_matter import first_words, unwrapped, written_date
from faircopy.authoring.importing.jekyll import read_jekyll
from faircopy.authoring.importing.liquid import liquid
from faircopy.authoring.importing.old_html import without_old_html
from faircopy.authoring.importing.placing import ExistingTexts
from faircopy.authoring.importing.plan import plan_of, without_title
from faircopy.authoring.importing.shortcodes import HUGO
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.authoring.importing.template_tags import TagConverter, TagLanguage, one_line
from faircopy.authoring.importing.wordpress import paragraphs, without_shortcodes
from faircopy.content.settings import Site

MATTER = ForeignMatter("", fields={"title": "A title"})
SETTINGS = {"name": "Site", "pages": ["x"]}
LIQUID = liquid(MATTER, "A title", SETTINGS)
WORDS = st.text(st.sampled_from("ab1 .-+*_`#>&<;:!\\[](){}|~=\"'\n"), max_size=40)
CODE = st.lists(st.text(st.sampled_from("ab <>&`*_#-\t"), max_size=12), min_size=1, max_size=4)


def seen(markdown: str) -> str:
    """Return the words that a reader of Markdown sees."""
    shown = MarkdownIt("commonmark").enable("table").render(markdown)
    return " ".join(BeautifulSoup(shown, "html.parser").get_text().split())


@given(WORDS)
def test_words_of_a_paragraph_are_seen_as_before(words: str) -> None:
    page = f"<p>{html.escape(words)}</p>"
    assert seen(markdown_of(page)[0]) == " ".join(words.split())


@given(CODE)
def test_code_is_the_same_byte_for_byte(lines: list[str]) -> None:
    code = "\n".join(["x", *lines, "y"])
    made, _ = markdown_of(f'<p>a</p><pre><code class="language-ini">{html.escape(code)}</code></pre>')
    blocks = [one for one in MarkdownIt("commonmark").parse(made) if one.type == "fence"]
    assert [(one.info, one.content) for one in blocks] == [("ini", f"{code}\n")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>2019. It began</p>", "2019\\. It began\n"),
        ("<ul><li><p>a</p><pre>x\n  y</pre></li></ul>", "- a\n\n    ```\n    x\n      y\n    ```\n"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b\n"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |\n"),
        ('<div class="highlight-python"><div class="highlight"><pre>x</pre></div></div>', "```python\nx\n```\n"),
        ('<pre class="brush: bash; gutter: false">x</pre>', "```bash\nx\n```\n"),
        ('<pre class="code ini literal-block">x</pre>', "```ini\nx\n```\n"),
        ('<img src="a.png" alt="A [b] &lt;c&gt;" title="&lt;d&gt;">', '![A (b) &lt;c>](a.png "&lt;d>")\n'),
        ("<p>a<sup>2</sup> H<sub>2</sub>O</p>", "a<sup>2</sup> H<sub>2</sub>O\n"),
        ("<pre lang='java'>List<String> a;\nb &lt; c</pre>", "```java\nList<String> a;\nb < c\n```\n"),
        ("<pre><b>a</b> &lt;c&gt;</pre>", "```\na <c>\n```\n"),
    ],
)
def test_html(before: str, after: str) -> None:
    assert markdown_of(before)[0] == after


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (
            '<object><param name="movie" value="m"><embed src="https://v.example/1"></object>',
            "[https://v.example/1](https://v.example/1)\n",
            ["object", "embed https://v.example/1"],
        ),
        ('<video controls><source src="a.mp4"></video>', "[a.mp4](a.mp4)\n", ["video a.mp4"]),
        ('<iframe src="javascript:x()"></iframe>b', "b\n", ["iframe javascript:x()"]),
        ("<form><video src='a.mp4'></video></form>b", "b\n", ["form", "video a.mp4"]),
    ],
)
def test_players_one_in_the_other(before: str, after: str, lost: list[str]) -> None:
    assert markdown_of(before) == (after, [f"'{one}' has no Markdown, and is a link or nothing" for one in lost])


def convert(text: str, language: TagLanguage = LIQUID) -> tuple[str, list[str]]:
    converter = TagConverter(language, "x.md", 1)
    return converter.convert(text), [
        f"{note.line}: {note.fact.partition(' is no tag')[0].partition(';')[0]}" for note in converter.notes
    ]


@pytest.mark.parametrize(
    ("before", "after", "notes"),
    [
        ("{{ page.title }} {{site.name}} {{ site.url }}/x {{ '/y' | absolute_url }}", "A title Site /x /y", []),
        ("a `{{ b }}` ``{% c %}``", "a `{{ b }}` ``{% c %}``", []),
        ("```\n{{ b }}\n```\n{{ b }}", "```\n{{ b }}\n```\n{{ b }}", ["4: '{{ b }}'"]),
        ("{% raw %}\n```\n{{ b }}\n```\n{% endraw %}", "```\n{{ b }}\n```", []),
        ("{% highlight js %}\nlet a = `x`;\n```\n{% endhighlight %}", "````js\nlet a = `x`;\n```\n````", []),
        ("{% highlight js %}let a;{% endhighlight %} b", "```js\nlet a;\n```\n\n b", []),
        ("{% codeblock A title lang:js %}\nlet a;\n{% endcodeblock %}", "```js\nlet a;\n```", []),
        ("{% codeblock %}\nlet a;\n{% endcodeblock %}", "```\nlet a;\n```", []),
        ("{% codeblock a.js http://x.example/a.js %}\nb\n{% endcodeblock %}", "```\nb\n```", []),
        ("a\n{% highlight js %}\nlost", "a\n```js\nlost\n```", ["2: '{% highlight js %}' has no end"]),
        ('{% include figure.html src="/a b.png" alt="A" %}', "![A](</a b.png>)", []),
        ("{% youtube abc %}", "[Video at YouTube](https://www.youtube.com/watch?v=abc)", []),
        ("{% if a %}b{% endif %}", "{% if a %}b{% endif %}", ["1: '{% if a %}'", "1: '{% endif %}'"]),
        ("{{ site.pages }}", "{{ site.pages }}", ["1: '{{ site.pages }}'"]),
        ("100% {not} a %} tag {{", "100% {not} a %} tag {{", []),
    ],
)  # fmt: skip
def test_liquid(before: str, after: str, notes: list[str]) -> None:
    assert convert(before) == (after, notes)


INCLUDES = {
    "JB/setup": "{% capture a %}{% comment %}x{% endcomment %}<!-- {% capture b %}y{% endcapture %} -->{% endcapture %}"
    "{% assign a = nil %}",
    "box.html": '<p class="box">{{ include.text | escape }}{% if include.link %} <a href="{{ site.baseurl }}'
    '{{ include.link }}">{% if include.label %}{{ include.label }}{% else %}more{% endif %}</a>{% endif %}</p>',
    "words.md": "Some *words* at {{ site.name }}.",
    "loop.html": "{% for post in site.posts %}{{ post.title }}{% endfor %}",
    "raises.html": "{{ 'x' | append: include.a | raise_error }}",
    "unless.html": "{% unless include.a %}b{% endunless %}",
    "itself.html": "{% include itself.html %}",
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% include JB/setup %}\nText", "Text"),
        ('{% include box.html text="One" %}', "One"),
        ('{% include box.html text="One" link="/x" %}', "One [more](/x)"),
        ("{% include box.html text='One' link='/x' label='All' %}", "One [All](/x)"),
        ("{% include_cached words.md %}", "Some *words* at Site."),
    ],
)
def test_an_include_that_needs_only_its_parameters(before: str, after: str) -> None:
    language = liquid(MATTER, "A title", SETTINGS, lambda name: INCLUDES.get(name, ""))
    assert convert(before, language) == (after, [])


@pytest.mark.parametrize(
    "tag", ["loop.html", "raises.html", "unless.html", "itself.html", "none.html", "box.html text=page.title"]
)
def test_any_other_include_is_no_program_of_ours_and_is_named(tag: str) -> None:
    language = liquid(MATTER, "A title", SETTINGS, lambda name: INCLUDES.get(name, ""))
    before = f"{{% include {tag} %}}"
    assert convert(before, language) == (before, [f"1: '{before}'"])


@pytest.mark.parametrize(
    ("before", "after", "notes"),
    [
        ('{{< figure\n  src="a.png"\n  title="T" >}}\nb', '![T](a.png "T")\nb', []),
        ("{{< highlight sh >}}\nls\n{{< / highlight >}}", "```sh\nls\n```", []),
        ("`{{</* x */>}}` {{%/* y */%}}", "`{{< x >}}` {{% y %}}", []),
        ('{{< x user="a" id="1" >}}', "[Post at X](https://x.com/a/status/1)", []),
        ("{{< gist a 1 >}}", "[Gist at GitHub](https://gist.github.com/a/1)", []),
        ("{{< note >}}a{{</ note >}}", "{{< note >}}a{{</ note >}}", ["1: '{{< note >}}'", "1: '{{</ note >}}'"]),
    ],
)  # fmt: skip
def test_shortcodes(before: str, after: str, notes: list[str]) -> None:
    assert convert(before, HUGO) == (after, notes)


TAGS = st.lists(
    st.sampled_from(
        [
            *("{%", "%}", "{{", "}}", "<", ">", "`", "```\n", "~~~\n", "\n", "a", "{{<", ">}}", "/*", "*/"),
            *(" raw ", " endraw ", " highlight x "),
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(TAGS)
def test_any_text_of_tags_is_read(text: str) -> None:
    for language in (LIQUID, HUGO):
        made, _ = convert(text, language)
        assert without_letters(made) <= without_letters(text)
    without_old_html(text)


def without_letters(text: str) -> int:
    return text.count("a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<center>a</center> `<center>`", "a `<center>`"),
        ("<tt>a</tt>", "<code>a</code>"),
        ("<html><body class='b'>\na</body>", "\na"),
        ("<amp-img alt='A'\n src='a' layout='fill'></amp-img>", "<img alt='A'\n src='a'>"),
        ("<amp-anim src=b />", "<img src=b>"),
        ('<iframe src="//v.example/1" width=1></iframe>', "[https://v.example/1](https://v.example/1)"),
        ("a<script>alert(1)\n</script>b", "a\nb"),
        ('<img src="https://x.example/a.png" alt="A">', '<a href="https://x.example/a.png">A</a>'),
        ('<a href="y"><img\n src="//x.example/a.png"></a>', '<a href="y">Picture\n</a>'),
        ('<img src="a.png">', '<img src="a.png">'),
        ('<div onclick="x()" style="y" class="z">', '<div class="z">'),
        ('[a](b){:target="_blank"} [c](d){:.e target=_blank}', "[a](b) [c](d){:.e}"),
        ("```\n<center>\n```", "```\n<center>\n```"),
        ("a\n<pre lang='x'>\n<tr onclick='y'> <i\n\n &lt;</pre>\nb", "a\n\n```x\n<tr onclick='y'> <i\n\n <\n```\n\nb"),
        ('<pre><code class="language-x"><span>a</span>&lt;</code></pre>', "```x\na<\n```"),
        ("<code>\n<pre>  \n  a <td bgcolor='b'>\n</pre></code>", "```\n  a <td bgcolor='b'>\n```"),
        ("```\n<pre>a</pre>\n```", "```\n<pre>a</pre>\n```"),
        ("a <pre>b</pre>", "a <pre>b</pre>"),
    ],
)
def test_html_that_no_page_may_have(before: str, after: str) -> None:
    assert without_old_html(before)[0] == after


def test_wordpress_keeps_lines_and_code() -> None:
    text, _ = without_shortcodes("a\nb\n\n[code]x &lt; y\n\nz[/code]\n\n<ul>\n<li>c</li>\n</ul>")
    assert markdown_of(paragraphs(text))[0] == "a  \nb\n\n```text\nx < y\n\nz\n```\n\n- c\n"


@pytest.mark.parametrize(
    ("opening", "language"),
    [
        ("[code]", "text"), ("[code lang='php']", "php"), ("[cc c++]", "c++"), ("[csharp]", "csharp"),
        ('[code title="a b" language=\u201cxml\u201d]', "xml"), ('[sourcecode highlight="3"]', "text"),
        ('[PHP firstline="9"]', "php"), ("[plain gutter=0]", "plain"),
    ],
)  # fmt: skip
def test_wordpress_names_the_language_of_code_in_several_ways(opening: str, language: str) -> None:
    name = opening.strip("[]").split()[0]
    text, left = without_shortcodes(f"a\n{opening}\nif (x[0] &lt; List&lt;a>) &amp;\n\n  y\n[/{name}]\nb [c] [r][/x]")
    assert f"```{language}\nif (x[0] < List<a>) &\n\n  y\n```" in markdown_of(paragraphs(text))[0]
    assert left == []
    assert "```xml\n<a>&lt;</a>\n```" in markdown_of(without_shortcodes("[xml]<a>&lt;</a>[/xml]")[0])[0]


@pytest.mark.parametrize(
    ("text", "fields", "line", "body"),
    [
        ("---\na: No\nb: 012\n---\nx", {"a": "No", "b": "012"}, 5, "x"),
        ("+++\na = 2017-01-02\n+++\n\nx", {"a": "2017-01-02"}, 4, "\nx"),
        ('{\n"a": ["b", "c"]\n}\nx', {"a": "b, c"}, 4, "x"),
        ("\n \n+++\na = 1\n+++\nx", {"a": "1"}, 6, "x"),
        ("\n\n# x", {}, 1, "\n\n# x"),
        ("---\na:\t\t\nb: \tc \n- d\te\n---\nx", {}, 6, "x"),
        ("---\na: \t\t\nb:  \tc\nd: \n  - e\tf\t\n---\nx", {"a": "", "b": "c", "d": "e f"}, 7, "x"),
        ("{{< x >}}", {}, 1, "{{< x >}}"),
        ("---\nno end", {}, 1, "---\nno end"),
    ],
)
def test_front_matter(text: str, fields: dict[str, str], line: int, body: str) -> None:
    matter = split_matter(text)
    assert (matter.line, matter.text) == (line, body)
    assert {key: ", ".join(matter.words(key)) or matter.word(key) for key in matter.fields} == fields


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2017-01-02", "2017-01-02T00:00:00"),
        ("2017-01-02 03:04:05 +1300", "2017-01-02T03:04:05+13:00"),
        ("2017-01-02T03:04:05Z", "2017-01-02T03:04:05+00:00"),
        ("Jan 2, 2017", "2017-01-02T00:00:00"),
        ("0001-01-01T00:00:00Z", None), ("0987-06-05", "0987-06-05T00:00:00"),
        ("2017", None), ("12:30", None), ("soon", None), ("", None), ("99999999999", None),
    ],
)  # fmt: skip
def test_a_date_is_not_guessed(text: str, moment: str | None) -> None:
    found = read_moment(text)
    assert (found.isoformat() if found else None) == moment


def test_the_title_is_not_said_twice() -> None:
    assert without_title("\n# A title\n\nText", "a Title") == "\nText"
    assert without_title("A title\n=====\nText", "A title") == "Text"
    assert without_title("# Another\nText", "A title") == "# Another\nText"


def test_what_only_looks_like_a_tag_stays() -> None:
    assert one_line("Use <em>the</em>\n <HOST> tag") == "Use the <HOST> tag"


def test_a_table_is_no_summary() -> None:
    table = "| Name | Where from |\n|---|--:|\n| Marlis | a town by the sea |\n"
    assert first_words(f"{table}\nMarlis was away for a night.\n") == "Marlis was away for a night."
    assert first_words(table) == ""
    assert first_words("A stroke | in a sentence makes no table.\n") == "A stroke | in a sentence makes no table."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('"I came, I saw."', "\u201cI came, I saw.\u201d"),
        ("[archives limit=12]", "(archives limit=12)"),
        ('"a" and "b"', '"a" and "b"'),
        ("it's 'so'", "it's 'so'"),
        ('"', '"'),
    ],
)
def test_a_value_in_quotes_or_brackets_is_no_yaml(value: str, written: str) -> None:
    assert unwrapped(value) == written


def test_an_early_year_has_four_digits() -> None:
    assert written_date(datetime(987, 6, 5)) == "0987-06-05"  # noqa: DTZ001  # of the site


def test_what_nobody_typed_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("", encoding="utf-8")
    (tmp_path / "_posts").mkdir()
    post = tmp_path / "_posts/2020-01-02-a.md"
    post.write_text("\ufeff\ufeff---\ntitle: A\n---\nSo\b it\x7f is.\n", encoding="utf-8")
    plan = plan_of(read_jekyll(SourceTree(tmp_path)), Site(), date(2021, 1, 1), ExistingTexts())
    assert plan.texts[0].text.endswith("\n\nSo it is.\n")
    assert plan.texts[0].text.startswith("Title: A\n")
    assert [one.fact for one in plan.notes] == ["2 invisible control characters were left out"]
