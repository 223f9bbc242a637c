"""The files of a roster: as it was sent, and the rows that could not be taken."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from accounts.doors import door
from accounts.pages import ActingRequest
from accounts.roles import Role
from audit.services import record
from cadres.models import Batch
from cadres.queries.rosters import batches
from cadres.rosters.returns import refused_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(Role.TOWNSHIP_CLERK, of=batches)
def roster_refused(request: ActingRequest, found: Batch) -> HttpResponse:
    """Give the refused rows back, in full: the clerk's own data, to mend and send again."""
    record("roster.refused_taken", by=request.acting, about=found, rows=found.counts.get("refused"))
    name = f"{PurePath(found.file.name).stem}_不能导入的行.xlsx"
    return _file(name, refused_workbook(found, request.acting), XLSX)


@door(Role.TOWNSHIP_CLERK, of=batches)
def roster_file(request: ActingRequest, found: Batch) -> HttpResponse:
    """Give the file as it was sent."""
    record("roster.file_taken", by=request.acting, about=found, sha256=found.file.sha256)
    name = PurePath(found.file.name).with_suffix(f".{found.file.kind}").name
    return _file(name, bytes(found.file.body), "application/octet-stream")


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition or "attachment"}
    )
