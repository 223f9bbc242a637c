"""Every hour: the head of the chain, written where whoever owns the database does not reach."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from audit import chain, heads


@shared_task(name="audit.tasks.note_head")
def note_head() -> int:
    """Note the head as it stands; a tail cut off later is found up to here."""
    head = chain.head()
    if head is None:
        return 0
    heads.note(head, settings.AUDIT_HEADS)
    return head.seq
