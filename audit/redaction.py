"""Take personal numbers out of text that is kept: logs, addresses, events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Also as people type and browsers send them: in groups, with spaces or plus signs between, or
# stuck to a letter. A run of hexadecimal digits that looks like one is lost with it.
GAP = r"(?:[\s+]|%20|%2B){0,3}"
IDENTITY_NUMBER = re.compile(rf"(?<!\d)\d{{6}}{GAP}\d{{4}}{GAP}\d{{4}}{GAP}\d{{3}}[\dXx](?!\d)")
OLD_NUMBER = re.compile(r"(?<!\d)\d{15}(?!\d)")
# The end of a number, in the address of a search before it is answered with another address.
TAIL = re.compile(r"(?<=[?&]q=)\d{3}[\dXx](?![^&\s\"'#])")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def redact(text: str) -> str:
    """Replace identity numbers and mobile numbers by what they are."""
    text = TAIL.sub("[末四位]", IDENTITY_NUMBER.sub("[身份证号]", text))
    return PHONE.sub("[手机号]", OLD_NUMBER.sub("[身份证号]", text))


FINGERPRINT = re.compile(r"[0-9a-f]{64}")  # digits in a row are chance, and it must stay whole
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # what no database takes
ACCOUNTS = ("username", "holder")  # whose account it is may be a telephone number


def kept(value: Any) -> Any:
    """Make a value fit to be kept for good: whoever typed a number into a text wrote it nowhere."""
    if isinstance(value, Mapping):
        return {name: one if name in ACCOUNTS else kept(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [kept(one) for one in value]
    if isinstance(value, str) and not FINGERPRINT.fullmatch(value):
        return redact(UNWRITABLE.sub("", value))
    return value
