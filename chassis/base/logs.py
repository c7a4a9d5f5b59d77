"""What is written to the log, and in which form?"""

import logging
import sys

import structlog

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def configure(*, service: str, form: str = "console", level: str = "INFO") -> None:
    """Once, when a process starts. `form`: console for people, json for machines."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s: %(message)s")
    _arrange(form, number)


def _arrange(form: str, number: int) -> None:
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            sort_keys=False,
            exception_formatter=structlog.dev.plain_traceback,  # the rich one takes seconds and shows secrets
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if form == "json" else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # of now: tests replace it
    )


if not structlog.is_configured():
    _arrange("console", logging.INFO)
