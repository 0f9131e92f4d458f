"""Why a site is not published."""

from faircopy.diagnostics.model import Rule, Severity

# Before anything is built
NO_REPOSITORY = Rule("PB101", Severity.ERROR, "this is no git repository with a commit and a folder to work in")
REMOTE_SILENT = Rule("PB102", Severity.ERROR, "the remote is not there, or does not answer")
DETACHED = Rule("PB103", Severity.ERROR, "no branch is checked out")
SHALLOW = Rule("PB104", Severity.ERROR, "the repository has only part of its history")
DIRTY = Rule("PB105", Severity.ERROR, "something is not committed")
OTHER_BRANCH = Rule("PB106", Severity.ERROR, "another branch is checked out than the one that is published")
TARGET_IN_USE = Rule("PB107", Severity.ERROR, "the site would overwrite a branch that holds something else")
SOURCE_MOVED = Rule("PB108", Severity.ERROR, "the remote has commits of the source that are not here")
SOURCE_UNPUSHED = Rule("PB109", Severity.ERROR, "commits of the source are only on this machine")
LIVE_UNKNOWN = Rule("PB110", Severity.ERROR, "the live site was made from a commit that this one does not come after")
NOBODY = Rule("PB111", Severity.ERROR, "git does not know who you are")
ALREADY_RUNNING = Rule("PB112", Severity.ERROR, "another publishing is under way in this folder")
ADDRESS_UNLIKELY = Rule("PB113", Severity.ERROR, "SITEURL is not where the site will stand")
DOMAIN_LOST = Rule("PB114", Severity.ERROR, "the site's own domain would be lost, or is not that of SITEURL")
OPTION_INVALID = Rule("PB115", Severity.ERROR, "an option needs another, or what it names is not there")
SETTING_UNUSABLE = Rule("PB116", Severity.ERROR, "a setting for publishing has a value that it cannot have")
GIT_FAILED = Rule("PB117", Severity.ERROR, "git could not do its part")
LINK_OUT = Rule("PB118", Severity.ERROR, "a committed symbolic link leads out of the repository, or in a circle")
NOT_COMMITTED = Rule("PB119", Severity.ERROR, "a submodule, or a pointer of Git LFS, stands where a file is needed")
PUSHES_TO_SEVERAL = Rule("PB120", Severity.ERROR, "a push to the remote goes to several places")
WORKSPACE_UNUSABLE = Rule("PB121", Severity.ERROR, "the folder that publishing works in cannot be used")

# The built site
EMPTY = Rule("PB301", Severity.ERROR, "there is no home page, so there is no site")
SHRUNK = Rule("PB302", Severity.ERROR, "the site is smaller by more than a fifth")
TOO_LARGE = Rule("PB303", Severity.ERROR, "a file, or the site, is larger than GitHub takes")
NAME_UNUSABLE = Rule("PB304", Severity.ERROR, "a file cannot be published under its name, or is a link")
SECRET = Rule("PB308", Severity.ERROR, "a key, a token or a password stands in the site")
LOCAL_PATH = Rule("PB309", Severity.ERROR, "a path of somebody's own machine stands in the site")
FEED_INVALID = Rule("PB310", Severity.ERROR, "a feed or the site map is not valid")
REDIRECT_DEAD = Rule("PB311", Severity.ERROR, "a redirect leads nowhere, or in a circle")

# What would change for the world
URL_REMOVED = Rule("PB401", Severity.ERROR, "an address that readers may know would be gone")

# Publishing itself
OVERTAKEN = Rule("PB501", Severity.ERROR, "somebody else has published meanwhile")
PUSH_FAILED = Rule("PB502", Severity.ERROR, "the remote did not take the site")
COMMIT_DIFFERS = Rule("PB503", Severity.ERROR, "the commit does not hold what was checked")
REMOTE_DIFFERS = Rule("PB504", Severity.ERROR, "the remote does not hold what was pushed")
NOT_LIVE_YET = Rule("PB505", Severity.WARNING, "the live site does not show the new state yet")
NOTHING_BEFORE = Rule("PB506", Severity.ERROR, "there is no earlier site to put back")
