from publishcases import GuardCase, plugin

# Once: the plugin of a build before is called again while nobody has looked for garbage.
LINK = "if not (output / 'own.txt').is_symlink():\n    (output / 'own.txt').symlink_to('/etc/group')"
CASES = [GuardCase("PB304", plugin(LINK), lambda files, _: "own.txt" in files)]
