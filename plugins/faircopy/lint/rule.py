"""LintRule: a rule of the content, with a bad case and a good one."""

from dataclasses import dataclass, field

from faircopy.diagnostics.model import Rule


@dataclass(frozen=True, slots=True)
class LintRule(Rule):
    """A rule with its cases, which `tests/lint/test_rules.py` runs through the real command.

    A case is the body of a post. A case with several files has a line `-- path --` before each, relative to the folder
    of the site (docs/writing-a-rule.md). In the bad case, `HERE` precedes each character that the rule must point at.
    """

    bad: str = field(kw_only=True)
    good: str = field(kw_only=True)  # in which nothing at all is wrong
    house: bool = field(default=False, kw_only=True)  # only sites with HOUSE_RULES keep to it
