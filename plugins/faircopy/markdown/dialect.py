"""The Markdown of a site: CommonMark, GitHub's extensions, and the syntax of Python-Markdown's extensions.

The grammar is markdown-it-py's (https://spec.commonmark.org, https://github.github.com/gfm). Each addition is a
separate rule, so that everything else parses as it does everywhere.
"""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from faircopy.markdown.additions import HEADS, admonition, definitions, headed, kept, markdown_block
from faircopy.markdown.bare_links import bare_link, link_words
from faircopy.markdown.blocks import MAX_NESTING

# Which blocks an addition may end, with no blank line between.
ENDS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
# Key of the environment: expressions of inline additions, each with what makes an element of a match.
PATTERNS = "patterns"
ALL = frozenset(("admonition", "deflist", "markdown_block", *HEADS))


@lru_cache(maxsize=8)
def dialect(additions: frozenset[str] = ALL, *, strikes_single_tildes: bool = False) -> MarkdownIt:
    """Return the parser with the named additions, whose names are those of Python-Markdown's processors.

    GitHub strikes out what stands between single tildes. The specification does not, and neither do we: `HEAD~1` and
    `HEAD~2` would lose what is between them.

    It leaves the inline content of paragraphs and headings unparsed: `inline` parses that.
    """
    made = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    made.options["strikethrough_single_tilde"] = strikes_single_tildes
    # Pelican's `{filename}` is an address; an attribute is escaped when it is written; and lint refuses bad schemes.
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    made.core.ruler.disable(["inline", "text_join"])
    made.inline.ruler.after("text", "bare_link", bare_link)
    made.inline.ruler2.push("link_words", link_words)
    made.inline.ruler.after("escape", "foreign", foreign)
    rules = made.block.ruler
    rules.before("table", "kept", kept, ENDS)
    if "admonition" in additions:
        rules.before("table", "admonition", admonition, ENDS)
    if "markdown_block" in additions:
        rules.before("html_block", "markdown_block", markdown_block, ENDS)
    if "deflist" in additions:
        rules.before("paragraph", "deflist", definitions)
    for name in sorted(additions & HEADS.keys()):
        rules.before("table", name, headed(name), ENDS)
    return made


def foreign(state: StateInline, silent: bool) -> bool:
    """Skip syntax of Python-Markdown's extensions, such as a footnote mark."""
    if silent:
        return False
    for pattern, make in state.env.get(PATTERNS, ()):
        if found := pattern.match(state.src, state.pos):
            node, start, end = make(found, state.src)
            if start == state.pos and end > start:
                if node is not None:
                    state.push("foreign", "", 0).meta = {"node": node}
                state.pos = end
                return True
    return False


def block_tokens_of(text: str, env: dict[str, object], additions: frozenset[str] = ALL) -> list[Token]:
    """Return the block tokens of a text; link references are added to `env`."""
    return dialect(additions).parse(text, env)


def inline_tokens_of(text: str, env: dict[str, object], additions: frozenset[str] = ALL) -> list[Token]:
    """Return the inline tokens of a paragraph or heading, with the link references in `env`."""
    made = dialect(additions)
    return made.inline.parse(text, made, env, [])
