from publishcases import GuardCase, both, has, plugin, post

HUSHED = "Nobody was to read before spring that the harbour bridge will be painted green."
CASES = [
    GuardCase(
        "PB305",
        both(
            post("green", body=HUSHED, more="Status: draft"),
            plugin(f"(output / 'feeds/note.txt').write_text({HUSHED!r})"),
        ),
        has("feeds/note.txt", b"painted green"),
    ),
    GuardCase(
        "PB306",
        both(
            lambda author: author.write("content/posts/2020/green/plan.bin", b"the plan"),
            post("green", more="Status: draft"),
            plugin("(output / 'harmless.bin').write_bytes(b'the plan')"),
        ),
        has("harmless.bin", b"the plan"),
    ),
    GuardCase(
        "PB307",
        both(
            post("green", date="2027-03-01"),
            plugin("with (output / 'robots.txt').open('a') as file: file.write('Disallow: /2027/03/green/')"),
        ),
        has("robots.txt", b"/2027/03/green/"),
    ),
    GuardCase(
        "PB313",
        plugin(r"(output / 'feeds/note.txt').write_text('Title: Soon\nStatus: draft\n\nNot yet.\n')"),
        has("feeds/note.txt", b"Status: draft"),
    ),
]
