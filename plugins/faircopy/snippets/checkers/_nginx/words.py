"""Parses nginx configuration into words, and finds names that the installed nginx does not know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from faircopy.offsets import line_at
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._newer.third_parties import NGINX, module_of, of_a_module
from faircopy.snippets.model import Finding

# nginx's own lexer (ngx_conf_file.c): quotes where a word begins, comments where one could.
TOKEN = re.compile(r"#[^\n]*|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[;{}]|(?:\\.|\$\{|[^\s;{\\])+", re.DOTALL)
# What a brace of Lua may stand in, and braces.
LUA = re.compile(r"--\[\[.*?\]\]|--[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|\[\[.*?\]\]|[{}]", re.DOTALL)
# It takes two files, one to sign with and one to encrypt with: https://www.tongsuo.net/docs/tongsuo-ecosystem/nginx
TONGSUO, PAIR = "Tongsuo's nginx", 2
OF_NTLS, CERTIFICATE = re.compile(r"\bssl_ntls[ \t]"), re.compile(r"(?:proxy_)?ssl_certificate(?:_key)?")
OTHER_PARTS = ("stream", "mail")
# Blocks of values, whose first words are no directives.
TABLES = frozenset({"map", "geo", "types", "split_clients", "charset_map"})
# ngx_http_upstream_module and ngx_stream_upstream_module, `server`: until then of NGINX Plus.
IN_UPSTREAMS = {f"{part}server {name}": "1.27.3" for part in ("", "stream/") for name in ("resolve", "service")}


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive that ends with a semicolon."""

    part: str  # "stream" or "mail" inside those, else ""
    block: str  # that it stands in, "" at the top
    words: tuple[re.Match[str], ...]
    end: int  # of its semicolon


def directives(code: str, context: str) -> Iterator[Directive]:
    """Yield the simple directives in order; of an invalid file, only some."""
    blocks = [context.partition("-")[0]]
    words: list[re.Match[str]] = []
    for token in TOKEN.finditer(code):
        if token[0].startswith("#"):
            continue
        if token[0] not in (";", "{", "}"):
            words.append(token)
            continue
        if token[0] == "{":
            blocks.append(words[0][0] if words else "")
        elif token[0] == "}" and len(blocks) > 1:
            blocks.pop()
        elif token[0] == ";" and words:
            part = next((one for one in blocks if one in OTHER_PARTS), "")
            yield Directive(part, blocks[-1], tuple(words), token.end())
        words = []


def without_news(code: str, context: str, have: str) -> tuple[str, list[Finding]]:
    """Return the code without directives that nginx `have` does not know, and notes on them; line numbers stay."""
    known = _newer.table("nginx", "nginx", "NGINX Plus")
    known = replace(known, since={**known.since, **IN_UPSTREAMS})
    code, findings = without_blocks(code)
    spans: list[tuple[int, int]] = []
    for directive in directives(code, context):
        found = news_of(directive, code, known, have)
        if found is not None:
            findings.append(found)
            # All of it: without its new parameter it may be another directive, or one that stands there twice.
            spans.append(span_of_news(directive))
    return blanked(code, spans), sorted(findings, key=lambda finding: finding.line)


def span_of_news(directive: Directive) -> tuple[int, int]:
    """Return what to leave out of a directive that is newer: of a server of an upstream, which needs one, the rest."""
    newer = (one for one in directive.words[2:] if f"server {one[0].partition('=')[0]}" in IN_UPSTREAMS)
    if directive.words[0][0] == "server" and (first := next(newer, None)):
        return first.start(), directive.end - 1
    return directive.words[0].start(), directive.end


def blanked(code: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the code with blanks in the place of each of `spans`, which are in order; line numbers stay."""
    parts, before = [], 0
    for start, end in spans:
        parts += [code[before:start], re.sub(r"[^\n]", " ", code[start:end])]
        before = end
    return "".join([*parts, code[before:]])


def without_blocks(code: str) -> tuple[str, list[Finding]]:
    """Return the code without blocks of third-party modules, and notes on them."""
    findings: list[Finding] = []
    spans: list[tuple[int, int]] = []
    first: re.Match[str] | None = None  # word of a directive
    for token in TOKEN.finditer(code):
        if (spans and token.start() < spans[-1][1]) or token[0].startswith("#"):
            continue
        module = module_of(first[0], NGINX) if token[0] == "{" and first else ""
        if first and module:
            spans.append((first.start(), end_of_block(code, token.start())))
            findings.append(of_a_module(first[0], module, line_at(code, first.start())))
        first = None if token[0] in ("{", "}", ";") else first or token
    return blanked(code, spans), findings


def end_of_block(code: str, start: int) -> int:
    """Return the end of the block that begins at `start`, which may contain Lua."""
    depth = 0
    for found in LUA.finditer(code, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return len(code)


def news_of(directive: Directive, code: str, known: _newer.Table, have: str) -> Finding | None:
    """Return the note on a directive, or on the first of its parameters that has one."""
    first, *others = directive.words
    name = f"{directive.part}/{first[0]}" if directive.part else first[0]
    if directive.block == "upstream" and f"upstream/{first[0]}" in known.since:
        name = f"upstream/{first[0]}"
    words = [(name, first), *((f"{name} {other[0].partition('=')[0]}", other) for other in others)]
    found = (known.finding(each, have, line_at(code, word.start())) for each, word in words)
    if finding := next((finding for finding in found if finding), None):
        return finding
    named = words if first[0] == "listen" else words[:1]
    module = next(filter(None, (module_of(each, NGINX) for each, _ in named)), "")
    if len(others) == PAIR and CERTIFICATE.fullmatch(name) and is_of_tongsuo(code):
        module = TONGSUO
    return of_a_module(first[0], module, line_at(code, first.start())) if module else None


@lru_cache(maxsize=1)  # each pair of certificates asks
def is_of_tongsuo(code: str) -> bool:
    return OF_NTLS.search(code) is not None


def open_quote(code: str) -> int | None:
    """Return where a quote begins that has no end, or None."""
    tokens = (token for token in TOKEN.finditer(code) if token[0][0] in "\"'")
    return next((one.start() for one in tokens if len(one[0]) == 1 or one[0][-1] != one[0][0]), None)


def in_tables(code: str) -> set[int]:
    """Return the lines, from 1, within a block of values, such as a map."""
    found: set[int] = set()
    blocks: list[str] = []
    first, line, start = "", 1, 0  # the first word of a directive
    for token in TOKEN.finditer(code):
        if token[0].startswith("#"):
            continue
        line, start = line + code.count("\n", start, token.start()), token.start()
        if blocks and blocks[-1] in TABLES and token[0] != "}":
            found.add(line)
        if token[0] == "{":
            blocks.append(first)
        elif token[0] == "}" and blocks:
            blocks.pop()
        first = "" if token[0] in ("{", "}", ";") else first or token[0]
    return found
