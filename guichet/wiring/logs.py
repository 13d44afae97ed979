"""Logs: one JSON object a line on stderr, without personal data.

Nobody logs what a person wrote, is called or can be reached at; ids of contacts are enough to find the rest for whoever may. What
libraries log passes through the same door, without the parameters of statements or the lines of addresses asked for.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PERSONAL = frozenset({"email", "phone", "name", "text", "address", "password", "token", "cookie", "body", "query", "params"})
"""Keys that never reach a log, whatever they hold: the last net, under the rule."""

TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
"""Where it happened, without the values at hand there: they are often somebody's."""

ROUTINE = frozenset(
    {"about_to_defer_jobs", "jobs_deferred", "periodic_task_deferred", "start_job", "job_success", "registering_periodic_task"}
)
"""What procrastinate says of each job that goes well, several times a minute for ever. Retries and failures are none of these."""


def configure(level: str) -> None:
    """Send structlog and the standard library's records to stderr as JSON lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_personal_data,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_worth_a_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                TRACEBACKS,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for quiet in ("asyncio", "httpx", "django.db.backends", "procrastinate.blueprints", "uvicorn.access", "fido2"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whatever a job has to say it logs itself: that it was done is for whoever looks for a fault."""
    is_routine = record.name.startswith("procrastinate.") and getattr(record, "action", "") in ROUTINE
    return not is_routine or logging.getLogger().isEnabledFor(logging.DEBUG)


def _without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in PERSONAL & event.keys():
        event[key] = "(kept out)"
    return event
