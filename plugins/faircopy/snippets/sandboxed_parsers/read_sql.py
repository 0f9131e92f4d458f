"""SQL, by sqlglot: parsed in one dialect, or in any of several."""

import json
import logging
import re
from collections.abc import Iterator
from itertools import pairwise

import sqlglot
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.tokenizer_core import TokenType

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

# Those that refuse it.
STRICT = {"postgres": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite"}
STYLED = re.compile(r"\x1b\[[\d;]*m")
TOKEN_PLACE = re.compile(r"Error tokenizing '(?P<text>.*)'", re.DOTALL)


def faults(text: str) -> list[Fault]:
    """Return the fault of what a JSON list asks for: names of dialects, and SQL that has to be right in one of them."""
    # It tells of each statement that it knows by its first word only.
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    dialects, code = json.loads(text)
    first: list[Fault] = []
    for dialect in dialects:
        found = faults_in(code, dialect)
        if not found:
            return [*stray_commas(code, dialects)]
        # What one dialect can divide into words, though it does not know the statement, is closed.
        first = found if not first or (first[0][0], found[0][0]) == ("syntax", "unknown") else first
    return first


def stray_commas(code: str, dialects: list[str]) -> Iterator[Fault]:
    """Yield a fault for each comma behind the last of a list, in SQL that is right but for that: sqlglot takes it."""
    strict = next((one for one in dialects if one in STRICT and not faults_in(code, one)), None)
    for token, after in pairwise(sqlglot.tokenize(code, read=strict) if strict else ()):
        # A text may be a comma, too.
        is_end = after.token_type in (TokenType.R_PAREN, TokenType.FROM)
        if token.token_type is TokenType.COMMA and is_end:
            who = STRICT[strict or ""] if len(dialects) == 1 else "PostgreSQL, MySQL and SQLite"
            fact = f"there is a comma before '{after.text}', which {who} cannot read"
            yield "comma", token.line, column_of(code, token.start), fact, ""


def column_of(code: str, offset: int) -> int:
    return offset - code.rfind("\n", 0, offset)


def faults_in(code: str, dialect: str) -> list[Fault]:
    try:
        sqlglot.parse(code, dialect=dialect)
    except ParseError as error:
        found = error.errors[0] if error.errors else {}
        line, column = int(found.get("line") or 1), int(found.get("col") or 1)
        highlighted = str(found.get("highlight") or "")
        message = re.sub(
            r"<class 'sqlglot\.expressions\.(?:\w+\.)*(\w+)'>", r"'\1'", str(found.get("description") or error)
        )
        fact = f"{message} at '{highlighted}'" if highlighted.strip() and "'" not in highlighted else message
        kind = "unknown" if is_balanced(code, dialect) else "syntax"
        return [(kind, max(1, line), max(1, column - len(highlighted) + 1), fact, message)]
    except TokenError as error:
        quoted = TOKEN_PLACE.search(STYLED.sub("", str(error)))
        start = code.rfind("\n", 0, max(0, code.find(quoted["text"]))) if quoted and quoted["text"] else -1
        return [("syntax", code.count("\n", 0, max(0, start)) + 1, 1, *2 * ("a text or a comment is not closed",))]
    except RecursionError as error:
        return [("unknown", 1, 1, "it is nested too deeply", str(error))]
    except (SqlglotError, ValueError, IndexError) as error:
        return [("syntax", 1, 1, str(error), str(error))]
    return []


def is_balanced(code: str, dialect: str) -> bool:
    """Tell whether each bracket is closed: then what is wrong may be what the parser does not know."""
    depth = 0
    for token in sqlglot.tokenize(code, read=dialect):
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth and token.text == ";"):
            return False
    return depth == 0
