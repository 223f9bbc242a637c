"""Write the file that confirms one entry or one reading."""

from __future__ import annotations

import json
from datetime import date

from policy import book


def confirmation_text(*, what: str, document: str, issued: date) -> str:
    """Give the file's text; JSON strings are YAML strings, whatever was typed."""
    kind, _, code = what.partition(":")
    instrument = book.packaged().held.instruments[None]
    return (
        f"instrument: {instrument}\n"
        f"title: {json.dumps(f'核对确认 {code}', ensure_ascii=False)}\n"
        f"document: {json.dumps(document.strip(), ensure_ascii=False)}\n"
        f"issued: {issued.isoformat()}\n"
        f"confirmations:\n  - {{kind: {kind}, code: {code}}}\n"
    )
