"""YAML files that services read (GitLab, Dependabot, Read the Docs …), by schemas that check-jsonschema carries."""

import re
from fnmatch import fnmatch

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._schemas import find_version, schema_judge
from faircopy.snippets.model import Level, Snippet

REFUSED = Rule(
    "SN750",
    Severity.ERROR,
    "the service that reads this file would refuse it: a key or a value is not allowed there",
    "check the spelling and the indent; the message says what is allowed there",
)

# The first that fits; each schema is a file of check-jsonschema's.
SCHEMAS = {
    "*.gitlab-ci.yml": "gitlab-ci",
    "*/.gitlab/ci/*.yml": "gitlab-ci",
    "*/.github/dependabot.y*ml": "dependabot",
    "*/action.y*ml": "github-actions",
    "*/.github/ISSUE_TEMPLATE/config.y*ml": "github-issue-config",
    "*/.github/ISSUE_TEMPLATE/*.y*ml": "github-issue-forms",
    "*/.github/DISCUSSION_TEMPLATE/*.y*ml": "github-discussion",
    "*/.readthedocs.y*ml": "readthedocs",
    "*/.circleci/config.y*ml": "circle-ci",
    "*/bitbucket-pipelines.y*ml": "bitbucket-pipelines",
    "*/azure-pipelines.y*ml": "azure-pipelines",
    "*/.travis.y*ml": "travis",
    "*/.drone.y*ml": "drone-ci",
    "*/.woodpecker.y*ml": "woodpecker-ci",
    "*/.woodpecker/*.y*ml": "woodpecker-ci",
    "*/cloudbuild.y*ml": "cloudbuild",
    "*/[Tt]askfile.y*ml": "taskfile",
    "*/codecov.y*ml": "codecov",
    "*/.codecov.y*ml": "codecov",
    "*/.mergify.y*ml": "mergify",
    "*/snapcraft.yaml": "snapcraft",
    "*/CITATION.cff": "citation-file-format",
}
# What no other file has together, for fences that do not say which one they are. Each is looked for by itself, so
# that a long text is read once for each.
SIGNS = (
    ("dependabot", r"^updates *:", r"^[ \t-]+package-ecosystem *:"),
    ("github-actions", r"^runs *:", r"^[ \t]+using *: *[\"']?(?:composite|docker|node)"),
    # Deeper, they are Azure's.
    ("gitlab-ci", r"^stages *:", r"^[ \t]{1,4}script *:"),
    ("gitlab-ci", r"^[ \t]{1,4}stage *:", r"^[ \t]{1,4}script *:"),
    ("readthedocs", r"^build *:", r"^[ \t]+os *: *[\"']?ubuntu"),
)


def schema_of(snippet: Snippet) -> str:
    """Return the schema of a snippet: by its file, else by what stands in it."""
    path = f"/{(snippet.file or '').lstrip('/')}"
    by_file = (schema for pattern, schema in SCHEMAS.items() if snippet.file and fnmatch(path, pattern))
    return next(by_file, "") or schema_by_signs(snippet.code) or "gitlab-ci"


def schema_by_signs(code: str) -> str:
    fitting = (schema for schema, *signs in SIGNS if all(re.search(sign, code, re.MULTILINE) for sign in signs))
    return next(fitting, "")


def is_of_a_service(code: str) -> bool:
    return schema_by_signs(code) != ""


def is_allowed(kind: str, _fact: str) -> bool:
    """Nothing is an empty list or text to them."""
    return kind == "empty"


CHECKER = EachChecker(
    name="schema",
    tool="check-jsonschema",
    command="yamllint, then the schema of the service whose file it is (wheel check-jsonschema)",
    level=Level.PARSED,
    judge=schema_judge(schema_of, {"": REFUSED}, is_allowed),
    find_version=find_version,
    files=tuple(SCHEMAS),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_of_a_service,
)
