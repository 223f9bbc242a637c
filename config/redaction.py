"""Logs without personal numbers."""

from __future__ import annotations

import logging
import re

IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z])1\d{10}(?![0-9A-Za-z])")


def redact(text: str) -> str:
    """Replace identity numbers and mobile numbers by what they are."""
    return PHONE.sub("[手机号]", IDENTITY_NUMBER.sub("[身份证号]", text))


class RedactingFormatter(logging.Formatter):
    """Redact the finished line, so that arguments and tracebacks are covered as well."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
