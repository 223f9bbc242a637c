"""To-do lines about rosters: those that somebody sent and did not bring to an end."""

from __future__ import annotations

from django.urls import reverse

from accounts.acting import Acting
from accounts.roles import Role
from cadres.models import Batch, BatchStatus
from cadres.queries.rosters import open_batches
from reports.todo_line import Todo

LISTED = 10


def about_rosters(acting: Acting) -> list[Todo]:
    """List the rosters that wait for the township's clerk."""
    if not acting.has(Role.TOWNSHIP_CLERK):
        return []
    return [_line(batch) for batch in open_batches(acting)[:LISTED]]


def _line(batch: Batch) -> Todo:
    url = reverse("cadres:roster", args=[batch.pk])
    if batch.status == BatchStatus.COLUMNS:
        title = f"花名册 {batch.file.name} 待核对各列"
        ground = f"{batch.sent_on} 上传，核对以后才能预览和写入"
        return Todo("待核对列", "attention", title, ground, url, "去核对")
    counts = batch.counts
    ground = (
        f"{batch.sent_on} 上传 · 新增 {counts['new']} 人，有变动 {counts['changed']} 人，"
        f"不能导入 {counts['refused']} 行"
    )
    if not counts["new"] + counts["changed"]:
        title = f"花名册 {batch.file.name} 已核对，没有要写入的内容"
        return Todo("待改正", "info", title, ground, url, "去看看")
    title = f"花名册 {batch.file.name} 已核对，待确认写入"
    return Todo("待确认", "attention", title, ground, url, "去确认")
