import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from faircopy.markdown.document import parse_document
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.groups import checker_for
from faircopy.snippets.model import Snippet
from faircopy.snippets.reading.info_strings import is_ours, parse_other
from faircopy.snippets.reading.read import read_snippets

INFO_STRINGS = ROOT / "tests/cases/snippets/info_strings.tsv"
NAMES = [checker.name for checker in all_checkers()]


def read(text: str, path: str = "a.md") -> tuple[list[Snippet], list[str]]:
    snippets, wrong = read_snippets(parse_document(path, text), NAMES, strict=False)
    return snippets, [str(one) for one in wrong]


def only(text: str, path: str = "a.md") -> Snippet:
    (snippet,), wrong = read(text, path)
    assert wrong == []
    return snippet


@pytest.mark.parametrize(
    ("info", "language", "hint"),
    [
        # Hugo
        ('yaml {title="compose.yml"}', "yaml", "compose.yml"),
        ('yaml{title="compose.yml"}', "yaml", "compose.yml"),
        ('yaml {title="httproute.yaml', "yaml", "httproute.yaml"),
        ('sh {file="build.sh" copy=true}', "sh", "build.sh"),
        ("go {linenos=table,hl_lines=[8,15-17],linenostart=199}", "go", ""),
        ("{linenos=table}", "", ""),
        ("{2,4-6}", "", ""),
        # Docusaurus
        ('js title="docusaurus.config.js" {1-4} showLineNumbers', "js", "docusaurus.config.js"),
        ("jsx live noInline", "jsx", ""),
        ("ts twoslash", "ts", ""),
        # VitePress
        ("js{1,4,6-8}", "js", ""),
        ("ts:line-numbers=2 {1}", "ts", ""),
        ("ts:no-line-numbers", "ts", ""),
        ("json [package.json]", "json", "package.json"),
        ("sh [npm]", "sh", ""),
        # Starlight
        ('diff lang="js"', "diff", ""),
        ('js ins={8} del={2} /size="\\w+"/', "js", ""),
        # MkDocs Material
        ('yaml title=".meta.yml" linenums="1" hl_lines="2 3"', "yaml", ".meta.yml"),
        ('{ .yaml .annotate title="mkdocs.yml" }', "yaml", "mkdocs.yml"),
        ("{ .annotate .yaml }", "yaml", ""),
        ('title="Content tabs"', "", ""),
        ('title="pyproject.toml"', "", "pyproject.toml"),
        # Traefik's documentation
        ('yaml tab="File (YAML)"', "yaml", ""),
        # rustdoc, mdBook
        ("rust,no_run", "rust", ""),
        ("rust,edition2021,editable", "rust", ""),
        # Zola
        ("scss, linenos, linenostart=10, hl_lines=3-4 8-9, hide_lines=2 7", "scss", ""),
        ("yaml,name=config.yaml", "yaml", "config.yaml"),
        # GitLab, GitHub
        ("shell script", "shell", ""),
        ("yaml+jinja", "yaml+jinja", ""),
        # Jekyll, kramdown and highlighters
        ("{.language-yaml}", "yaml", ""),
        ("language-json", "json", ""),
        # Pandoc, Quarto
        ('{.yaml filename="_quarto.yml"}', "yaml", "_quarto.yml"),
        ('{#lst-pandas .python lst-cap="Pandas"}', "python", ""),
        ('{.python .numberLines startFrom="100"}', "python", ""),
        ("{=html}", "html", ""),
        ("{{python}}", "python", ""),
        # R Markdown
        ("{r, fig.width=7, fig.height=4}", "r", ""),
        ('{r context="setup", error=TRUE}', "r", ""),
        ("{bash setup, eval=FALSE}", "bash", ""),
        # MyST, Sphinx
        ("{code-block} yaml", "yaml", ""),
        ("{code-block}", "", ""),
        ("{code-cell} ipython3", "python", ""),
        ("{note} Mind the gap", "note", ""),
        ("{py:function} send(sender, priority)", "py:function", ""),
        # What is none of them
        ("", "", ""),
        ("<script>", "", ""),
        ("12:15:src/app.ts", "", ""),
        ("src/app.ts", "", ""),
        ("C++", "c++", ""),
        ('yaml title="../../etc/passwd.yml"', "yaml", ""),
    ],
)  # fmt: skip
def test_other_programs_are_understood(info: str, language: str, hint: str) -> None:
    snippet = only(f"~~~{info}\nx\n~~~\n")
    assert (snippet.language, snippet.hint, snippet.code, snippet.file) == (language, hint, "x\n", None)
    assert snippet.unread == ""


