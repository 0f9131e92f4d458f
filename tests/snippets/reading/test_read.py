from faircopy.markdown.document import parse_document
from faircopy.snippets.model import Snippet
from faircopy.snippets.reading.python_2 import IN_PYTHON_2
from faircopy.snippets.reading.read import read_snippets
from faircopy.snippets.sandbox.root import plain_bytes


def read(text: str) -> tuple[list[Snippet], list[str]]:
    snippets, diagnostics = read_snippets(parse_document("a.md", text), ["nginx"])
    return snippets, [str(one) for one in diagnostics]


SETUP = '<!-- snippet-setup file="/etc/nginx/mime.types"\ntypes { text/html html; }\n-->\n'


def test_hidden_files_stand_in_comments() -> None:
    (snippet,), wrong = read(f"Title: x\n\ntext\n\n{SETUP}")
    assert wrong == []
    assert (snippet.hidden, snippet.file, snippet.line, snippet.end_line) == (True, "/etc/nginx/mime.types", 5, 7)
    assert snippet.code == "types { text/html html; }\n"


def test_other_comments_and_comments_in_code_are_no_files() -> None:
    assert read("<!-- a remark -->\n\n```\n" + SETUP + "```\n")[0][0].hidden is False


def test_a_hidden_file_that_cannot_be_read_is_an_error() -> None:
    form = 'write <!-- snippet-setup file="…", then the file from the next line on, then --> on a line of its own'
    assert read('<!-- snippet-setup file="/x" -->\n')[1] == [
        f"a.md:1: error SN111 this hidden file cannot be read; {form}"
    ]
    assert read("<!-- snippet-setup\nx\n-->\n")[1] == ['a.md:1: error SN111 this hidden file has no name; add file="…"']
    assert "unknown attribute 'fil'" in read('<!-- snippet-setup fil="/x"\nx\n-->\n')[1][0]


def test_snippets_come_in_the_order_of_their_lines() -> None:
    snippets, _ = read(f"```ini\n1\n```\n\n{SETUP}\n```ini\n2\n```\n")
    assert [one.line for one in snippets] == [1, 5, 9]


def test_no_file_of_a_group_has_a_nul_byte() -> None:
    """Every library has one, so none can be a library (elf(5))."""
    text = '<!-- snippet-setup file="/srv/x.so"\n\x7fELF\0\n-->\n\n```{.text file="/srv/y.so"}\n\x7fELF\0\n```\n'
    snippets, _ = read_snippets(parse_document("a.md", text), ())
    assert [snippet.code for snippet in snippets] == ["\x7fELF\ufffd\n"] * 2
    assert plain_bytes("a\0b") == "a\ufffdb".encode()


def test_comments_that_a_page_does_not_show_are_no_code() -> None:
    """Docusaurus's and VitePress's own, which say which lines to show how; each line keeps its number."""
    lines = [
        "curl \\",
        "  # highlight-next-line",
        "  -H a \\",
        "  x # [!code focus]",
        "# highlight-end",
        "y # [!code --]",
    ]
    text = "\n".join(["```bash", *lines, "```", ""])
    snippets, _ = read_snippets(parse_document("a.md", text), (), strict=False)
    assert snippets[0].code == "curl \\\n\\\n  -H a \\\n  x\n\ny # [!code --]\n"
    assert read_snippets(parse_document("a.md", text), (), strict=True)[0][0].code == "\n".join([*lines, ""])


def test_marks_of_annotations_are_no_code() -> None:
    text = "```bash\npip \\\n  --a \\  # (1)!\n  --b # (2)\n  c # (see 3)\n```\n"
    snippets, _ = read_snippets(parse_document("a.md", text), (), strict=False)
    assert snippets[0].code == "pip \\\n  --a \\\n  --b\n  c # (see 3)\n"


def test_lines_that_are_shown_as_taken_out_are_no_code() -> None:
    text = "```json del={2,4-5} ins={3}\n{\n1\n2\n3\n4\n}\n```\n\n```yaml\n---\n// a/b.yml\n---\nx: 1\n```\n"
    snippets, _ = read_snippets(parse_document("a.md", text), (), strict=False)
    assert [one.code for one in snippets] == ["{\n\n2\n\n\n}\n", "\n\n\nx: 1\n"]


def test_a_document_about_python_2_has_no_slips_of_python_3() -> None:
    old = "```python\nprint 'a'\n```\n"
    text = f"{old}\n```py\nif x:\n    print x\n```\n\n```python\n>>> print x\n1\n```\n"
    snippets, _ = read_snippets(parse_document("a.md", f"{text}\n```python\nx = 1\n```\n"), (), strict=False)
    assert [one.unread for one in snippets] == [IN_PYTHON_2] * 3 + [""]
    for other in (f"{old}\n{old}", text + "\n```python\nprint(x)\n```\n" * 3):
        snippets, _ = read_snippets(parse_document("a.md", other), (), strict=False)
        assert {one.unread for one in snippets} == {""}
