"""Groups snippets into file trees, and makes the tasks for checkers."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from fnmatch import fnmatch
from itertools import groupby
from unicodedata import normalize

from faircopy.diagnostics.model import Diagnostic
from faircopy.snippets import rules
from faircopy.snippets.checkers import Checker
from faircopy.snippets.model import Snippet, SnippetGroup, Task
from faircopy.snippets.sandbox.paths import SandboxFiles, path_in_sandbox


def group_snippets(snippets: Iterable[Snippet]) -> list[SnippetGroup]:
    """Return the groups of some snippets, in order of first appearance."""
    groups: dict[tuple[str, str], list[Snippet]] = {}
    for snippet in snippets:
        groups.setdefault((snippet.path, snippet.group), []).append(snippet)
    return [SnippetGroup(path, name, tuple(members)) for (path, name), members in groups.items()]


def check_group(group: SnippetGroup) -> Iterator[Diagnostic]:
    """Yield the problems of a group as a file tree."""
    first: dict[str, Snippet] = {}
    tree = SandboxFiles()
    for snippet in group.snippets:
        if snippet.file is None:
            continue
        # `etc/x` and `/etc/x` are laid out at the same path, and so are both Unicode forms of é.
        holder = first.setdefault(normalize("NFC", path_in_sandbox(snippet.file)), snippet)
        if holder is not snippet:
            fact = f"'{snippet.file}' is already the snippet at line {holder.line}"
            yield rules.FILE_TWICE.at(snippet.path, snippet.line, fact, 'put one of them in its own group="…"')
        elif fault := tree.add(snippet.file):
            hint = 'give it another name, or its own group="…"'
            yield rules.PATH_UNUSABLE.at(snippet.path, snippet.line, f"'{snippet.file}' {fault}", hint)


def tasks_of(group: SnippetGroup, claims: Iterable[Snippet], checkers: Iterable[Checker]) -> list[tuple[Checker, Task]]:
    """Return the tasks for each checker, each with all files of the group.

    `claims` are the snippets of the group to check; those without a checker are left out.
    """
    checkers = tuple(checkers)
    chosen = [(checker, snippet) for snippet in claims if (checker := checker_for(snippet, checkers))]
    by_name = sorted(chosen, key=lambda pair: pair[0].name)
    files, tasks = group.files, []
    for _, pairs in groupby(by_name, key=lambda pair: pair[0].name):
        together = list(pairs)
        checker, members = together[0][0], [snippet for _, snippet in together]
        shares = [[one] for one in members] if checker.judges_each else [members]
        tasks += [(checker, Task(tuple(share), files)) for share in shares]
    return tasks


def checker_for(snippet: Snippet, checkers: Iterable[Checker]) -> Checker | None:
    """Return the checker of a snippet: by `check=`, else by `log=` or `file=`, else by its language.

    Among checkers for a file, the longest pattern wins; among checkers for a language, one that recognises the text. A
    language that is named after a checker belongs to that checker.
    """
    checkers = tuple(checkers)
    if snippet.check:
        return next((checker for checker in checkers if checker.name == snippet.check), None)
    if snippet.log:
        return next((checker for checker in checkers if checker.reads_logs), None)
    if snippet.file and (by_file := [one for one in checkers if answers_to(one, snippet.file)]):
        file = snippet.file
        # A file of a known name before all that end so: `*/compose.yml` before `*.yml`.
        named = max(by_file, key=lambda one: max(map(len, answering_patterns(one, file))))
        return recognised(snippet.code, checkers, named.languages) or named if named.recognise is None else named
    if snippet.context:
        return next((checker for checker in checkers if snippet.language in checker.fragment_languages), None)
    language = snippet.language or hinted_language(snippet.hint, checkers)
    by_language = (one for one in checkers if language in one.languages and is_for_all(one, language))
    return recognised(snippet.code, checkers, {language}) or next(by_language, None)


def is_for_all(checker: Checker, language: str) -> bool:
    """Tell whether a checker accepts every text in one of its languages."""
    return checker.recognise is None or language == checker.name


def hinted_language(name: str, checkers: Iterable[Checker]) -> str:
    """Return the language for a file name in another generator's attribute, if it can be checked alone."""
    kin = [one for one in checkers if one.languages and one.recognise is None and answers_to(one, name)] if name else []
    return min(max(kin, key=lambda one: max(map(len, answering_patterns(one, name)))).languages) if kin else ""


def recognised(code: str, checkers: Iterable[Checker], languages: AbstractSet[str]) -> Checker | None:
    """Return the checker that recognises `code` among the texts in some languages."""
    kin = (one for one in checkers if one.recognise is not None and one.languages & languages)
    return next((one for one in kin if one.recognise is not None and one.recognise(code)), None)


def answers_to(checker: Checker, file: str) -> bool:
    return bool(answering_patterns(checker, file))


def answering_patterns(checker: Checker, file: str) -> list[str]:
    place = file if file.startswith("/") else f"/{file}"
    return [pattern for pattern in checker.files if fnmatch(place, pattern)]