@pytest.mark.parametrize("line", INFO_STRINGS.read_text(encoding="utf-8").splitlines()[1:])
def test_each_of_the_table_is_understood(line: str) -> None:
    info, language, hint = line.split("\t")
    snippet = only(f"~~~{info}\nx\n~~~\n")
    assert (snippet.language, snippet.hint, snippet.unread) == (language, hint, "")


@pytest.mark.parametrize("title", ["Wrong", "\u274c don't", "Falsch", "Before"])
def test_a_title_may_call_the_code_wrong(title: str) -> None:
    assert only(f'```yaml title="{title}"\na: b: c\n```\n').unread == f"its info string says '{title}'"


def test_a_title_that_names_a_file_does_not() -> None:
    assert only('```yaml title="before.yml"\na: b\n```\n').unread == ""


@pytest.mark.parametrize("word", ["ignore", "compile_fail", "should_panic", "does_not_compile"])
def test_what_is_said_to_be_broken_is_not_checked(word: str) -> None:
    assert only(f"```python,{word}\n(\n```\n").unread == f"its info string says '{word}'"
    assert only(f"```python {word}\n(\n```\n").unread
    assert not only(f"```python title={word}.py\n(\n```\n").unread


@pytest.mark.parametrize(
    "info",
    [
        '{.ini fiel="/etc/x"}',
        '{.ini file="/etc/x" expct="fail" error="y"}',
        '{.ini chekc="none" reason="y"}',
        '{.text log="x"}',
        '{.ini file="/etc/../x"}',
        '{file="/etc/" .ini}',
        'bash check="none" reason="a session"',
        'bash {check="none" reason="a session"}',
        'nginx context="server"',
        'ini log="sshd" match="all"',
    ],
)
def test_a_claim_is_read_strictly_in_any_tree(info: str) -> None:
    """A slip must not turn a check off in silence."""
    assert is_ours(info)
    snippets, wrong = read(f"```{info}\nx\n```\n")
    assert (snippets, len(wrong) > 0) == ([], True)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="`\n\r"), max_size=60))
def test_no_other_info_string_is_an_error(info: str) -> None:
    output = parse_other(info.strip())
    assert output.language == output.language.lower()
    snippets, wrong = read(f"```{info}\nx\n```\n")
    assert len(snippets) + len({one.split(":")[1] for one in wrong}) == 1
    assert not wrong or is_ours(snippets[0].language if snippets else info.strip())


@pytest.mark.parametrize(
    ("info", "checker"),
    [
        ('title="compose.yml"', "yaml"),
        ("[package.json]", "json"),
        ('title="Dockerfile"', "dockerfile"),
        ('title="install.sh"', "shell"),
        ('diff title="compose.yml"', None),
        ('text title="package.json"', None),
        ('title="/etc/ssh/sshd_config"', None),  # a part of it more often than all of it
        ('title="My file"', None),
    ],
)
def test_a_name_says_the_kind_where_no_language_does(info: str, checker: str | None) -> None:
    found = checker_for(only(f"```{info}\nx\n```\n"), all_checkers())
    assert (found.name if found else None) == checker


def test_options_of_cells_are_no_code_and_move_no_line() -> None:
    assert only("```{code-block} yaml\n:linenos:\n:caption: mkdocs.yml\n\na: 1\n```\n").code == "\n\n\na: 1\n"
    assert only("```{code-block} yaml\n:caption: mkdocs.yml\na: 1\n```\n").hint == "mkdocs.yml"
    assert only("```{code-cell} python\n---\ntags: [x]\n---\na = 1\n```\n").code == "\n\n\na = 1\n"
    assert only("```{python}\n#| echo: false\n#| filename: a.py\na = 1\n```\n").code == "\n\na = 1\n"
    assert only("```yaml\n---\na: 1\n---\n```\n").code == "---\na: 1\n---\n"


def test_commands_of_notebooks_are_no_python() -> None:
    assert only("```{python}\nif x:\n    !pip install y\n%matplotlib inline\n```\n").code == "if x:\n    pass\npass\n"
    assert only("```{code-cell}  ipython3\n%%bash\nls\n```\n").unread == "it is a cell for '%%bash'"
    assert only("```python\n!pip install y\n```\n").code == "!pip install y\n"


def test_a_fence_without_an_end_and_one_in_html_are_counted() -> None:
    assert only("```json\n{\n").unread == "it is never closed"
    assert only("<details>\n```json\n{\n```\n</details>\n").unread == "it stands in HTML, where Markdown has no fences"


def test_mdx_has_no_html_and_no_indented_code() -> None:
    text = "<Tabs>\n  <TabItem>\n    ```json\n    {}\n    ```\n  </TabItem>\n</Tabs>\n"
    assert only(text, "a.mdx").code == "{}\n"
    assert only(text).unread
