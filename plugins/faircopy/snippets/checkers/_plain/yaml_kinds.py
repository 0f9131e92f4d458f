"""What a fence marked as YAML really is, where it is none."""

import re

from faircopy.snippets.checkers._plain.text import A_LOG, A_PROMPT, kind_of, kinds_of, without_omissions

# The same name on three lines: the files of unbound and others, whose lists are written so.
# Two are enough where each is a name and a value again, as Fluent Bit has them.
REPEATED = re.compile(
    r"^(?P<name>[ \t]*[\w-]+:)(?:[ \t][^\n]*(?:\n(?P=name)[ \t][^\n]*){2}"
    r"|[ \t]+\"?[A-Za-z][\w-]* [^\n:]*\n(?P=name)[ \t]+\"?[A-Za-z][\w-]* [^\n:]*$)",
    re.MULTILINE,
)
OTHER_BEGINNINGS = kinds_of(
    (
        rf"{A_PROMPT}|(?:kubectl|docker|helm|curl|cat|echo|sudo|oc|git|apt|aws|npm) [^:\n]*(?:$| -)",
        "commands of a shell",
    ),
    (r"\[[A-Za-z][\w .:\"/-]*\][ \t]*$|\[\[[\w.-]+\]\]$|[\w.-]+ = ", "TOML, or another configuration file"),
    (r"[\w.-]+(?: +\"?[\w./-]+\"?)* +\{$", "another configuration file"),
    (r"[A-Z][A-Z-]+(?: {2,}|\t| +\| ?)[A-Z]|[|+] ?[-=|]+|[│├└┌╭╰]|={3,}", "output"),
    (r"<\?xml|<!DOCTYPE|<\w+[^<>]*>.*</|<\w+(?: [\w:-]+=\"[^\"]*\")+ ?/?>$", "XML or HTML"),
    (A_LOG, "a log"),
    (r"dn::? \w+=\S", "LDIF"),
    (r"(?:GET|POST|PUT|DELETE|PATCH|HEAD) /|HTTP/\d", "HTTP"),
    (r"(?:FROM|RUN|COPY|ENV|ENTRYPOINT|CMD) \S", "a Dockerfile"),
    (r"(?:async )?def \w+\([^()]*\):$|from [\w.]+ import ", "Python, or Starlark"),
    (r"[-*+] (?:`|\*\*\w)|[*+] \w", "a list of Markdown"),
    (r"(?:const|let|var) \w+ = |import .* from |//|/\*|function ", "JavaScript"),
)


# Of a template, alone.
EXPRESSION = re.compile(r"(?>(?:\s*+(?:\{\{[^\n]*\}\}|\[\[%[^\n]*%\]\])[ \t]*+(?:\n|\Z))+)\s*")
# `"values": []string`, as a reference says of what type a value is.
TYPE = re.compile(r"^[ \t]*\"?[\w.-]+\"?: *(?:\[\]|map\[\w+\])\.?[A-Za-z][\w.]*[ \t]*$", re.MULTILINE)
# What `kubectl describe` and others print: names and values in columns.
COLUMNS = re.compile(r"^[ ]*[A-Z][\w ]*: {3,}\S.*\n(?:.*\n)?[ ]*[A-Z][\w ]*: {3,}\S", re.MULTILINE)
# What is to be entered in the fields of a page, in groups: no program reads it.
FIELD = re.compile(r"\s*+|[ ]*(?:- )?[A-Z][\w /()-]*+:(?: .*)?|[ ]*- .*")
# Names of more words than one, and what stands below them: no program reads such names.
WORDS = re.compile(r"^[ ]*(?:- )?[A-Z][a-z]+(?>(?: [\w()]+)+):(?: |$)", re.MULTILINE)
OF_CLOUDFORMATION = re.compile(r"AWS::|!(?:Ref|Sub|GetAtt)\b|Fn::|^(?:Resources|Parameters|Outputs):", re.MULTILINE)
MIN_FIELDS = 3
PARAMETER = re.compile(r"^Accept wildcard characters:", re.MULTILINE)  # in the help of PowerShell
# `<class>:`, and another such name below it.
NAMES_TO_FILL_IN = re.compile(
    r"^[ \t]*(?:- )?<[\w -]+>:(?:[ \t]|$)(?:[^\n]*\n){1,30}?[ \t]*(?:- )?<[\w -]+>:(?:[ \t]|$)", re.MULTILINE
)
# No line of a template, as `{{ range … }}`: JSON has no two braces in a row at its beginning.
LINE_OF_JSON = re.compile(r"\s*+(?:\{(?![{%#]).*\}|\[(?!\[%).*\]|)\s*+")
# Members of an object of JSON, each with its comma.
MEMBERS = re.compile(r"(?>(?:\s*+\"[^\"\n]*\"[ \t]*:[^\n]*,[ \t]*(?:\n|\Z))+)\s*")
UNDERLINED = re.compile(r"^={3,}[ \t]*$", re.MULTILINE)
# A name with a colon, an element of a list, or a list or mapping in brackets.
LIKE_YAML = re.compile(
    r"^[ \t]*(?:- |-$|[{\[]|(?:[\w.<>/$*@-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?:[ \t]|$))", re.MULTILINE
)
SIGNS = {
    "a description of what may stand there": (PARAMETER, TYPE, NAMES_TO_FILL_IN),
    "output": (UNDERLINED, COLUMNS),
    "a configuration file in which a name may stand again": (REPEATED,),
}


def kind_of_json(code: str) -> str:
    """Return what JSON a fence is that YAML cannot read, or ""."""
    if MEMBERS.fullmatch(code):
        return "members of an object of JSON"
    if code.lstrip()[:1] not in ("{", "["):
        return ""
    if re.search(r"^[ \t]*(?://|/\*)", code, re.MULTILINE):
        return "JSON with comments"
    lines = code.strip().split("\n")
    return "lines of JSON" if len(lines) > 1 and all(map(LINE_OF_JSON.fullmatch, lines)) else ""


def guess_language(code: str) -> str:
    """Return what a fence really is, by its first line; "" if it may be YAML."""
    if kind := kind_of_json(code):
        return kind
    if EXPRESSION.fullmatch(code):
        return "a template"
    if not LIKE_YAML.search(code):
        return "something else"
    kind = next((kind for kind, signs in SIGNS.items() if any(sign.search(code) for sign in signs)), "")
    return kind or kind_of_lines(code)


def kind_of_lines(code: str) -> str:
    fields = [line for line in code.split("\n") if line.strip()]
    are_fields = all(map(FIELD.fullmatch, fields)) and not OF_CLOUDFORMATION.search(code)
    if len(fields) >= MIN_FIELDS and (are_fields or len(WORDS.findall(code)) >= MIN_FIELDS):
        return "the fields of a form"
    return kind_of(without_omissions(code).split("\n"), OTHER_BEGINNINGS)
