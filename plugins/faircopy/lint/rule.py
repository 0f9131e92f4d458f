"""LintRule: a rule of the content, with a bad case and a good one."""

from dataclasses import dataclass, field

from faircopy.diagnostics.model import Rule


@dataclass(frozen=True, slots=True)
class LintRule(Rule):
    """A rule with its cases, which `tests/lint/test_rules.py` runs through the real command.

    A case is the body of a post. One that needs more names its files, each under a line `-- path --`, from the folder
    of the site on (docs/writing-a-rule.md). `HERE` in the bad case stands before each character that the rule is to
    point at.
    """

    bad: str = field(kw_only=True)
    good: str = field(kw_only=True)  # in which nothing at all is wrong
    house: bool = field(default=False, kw_only=True)  # only sites with HOUSE_RULES keep to it
