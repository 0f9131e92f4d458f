"""The rules of publishing outside the guards, which define their own."""

from faircopy.diagnostics.model import Rule, Severity

# Before anything is built
NO_REPOSITORY = Rule("PB101", Severity.ERROR, "this is not a git repository with a commit and a working tree")
REMOTE_SILENT = Rule("PB102", Severity.ERROR, "the remote does not exist, or does not answer")
ALREADY_RUNNING = Rule("PB112", Severity.ERROR, "another `publish` is running in this folder")
OPTION_INVALID = Rule("PB115", Severity.ERROR, "an option needs another option, or names something that does not exist")
SETTING_UNUSABLE = Rule("PB116", Severity.ERROR, "a setting for publishing has a value that it cannot have")
GIT_FAILED = Rule("PB117", Severity.ERROR, "git could not do its part")
LINK_OUT = Rule("PB118", Severity.ERROR, "a committed symbolic link leads out of the repository, or in a circle")
NOT_COMMITTED = Rule("PB119", Severity.ERROR, "a file that is needed is a submodule, or a Git LFS pointer")
PUSHES_TO_SEVERAL = Rule("PB120", Severity.ERROR, "a push to the remote goes to several places")
WORKSPACE_UNUSABLE = Rule("PB121", Severity.ERROR, "the folder that publishing works in cannot be used")

# Publishing itself
OVERTAKEN = Rule("PB501", Severity.ERROR, "somebody else has published in the meantime")
PUSH_FAILED = Rule("PB502", Severity.ERROR, "the remote refused the site")
COMMIT_DIFFERS = Rule("PB503", Severity.ERROR, "the commit does not contain what was checked")
REMOTE_DIFFERS = Rule("PB504", Severity.ERROR, "the remote does not contain what was pushed")
NOT_LIVE_YET = Rule("PB505", Severity.WARNING, "the live site does not show the new state yet")
NOTHING_BEFORE = Rule("PB506", Severity.ERROR, "there is no earlier site to restore")
