"""Proof marks: the proofreader's signs, small drawings that stand beside words and never for them."""

from faircopy.snippets.model import Level

# On a sheet of 16 by 16, one stroke of the pencil each.
DRAWINGS = {
    # A tick.
    Level.EXERCISED: '<path d="M2.5 8.5 6.5 13 13.5 3"/>',
    # A tick that is only outlined.
    Level.LOADED: '<path d="M1.5 8.5 3.5 6.8 6.4 9.9 12.2 2.5 14.4 4.2 6.6 14Z"/>',
    # A dot.
    Level.PARSED: '<circle cx="8" cy="8" r="1.5" stroke-width="3"/>',
    # A line of writing, struck through.
    Level.EXPECTED_FAILURE: '<path d="M2 6h12M2 10h9M1.5 13.5 14.5 2.5"/>',
    # A question mark.
    "missing": '<path d="M5 5.5C5 1 11.5 1.5 11.2 5.3 11 8 8 7.8 8 10.5M8 13.9v.1"/>',
    # A dash: nothing was done.
    "unchecked": '<path d="M4 8h8"/>',
}


def mark_of(name: str) -> str:
    """Return a mark as SVG. It has a size of its own, because feed readers have no stylesheet of ours."""
    return (
        f'<svg class="proof-mark proof-{name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" '
        f'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">'
        f"{DRAWINGS[name]}</svg>"
    )
