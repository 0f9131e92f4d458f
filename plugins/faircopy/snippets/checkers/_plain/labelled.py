"""What stands below a comment that calls it output: no part of what a reader copies."""

import re

from faircopy.snippets.checkers._plain.text import blanks

# `# Output:`, `# This returns:`, `# Expected result: one line for each`.
OUTPUT_BELOW = re.compile(
    r"[ \t]*#+[ \t]*(?:(?:(?:this|expected|sample|example)[ \t]+)?(?:output|result|response|prints|returns)[ \t]*:"
    r"|(?:範例|示例|返回)?(?:輸出|输出|結果|结果|出力)(?:範例|示例|例|如下)?[ \t]*[:\uff1a]?[ \t]*$)",
    re.IGNORECASE,
)


def without_labelled(code: str) -> str:
    """Return the code without what stands below a comment that calls it output, to the end of its paragraph."""
    lines, inside = code.split("\n"), False
    for number, line in enumerate(lines):
        if OUTPUT_BELOW.match(line):
            inside = True
        elif not line.strip() or line.lstrip().startswith("#"):
            inside = inside and bool(line.strip())
        elif inside:
            lines[number] = blanks(line)
    return "\n".join(lines)
