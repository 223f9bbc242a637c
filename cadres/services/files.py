"""Keep a file that somebody sent."""

from __future__ import annotations

import hashlib

from cadres.filecheck import Checked
from cadres.models import StoredFile


def store(checked: Checked, *, scope_path: str) -> StoredFile:
    """Keep a checked file, encrypted, with its fingerprint.

    It is a step of a service that has asked whether it may be and records it.
    """
    return StoredFile.objects.create(
        scope_path=scope_path,
        name=checked.name,
        kind=checked.kind,
        size=len(checked.body),
        sha256=fingerprint(checked),
        body=checked.body,
    )


def fingerprint(checked: Checked) -> str:
    """Give the SHA-256 of the content as it is kept."""
    return hashlib.sha256(checked.body).hexdigest()
