from publishcases import GuardCase, plugin

CASES = [
    GuardCase("PB301", plugin("(output / 'index.html').write_text('')"), lambda files, _: files["index.html"] == b""),
]
