"""Long work in the background, with a progress that outlives a reload of the page.

A view writes a row and sends its id (`start`); a task takes it up (`run`), says how far it is
(`Progress`) through a connection of its own, since its transaction shows nothing before it ends,
and leaves either where to go on or a sentence that says why it failed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import Acting, acting_in, command_line
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import RoleGrant, Work
from accounts.session import acting_as

log = logging.getLogger(__name__)

BEAT = 0.5  # seconds between two notes of progress
BROKEN = (
    "后台处理时出错，没有写入任何数据。请稍后再试；再次失败请联系系统管理员，并告知任务编号 {}。"
)
ENDED = "任务开始前，提出人的授权已经终止，没有处理。仍需办理的，请由现任人员重新提出。"
NO_QUEUE = "后台任务队列没有运行，没有开始处理。请联系系统管理员启动后台任务，然后再试。"


class Progress:
    """Say how far the work is; called often, it writes twice a second at most."""

    def __init__(self, work: Work | None, acting: Acting) -> None:
        self.work, self.acting, self.last = work, acting, 0.0
        self._own: Any = None

    def __call__(self, done: int, total: int, doing: str = "") -> None:
        now = time.monotonic()
        if self.work is None or (now - self.last < BEAT and done < total):
            return
        self.last = now
        with self._connection().cursor() as cursor:
            cursor.execute(
                f"UPDATE {Work._meta.db_table} SET done = %s, total = %s, doing = %s WHERE id = %s",  # noqa: S608
                [done, total, doing[:60], self.work.pk],
            )

    def close(self) -> None:
        """Give the connection back."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def _connection(self) -> Any:
        if self._own is None:
            self._own = connection.copy()
            with self._own.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('app.lo', %s, false), set_config('app.hi', %s, false)",
                    [self.acting.lo, self.acting.hi],
                )
        return self._own


def silent(done: int, total: int, doing: str = "") -> None:
    """Stand in for a progress where nobody watches."""


def start(*, task: str, title: str, by: Acting, total: int = 0, **arguments: Any) -> Work:
    """Write the work down and have it taken up once this transaction has committed."""
    work = Work.objects.create(
        scope_path=by.lo,
        task=task,
        title=title,
        arguments=arguments,
        grant_id=by.grant_id,
        asked_by=by.username,
        total=total,
    )
    transaction.on_commit(lambda: _send(work, by))
    return work


def _send(work: Work, by: Acting) -> None:
    try:
        current_app.send_task(work.task, args=[work.pk, work.grant_id], retry=False)
    except Exception:
        log.exception("work %s could not be queued", work.pk)
        _end(work, by, failure=NO_QUEUE)


def run(pk: int, grant: int | None, body: Callable[[Work, Acting, Progress], str]) -> None:
    """Do the work once: in a transaction of its own, as whoever asked for it.

    A task that is delivered twice finds the row ended and does nothing.
    """
    acting = _acting(grant)
    with acting_as(acting or command_line(), reason="work"):
        work = Work.objects.visible_to(acting or command_line()).get(pk=pk)
        if work.is_over:
            return
        if acting is None:
            _end(work, command_line(), failure=ENDED)
            return
        Work.objects.filter(pk=pk).update(status=Work.Status.RUNNING)
    progress = Progress(work, acting)
    try:
        with acting_as(acting, reason=work.task):
            url = body(work, acting, progress)
    except Refused as refused:
        _end(work, acting, failure="\n".join(refused.objections))
    except Exception:
        log.exception("work %s failed", pk)
        _end(work, acting, failure=BROKEN.format(pk))
    else:
        _end(work, acting, url=url)
    finally:
        progress.close()


def _end(work: Work, acting: Acting, *, url: str = "", failure: str = "") -> None:
    status = Work.Status.FAILED if failure else Work.Status.DONE
    with acting_as(acting, reason=work.task):
        Work.objects.filter(pk=work.pk).update(
            status=status, url=url, failure=failure, ended_at=timezone.now()
        )


def _acting(grant: int | None) -> Acting | None:
    """Give whoever asked; None when he holds the role no more."""
    if grant is None:
        return command_line()
    # Asked again when the work begins: a role that ended meanwhile does nothing any more.
    held = RoleGrant.objects.in_force(today()).select_related("user", "division__parent")
    found = held.filter(pk=grant).first()
    return acting_in(found) if found else None
