"""What can go wrong with a build as a whole."""

from mdsource.diagnostics import Rule, Severity

SETTINGS_BROKEN = Rule("SB901", Severity.ERROR, "the settings file, or a plugin that it imports, cannot be loaded")
PELICAN_COMPLAINED = Rule("SB902", Severity.ERROR, "Pelican logged a warning or an error")
BUILD_CRASHED = Rule("SB903", Severity.ERROR, "Pelican, a plugin or a template raised an exception")
