from publishcases import GuardCase, plugin

# GitHub itself would refuse the push, after all of it was sent.
CASES = [
    GuardCase(
        "PB303",
        plugin("(output / 'film.bin').write_bytes(b'0' * 300_000)"),
        lambda files, _: len(files["film.bin"]) > 200_000,
        limits={"faircopy.publish.guards.file_sizes.MAX_FILE_BYTES": 200_000},
    ),
]
