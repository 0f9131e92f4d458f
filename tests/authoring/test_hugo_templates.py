"""A site's own shortcodes are filled in where their templates only fill in words; nothing else is run or guessed."""

from pathlib import Path

import pytest

from faircopy.authoring.importing.hugo import read_hugo
from faircopy.authoring.importing.hugo_templates import expanded, marked, parsed
from faircopy.authoring.importing.source_tree import SourceTree

TEMPLATES = {
    "note": '<div class="note {{ .Get 0 }}">\n  {{ .Inner | markdownify }}\n</div>',
    "raw": "{{/* as it is */}}\n{{- .Inner -}}\n",
    "pic": '<img src="{{ .Get "src" }}"{{ with .Get "alt" }} alt="{{ . }}"{{ else }} alt=""{{ end }}>'
    "{{ if .Get `c` }}!{{ end }}",
    "list": "{{ range .Site.Pages }}{{ .Title }}{{ end }}",
}  # fmt: skip


def source(folder: Path, text: str) -> SourceTree:
    files = {f"layouts/shortcodes/{name}.html": template for name, template in TEMPLATES.items()}
    files |= {"hugo.toml": "", "content/posts/a.md": f"+++\ntitle = 'A'\ndate = 2020-01-02\n+++\n{text}\n"}
    for path, words in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(words, encoding="utf-8")
    return SourceTree(folder)


@pytest.mark.parametrize(
    ("before", "after", "notes"),
    [
        (
            "{{< note warn >}}\n**a**\n{{< /note >}} b",
            '<div class="note warn"> \n\n**a**\n\n </div> b',
            [],
        ),
        ('{{% note "x\\"<y" %}}a{{% /note %}}', '<div class="note x&quot;&lt;y"> a </div>', []),
        ("{{< raw >}}<b>a</b>{{< /raw >}}{{< RAW />}}", "<b>a</b>", []),
        ('{{< pic src="a b.png" alt="A & B" c=1 >}}', '<img src="a b.png" alt="A &amp; B">!', []),
        ("{{< raw >}}{{< pic\n  src=a.png >}}{{< /raw >}}", '<img src="a.png" alt="">', []),
        ("`{{< pic >}}` {{</* pic src=x */>}}", "`{{< pic >}}` {{< pic src=x >}}", []),
        ("```\n{{< pic src=x >}}\n```", "```\n{{< pic src=x >}}\n```", []),
        ("{{< note >}} a", "{{< note >}} a", []),
        ("a {{< /note >}}", "a {{< /note >}}", []),
        ("\x0e< pic src=x >\x0f", "< pic src=x >", []),
        ("{{< list >}} {{< other >}}", "{{< list >}} {{< other >}}", ["list", "other"]),
    ],
)  # fmt: skip
def test_own_shortcodes(tmp_path: Path, before: str, after: str, notes: list[str]) -> None:
    (text,) = read_hugo(source(tmp_path, before)).texts
    assert text.text.strip() == after
    assert [one.fact.split("'")[1].strip("{}<> ") for one in text.notes] == notes


def test_shortcodes_of_a_theme_are_filled_in_where_the_site_has_none_of_that_name(tmp_path: Path) -> None:
    tree = source(tmp_path, "{{< list >}} {{< mark >}} {{< raw >}}b{{< /raw >}}")
    for name in ("list", "mark", "raw"):
        file = tmp_path / f"themes/plain/layouts/shortcodes/{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"of the theme: {name}", encoding="utf-8")
    for theme, after in (
        ('"plain"', "of the theme: mark"),
        ('["other", "plain"]', "of the theme: mark"),
        ('".."', "{{< mark >}}"),
    ):
        (tmp_path / "hugo.toml").write_text(f"theme = {theme}", encoding="utf-8")
        assert read_hugo(tree).texts[0].text.strip() == f"{{{{< list >}}}} {after} b"


@pytest.mark.parametrize(
    "template",
    ["{{ end }}", "{{ if .Get 0 }}a", "{{ .Get 0", "{{ .Page.Title }}", "{{ .Get 0 | readFile }}",
     "{{ partial `a` . }}",
     "{{ if eq (.Get 0) 1 }}a{{ end }}", "{{ if .Get 0 }}a{{ else }}b{{ else }}c{{ end }}", "{{ .Inner }}" * 3,
     "{{ if .Get 0 }}" * 20 + "{{ end }}" * 20, "{{ if .Get 0 }}" * 3000, "{{ " * 100_000,
     "a {{ b {{ .Get 0 }}", "{{/* {{ .Get 0 }} */}}"],
)  # fmt: skip
def test_a_template_that_does_more_is_not_taken(template: str) -> None:
    assert parsed(template) is None


@pytest.mark.slow
def test_a_text_does_not_grow_without_end() -> None:
    twice, many = parsed("{{ .Inner }}{{ .Inner }}"), parsed("{{ .Get 0 }}" * 300)
    assert twice
    assert many
    nested = marked("{{< a >}}") * 40 + "x" * 1000 + marked("{{< /a >}}") * 40
    assert len(expanded(nested, {"a": twice})) < 40_000
    assert len(expanded(marked(f"{{{{< a {'x' * 500} >}}}}") * 2000, {"a": many})) < 20_000_000
    assert expanded(marked("{{< a >}}") * 20_000, {"a": twice}) == "{{< a >}}" * 20_000
