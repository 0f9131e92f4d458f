"""What once made a test fail by chance is in no test any more. CONTRIBUTING.md says how to wait."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# What a page says at one moment; `expect` has the same as a wait.
LOOKS = {"get_attribute", "input_value", "is_checked", "is_disabled", "is_enabled", "is_hidden", "is_visible"}
PAGES = {"article", "listed", "one", "other", "page", "two"}  # as tests call those of a browser
HEALTH_CHECKS = {"NO_FAULT", "SHARED_FIXTURE"}


def faults_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and kind of whatever depends on chance in a test."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assert):
            yield from ((node.lineno, "a single look") for part in ast.walk(node.test) if is_look(part))
        if isinstance(node, ast.Call):
            yield from ((node.lineno, fault) for fault in faults_of(node))


def is_look(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS
    of_page = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in PAGES
    return of_page and isinstance(node, ast.Attribute) and node.attr in {"title", "url"}


def faults_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "wait_for_timeout":
        yield "a wait for a time"
    if name == "wait_for_event":
        yield "the event may come before it is waited for"
    if name == "wait_for_function" and "async" in ast.unparse(call.args[0]):
        yield "a promise is true, whatever becomes of it"
    for keyword in call.keywords:
        if keyword.arg == "suppress_health_check" and ast.unparse(keyword.value) not in HEALTH_CHECKS:
            yield "a list of health checks replaces the profile's"


@pytest.mark.slow
def test_no_test_leaves_anything_to_chance() -> None:
    files = [*(TESTS / "browser").rglob("*.py"), *TESTS.glob("*.py")]
    files += [file for file in TESTS.rglob("test_*.py") if "suppress_health_check" in file.read_text(encoding="utf-8")]
    found = {(file.name, *fault) for file in files for fault in faults_in(file.read_text(encoding="utf-8"))}
    assert sorted(found) == []


@pytest.mark.parametrize(
    "line",
    [
        "assert page.url == address",
        "assert page.locator('p').is_visible()",
        "assert (page.locator('#a').input_value(), 1) == ('', 1)",
        "page.wait_for_timeout(100)",
        "page.wait_for_event('requestfinished')",
        "page.wait_for_function(f'async () => (await {FILE}()).length > 0')",
        "settings(suppress_health_check=[HealthCheck.too_slow])",
    ],
)
def test_it_would_be_found(line: str) -> None:
    assert list(faults_in(line)) != []


@pytest.mark.parametrize(
    "line",
    [
        "expect(page).to_have_url(address)",
        "wait_until(lambda: page.locator('p').is_visible(), 'it is shown')",
        "assert data['url'] == made.url",
        "page.wait_for_function('() => window.done')",
        "settings(suppress_health_check=SHARED_FIXTURE)",
    ],
)
def test_a_wait_is_no_fault(line: str) -> None:
    assert list(faults_in(line)) == []
