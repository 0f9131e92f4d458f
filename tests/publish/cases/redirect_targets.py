from publishcases import GuardCase, has, plugin, redirect_to
from publishsite import SITEURL

CASES = [
    GuardCase(
        "PB311",
        plugin(f"(output / 'old.html').write_text({redirect_to(f'{SITEURL}/old.html')!r})"),
        has("old.html", b"old.html"),
    ),
]
