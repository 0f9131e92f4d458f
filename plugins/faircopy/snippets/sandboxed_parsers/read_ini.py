"""INI, by Python's configparser: lines that are neither section nor option, and what stands twice."""

import configparser

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""


def faults(text: str) -> list[Fault]:
    found: list[Fault] = []
    lines = text.split("\n")
    # One fault ends configparser's reading, so the line is blanked and it reads again.
    while len(found) < 20:
        fault = first_fault("\n".join(lines))
        if fault is None:
            break
        found.append(fault)
        lines[fault[1] - 1] = "#"
    return sorted(found, key=lambda fault: fault[1:3])


def first_fault(text: str) -> Fault | None:
    # Raw: `%` belongs to the program whose file it is. A colon is part of a name where each option has an equals sign.
    options = [line for line in text.split("\n") if line.strip()[:1] not in ("", "#", ";", "[")]
    delimiters = ("=",) if all("=" in line for line in options) else ("=", ":")
    parser = configparser.RawConfigParser(allow_no_value=False, strict=True, delimiters=delimiters)
    try:
        parser.read_string(text)
    except configparser.MissingSectionHeaderError as error:
        fact = f"the line '{error.line.strip()}' comes before any section"
        return ("syntax", error.lineno, 1, fact, words_of(error))
    except configparser.ParsingError as error:
        line, source = error.errors[0]
        fact = f"the line {source.replace(chr(92) + 'n', '')} is neither a section nor an option"
        return ("syntax", line, 1, fact, words_of(error))
    except configparser.DuplicateSectionError as error:
        return ("duplicate", error.lineno or 1, 1, f"section '{error.section}' appears twice", words_of(error))
    except configparser.DuplicateOptionError as error:
        fact = f"option '{error.option}' appears twice in section '{error.section}'"
        return ("duplicate", error.lineno or 1, 1, fact, words_of(error))
    return None


def words_of(error: configparser.Error) -> str:
    """Return configparser's message on one line."""
    return " ".join(str(error).split())
