"""Rows of made-up files, pictures and PDFs, for tests."""

from __future__ import annotations

import hashlib
import zlib
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from cadres.models import (
    Document,
    Education,
    Experience,
    FileKind,
    Person,
    Relative,
    Reward,
    StoredFile,
)

_shades = count()


def picture(kind: str = "JPEG", size: tuple[int, int] = (240, 320), **saved: Any) -> bytes:
    """Draw a picture no other call of this run drew."""
    turn = next(_shades)
    image = Image.new("RGB", size, (turn % 256, turn // 256 % 256, 120))
    out = BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def pdf(inside: bytes = b"", *, packed: bytes = b"", trailer: bytes = b"") -> bytes:
    """Write a PDF of one page; `inside` goes into its catalogue, `packed` into an object stream."""
    stream = zlib.compress(b"5 0 " + packed)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + inside + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    if packed:
        head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(stream)
        objects.append(head + b"\nstream\n" + stream + b"\nendstream")
    body = b"%%PDF-1.7\n%% %d\n" % next(_shades)
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    return body + b"trailer << /Root 1 0 R " + trailer + b" >>\nstartxref\n0\n%%EOF\n"


def stored(person: Person, body: bytes = b"", **fields: Any) -> StoredFile:
    """Keep a file with a person's."""
    body = body or picture()
    given = {"name": "材料.jpg", "kind": FileKind.JPEG} | fields
    return StoredFile.objects.create(
        scope_path=person.scope_path, size=len(body), body=body,
        sha256=hashlib.sha256(body).hexdigest(), **given,
    )  # fmt: skip


def education(person: Person, **fields: Any) -> Education:
    given = {"mode": "full_time", "level": "31", "school": "湖南农业大学"}
    given |= {"began_on": date(1992, 9, 1), "graduated_on": date(1995, 6, 30)}
    return _row(Education, person, given | fields)


def experience(person: Person, **fields: Any) -> Experience:
    given = {"began_on": date(1996, 1, 1), "ended_on": date(2008, 5, 31), "text": "在外务工"}
    return _row(Experience, person, given | fields)


def relative(person: Person, **fields: Any) -> Relative:
    return _row(
        Relative, person, {"relation": "spouse", "title": "妻子", "name": "刘桂兰"} | fields
    )


def reward(person: Person, **fields: Any) -> Reward:
    given = {"title": "优秀共产党员", "level": "county", "granted_by": "中共耒阳市委"}
    return _row(Reward, person, given | {"granted_on": date(2016, 7, 1)} | fields)


def paper(person: Person, body: bytes = b"", **fields: Any) -> Document:
    """Put a paper into a file."""
    given = {"dossier_class": "career", "title": "干部履历表", "added_by": "陈干事",
             "added_on": date(2018, 3, 1)} | fields  # fmt: skip
    given.setdefault("file", stored(person, body))
    return _row(Document, person, given)


def _row(model: Any, person: Person, fields: dict[str, Any]) -> Any:
    return model.objects.create(person=person, scope_path=person.scope_path, **fields)
