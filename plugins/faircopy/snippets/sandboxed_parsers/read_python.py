"""Python: compiled, which runs nothing of it."""

import warnings

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""


def faults(text: str) -> list[Fault]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(text, "<snippet>", "exec", dont_inherit=True)
        except SyntaxError as error:
            return [("syntax", error.lineno or 1, max(1, error.offset or 1), error.msg, error.msg)]
        except (RecursionError, MemoryError, OverflowError) as error:
            return [("syntax", 1, 1, "too deeply nested", str(error))]
        except ValueError as error:
            return [("syntax", 1, 1, str(error), str(error))]
    return [("warning", one.lineno, 1, str(one.message), str(one.message)) for one in caught]
