"""How Pelican's own command reports a ContentError: in sentences, without a traceback."""

import logging

from faircopy.diagnostics.model import ContentError

PELICAN = "pelican"  # the name of its logger


class WithoutTraceback(logging.Filter):
    """Removes the traceback of a ContentError, which shows our code and not the problem. `pelican --debug` keeps it."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_content_error = record.exc_info is not None and isinstance(record.exc_info[1], ContentError)
        if is_content_error and not logging.getLogger(PELICAN).isEnabledFor(logging.DEBUG):
            record.exc_info = None
        return True


def report_plainly() -> None:
    """Let Pelican log each ContentError without its traceback. Every plugin that raises one calls this."""
    log = logging.getLogger(PELICAN)
    if not any(isinstance(one, WithoutTraceback) for one in log.filters):
        log.addFilter(WithoutTraceback())
