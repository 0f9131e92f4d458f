from publishcases import GuardCase, has, plugin

# It has no id, no title and no date.
EMPTY_FEED = '<feed xmlns="http://www.w3.org/2005/Atom"/>'
CASES = [
    GuardCase(
        "PB310",
        plugin(f"(output / 'feeds/all.atom.xml').write_text({EMPTY_FEED!r})"),
        has("feeds/all.atom.xml", EMPTY_FEED.encode()),
    ),
]
