"""Adds a link to each line of the code blocks in a page, without changing the code.

Templates use it as `{% filter linked_lines %}{{ article.content }}{% endfilter %}`. Feeds do not: their readers have no
stylesheet that would draw the numbers.
"""

import re

# A code block as `faircopy.snippets.pages.render` writes it, in whatever a template has put around it.
BLOCK = re.compile(
    r'(?P<before><\w+ id="(?P<id>snippet-\d+)"[^<>]*>[^<]*(?>(?:<(?!pre\b|/figure>|\w+ id="snippet-)[^<]*)*)'
    r'<pre tabindex="0"><code[^<>]*>)(?P<code>[^<]*(?>(?:<(?!/code>|pre\b)[^<]*)*))(?=</code></pre>)'
)


def linked_lines(html: str, name: str = "Line 1") -> str:
    """Return `html` with an empty link at the start of each line of code.

    Line 3 of the second block is `#snippet-2-3`. `name` is the accessible name of each first line, escaped.
    """
    return BLOCK.sub(lambda found: found["before"] + with_links(found["code"], found["id"], name), html)


def with_links(code: str, block: str, name: str) -> str:
    # Pygments closes its elements at the end of each line, so a link at its start is in none of them.
    # Only \n ends one; str.splitlines knows other characters that may be part of one.
    lines = re.findall(r"[^\n]*\n|[^\n]+", code)
    return "".join(f"{link(f'{block}-{number}', number, name)}{line}" for number, line in enumerate(lines, 1))


def link(line: str, number: int, name: str) -> str:
    # One stop of the Tab key a block, which has a name; theme/static/js/site.js lends both to the others.
    reached = f'aria-label="{name}"' if number == 1 else 'tabindex="-1" aria-hidden="true"'
    return f'<a id="{line}" href="#{line}" {reached}></a>'
