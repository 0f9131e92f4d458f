from publishcases import GuardCase, plugin

CASES = [
    GuardCase("PB304", plugin("(output / 'own.txt').symlink_to('/etc/group')"), lambda files, _: "own.txt" in files),
]
