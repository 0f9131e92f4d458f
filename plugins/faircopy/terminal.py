"""Texts of strangers on a terminal and in the log of a run: whatever is in them is shown, and does nothing."""

import re

# What a terminal obeys and does not show: ECMA-48's control functions begin with one of C0 or C1, a line's end begins
# another line, and Unicode's marks for the direction of text show it in another order (https://trojansource.codes/).
# The last are bytes of a file's name that are not UTF-8; some terminals obey them as C1.
# A run of GitHub obeys `##[command]` wherever it stands, and `::command::` behind the blanks at the start of a line
# (TryParse and TryParseV2 of its runner: https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs).
ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\udc80-\udcff]|(?<=##)\\[")
COMMAND_OF_RUN = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
PICTURES = 0x2400  # where Unicode has pictures of C0, in its order
PICTURE_OF_DELETE = "\u2421"
REPLACEMENT = "\ufffd"


def inert(text: str, kept: str = "") -> str:
    """Return a text with what a terminal would obey as an escape of Python, but for the characters `kept`."""
    harmless = ACTS.sub(lambda found: found[0] if found[0] in kept else escape(found[0]), text)
    return COMMAND_OF_RUN.sub(lambda found: found[1] + escape(":"), harmless)


def escape(character: str) -> str:
    return f"\\u{ord(character):04x}"


def inert_line(line: str) -> str:
    """Return a line with a sign in the place of each character that a terminal would obey; tabs stay.

    It is shown behind its number, so what begins it is no command of a run.
    """
    return ACTS.sub(lambda found: picture(found[0]), line)


def picture(character: str) -> str:
    if character == "\t":
        return character
    if character < " ":
        return chr(PICTURES + ord(character))
    return PICTURE_OF_DELETE if character == "\x7f" else REPLACEMENT
