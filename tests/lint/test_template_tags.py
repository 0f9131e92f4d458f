import pytest

from faircopy.lint.rules import template_tag
from rulecases import found_by


def found(text: str) -> list[tuple[int, int, str]]:
    results = [one.diagnostic for one in found_by(template_tag, text=text)]
    return [(one.line, one.column, one.message.split("tag '")[1].split("' here")[0]) for one in results]


@pytest.mark.parametrize(
    "tag",
    [
        "{% include_code a.py %}",
        "{%- if x -%}",
        "{% raw %}",
        "{{ page.title }}",
        "{{ site.url | prepend: '/x' }}",
        "{{.Title}}",
        "{{site.baseurl}}",
        '{{< figure src="a.png" title="A {b}" >}}',
        "{{< /highlight >}}",
        "{{% notice tip %}}",
    ],
)
@pytest.mark.parametrize("before", ["", "Words and ", "- item ", "> quote ", "## Head ", "| a | ", "<p>"])
def test_a_tag_is_told_wherever_it_stands(tag: str, before: str) -> None:
    assert found(f"words\n\n{before}{tag}\n") == [(3, len(before) + 1, tag)]


@pytest.mark.parametrize(
    "text",
    [
        "`{% raw %}` and ``{{ x }}``",
        "```\n{{< youtube abc >}}\n```",
        "    {% include x %}",
        "[a]({filename}/b.md) and {: .class } and { x }",
        "A formula: $x^{{a}}$ and 50{% of it",
        "<!-- {% comment %} -->",
        "\\begin{{align}}",
    ],
)
def test_what_is_no_tag_is_left_alone(text: str) -> None:
    assert found(f"{text}\n") == []


@pytest.mark.parametrize(
    ("tag", "remedy"),
    [
        ("{% highlight ruby %}", "a fence"),
        ("{% endhighlight %}", "a fence"),
        ('{{< ref "a.md" >}}', "{filename}"),
        ("{% gist 1 %}", "link to it"),
        ("{% unheard of %}", "what it stood for"),
    ],
)
def test_the_hint_says_what_to_write(tag: str, remedy: str) -> None:
    (one,) = (one.diagnostic for one in found_by(template_tag, text=tag))
    assert remedy in (one.hint or "")
