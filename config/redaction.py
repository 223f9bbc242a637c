"""Logs without personal numbers."""

from __future__ import annotations

import logging

from audit.redaction import redact


class RedactingFormatter(logging.Formatter):
    """Redact the finished line, so that arguments and tracebacks are covered as well."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
