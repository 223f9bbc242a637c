"""Keep a file that was made in the background until its asker has fetched it, a day at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.acting import Acting
from accounts.worklist import Work
from cadres.models import FileKind, StoredFile
from reports.produced import Kind, Produced

KEPT = timedelta(hours=24)
FILE = "file"  # where a work's arguments name the file it made
KINDS = {Kind.XLSX: FileKind.XLSX, Kind.CSV: FileKind.CSV, Kind.PDF: FileKind.PDF}


def keep(produced: Produced, job: Work, *, by: Acting) -> StoredFile:
    """Put a finished file, encrypted, beside the work that made it."""
    body = produced.content.read()
    file = StoredFile.objects.create(
        scope_path=by.lo,
        name=produced.name,
        kind=KINDS[produced.kind],
        size=len(body),
        sha256=produced.sha256,
        body=body,
    )
    job.arguments[FILE] = file.pk
    Work.objects.visible_to(by).filter(pk=job.pk).update(arguments=job.arguments)
    return file


def kept(job: Work, *, by: Acting) -> StoredFile | None:
    """Give the file a work made, while it is there."""
    return StoredFile.objects.visible_to(by).filter(pk=job.arguments.get(FILE)).first()


@transaction.atomic
def drop_old(*, before: datetime, by: Acting) -> int:
    """Delete the files of work that ended before that moment; the log goes on knowing them."""
    old = Work.objects.visible_to(by).filter(ended_at__lt=before, arguments__has_key=FILE)
    found = {job.pk: job for job in old.locked()}
    files = [job.arguments.pop(FILE) for job in found.values()]
    StoredFile.objects.visible_to(by).filter(pk__in=files).delete()
    for job in found.values():
        job.url = ""
    Work.objects.visible_to(by).bulk_update(found.values(), ["arguments", "url"], batch_size=200)
    return len(files)
