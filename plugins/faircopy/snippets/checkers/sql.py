"""SQL, parsed by sqlglot in the dialect that the language names, or in any."""

import json
import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._sandboxed import Fault, ask_parser, package_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN550", Severity.ERROR, "an SQL bracket or string is not closed", "close it")
UNREAD = Rule(
    "SN551",
    Severity.NOTE,
    "sqlglot does not understand a part of a plain SQL fence; it knows most of each dialect, but not all",
    "nothing; or name the dialect as the language, such as `mysql`",
)
UNKNOWN = Rule(
    "SN552",
    Severity.WARNING,
    "sqlglot does not understand a part of an SQL file; it knows most of each dialect, but not all",
    "check the statement; name the dialect as the language, such as `mysql`",
)

COMMA = Rule(
    "SN553",
    Severity.WARNING,
    "an SQL list has a comma after its last item, which most databases refuse",
    "leave the comma out",
)

MYSQL, POSTGRES, SQLITE, TSQL = "mysql", "postgres", "sqlite", "tsql"
DIALECTS = {
    **dict.fromkeys(("mysql", "mariadb"), MYSQL),
    **dict.fromkeys(("postgresql", "postgres", "pgsql", "psql"), POSTGRES),
    **dict.fromkeys(("sqlite", "sqlite3"), SQLITE),
    **dict.fromkeys(("tsql", "mssql"), TSQL),
}
ANY = ("", POSTGRES, MYSQL, SQLITE, TSQL, "oracle", "bigquery", "snowflake", "clickhouse", "duckdb")
# A session of a client: its prompts, with what was asked, and answers between.
PROMPT = re.compile(r"^(?:(?:mysql|sqlite|MariaDB \[[^\]]*\]|[\w-]*[=-][#>])>? |[ ]+(?:->|\.\.\.>) )", re.MULTILINE)
# What a client reads itself, or another program: its own commands, delimiters, templates, what is left out.
OF_A_CLIENT = re.compile(
    r"^[ \t]*(?:\\\w|\.\w|DELIMITER\b|GO[ \t]*$|COPY\b.*\bFROM[ \t]+stdin|source\b)"
    r"|\$\{|\{\{|\{%|<[\w -]+>|\.\.\.|…|^[ \t]*\||\[[ ,]",
    re.MULTILINE | re.IGNORECASE,
)
# Other languages of queries are marked as SQL, too.
STATEMENT = re.compile(
    r"(?>(?:\s|--[^\n]*+|#[^\n]*+|/\*.*?\*/|\()*)(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|GRANT|REVOKE|SET|SHOW|USE"
    r"|EXPLAIN|ANALYZE|REPLACE|MERGE|TRUNCATE|CALL|VALUES|TABLE|DESCRIBE|PRAGMA|COMMENT|LOAD|COPY)\b",
    re.IGNORECASE | re.DOTALL,
)
# https://duckdb.org/docs/stable/sql/dialect/friendly_sql, and the manuals of Spanner, BigQuery and ClickHouse
TAKES_COMMAS = re.compile(
    r"\bread_(?:xlsx|csv|csv_auto|parquet|json|json_auto|ndjson)\(|\b(?:duckdb|spanner|bigquery|clickhouse)\b"
    r"|`[\w-]+\.[\w.*-]+`|\b(?:SAFE_\w+|UNNEST|STRUCT|ref|source)[(<]|\bQUALIFY\b"
    r"|\bSTRING\((?:\d+|MAX)\)|\bINTERLEAVE IN\b|\bENGINE *= *\w*MergeTree\b",
    re.IGNORECASE,
)
# Bodies of functions are in languages of their own.
PROCEDURE = re.compile(r"\b(?:PROCEDURE|FUNCTION|TRIGGER|DECLARE|BEGIN|PACKAGE|LANGUAGE|EVENT)\b", re.IGNORECASE)


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if kind := other_kind(snippet):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    dialect = DIALECTS.get(snippet.language)
    # A plain fence of one database may hold what only another parser's dialect knows.
    dialects = [*([dialect] if dialect else []), *(() if dialect and not snippet.is_plain else ANY)]
    answer = ask_parser(sandbox, "read_sql", json.dumps([dialects, snippet.code]), package="sqlglot")
    if isinstance(answer, Finding):
        return Judgement(Level.PARSED, (answer,))
    is_other = snippet.is_plain and not STATEMENT.match(snippet.code)
    found = (finding_of(fault, is_plain=snippet.is_plain, is_other=is_other) for fault in answer)
    takes_commas = TAKES_COMMAS.search(snippet.code) is not None
    return Judgement(Level.PARSED, tuple(one for one in found if not (takes_commas and one.rule is COMMA)))


def finding_of(fault: Fault, *, is_plain: bool, is_other: bool) -> Finding:
    kind, line, column, message, tool_message = fault
    fact = message[:1].lower() + message[1:]
    if kind == "syntax" and not is_other:
        return Finding(0, SYNTAX, fact, line, column, "", tool_message)
    if kind == "comma":
        return Finding(0, COMMA, fact, line, column, "leave the comma out")
    # Each database has statements of its own that no other parser knows.
    return Finding(
        0, UNREAD if is_plain else UNKNOWN, f"sqlglot does not understand it: {fact}", line, column, "", tool_message
    )


def other_kind(snippet: Snippet) -> str:
    """Return what sqlglot cannot be asked about, or ""."""
    if PROMPT.search(snippet.code):
        return "a session with its prompts"
    if PROCEDURE.search(snippet.code):
        return "a procedure or a trigger, whose body is in a language of its own"
    return (
        "a text for a client, or one with something left out"
        if snippet.is_plain and OF_A_CLIENT.search(snippet.code)
        else ""
    )


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("sqlglot") if sandbox.kind else None


CHECKER = EachChecker(
    name="sql",
    tool="sqlglot",
    command="sqlglot (wheel): syntax, in the dialect that the language names or in any; no tables, no procedures",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    version=3,
    files=("*.sql",),
    languages=frozenset({"sql", *DIALECTS}),
)
