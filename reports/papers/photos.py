"""A person's photo as a paper takes it: small, plain JPEG."""

from __future__ import annotations

import io

from PIL import Image

from cadres.models import StoredFile

PIXELS = (480, 640)  # on the few centimetres of a photo finer than a printer's dots


def printed(file: StoredFile | None) -> bytes | None:
    """Give the photo re-encoded, or None where the file has none."""
    if file is None:
        return None
    with Image.open(io.BytesIO(file.body)) as picture:
        picture.thumbnail(PIXELS)
        small = io.BytesIO()
        picture.convert("RGB").save(small, "JPEG", quality=85)
    return small.getvalue()
