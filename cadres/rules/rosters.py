"""Who may bring a roster in, and what stands against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from accounts.acting import Acting
from accounts.answer import YES, Answer, unless
from accounts.models import Division
from accounts.roles import Level
from cadres.models import MOVES, Batch, BatchStatus
from cadres.posts import Post
from cadres.rosters.fields import BY_KEY
from cadres.rosters.judged import HandOver
from cadres.rules.registry import may_record
from cadres.rules.tenures import BY_HAND_ENDED


def may_import(township: Division, by: Acting) -> Answer:
    """Ask whether he may bring in a roster of this township."""
    inside = by.whole or (bool(by.hi) and by.lo <= township.path < by.hi)
    return (
        may_record(by)
        & unless(
            township.level == Level.TOWNSHIP and inside,
            "花名册按乡镇（街道）导入，请选择本辖区的乡镇（街道）。",
        )
        & unless(
            township.last_day is None,
            f"{township.name}已于 {township.last_day} 撤并，请导入到承继的乡镇（街道）。",
        )
    )


def may_move(batch: Batch, status: BatchStatus, by: Acting) -> Answer:
    """Ask whether the batch can go on to that state."""
    now = BatchStatus(batch.status)
    return may_record(by) & unless(
        status in MOVES[now], f"这次导入现在是“{now.label}”，不能再{_VERBS[status]}。"
    )


def still_true(changed_rows: Collection[int]) -> Answer:
    """Ask whether the registry still says what it said when the sheet was looked at."""
    rows = "、".join(str(row) for row in sorted(changed_rows)[:5])
    return unless(
        not changed_rows,
        f"预览以后名册有变动，第 {rows} 行{'等' if len(changed_rows) > 5 else ''}的结果已不同，"
        "没有写入任何内容。请重新核对后再确认。",
    )


def columns_stand(columns: Mapping[int, str], width: int) -> Answer:
    """Ask whether columns can mean that: known meanings, each given once but where many may."""
    given = {column: key for column, key in columns.items() if key}
    known = all(0 <= column < width and key in BY_KEY for column, key in given.items())
    answer = unless(known, "所选的列或含义不在可选范围内，请刷新本页后重新选择。")
    for key, times in Counter(given.values()).items():
        field = BY_KEY.get(key)
        if field is not None and times > 1 and not field.many:
            sentence = f"有 {times} 列都选了“{field.label}”，请只留一列，其余改为“不导入”。"
            answer &= unless(False, sentence)  # noqa: FBT003
    return answer


def hand_over_stands(hand_over: HandOver, *, on: date, how: str, today: date) -> Answer:
    """Ask whether the holder can leave that way the day before, and the post be taken over."""
    post, since = Post(hand_over.post), date.fromisoformat(hand_over.since)
    whose = f"{post.label}（现任{hand_over.name}）"
    allowed = BY_HAND_ENDED[post.body]
    named = "、".join(str(one.label) for one in allowed)
    return (
        YES
        & unless(
            on > since,
            f"{whose}自 {since} 起任职，接任日期 {on} 应在此以后，请改日期。",
        )
        & unless(on <= today, f"{whose}的接任日期 {on} 在今天以后，请在接任当天或以后办理。")
        & unless(
            how in allowed,
            f"{whose}不适用这种离任方式，可选：{named}。",
        )
    )


def undo_stands(reason: str, newer: Collection[str]) -> Answer:
    """Ask whether nothing newer rests on what the batch wrote."""
    names = "、".join(list(newer)[:5])
    return unless(
        not newer,
        f"{names}{'等' if len(newer) > 5 else ''} 的档案或任职在导入以后又有变动，整批不能撤回。"
        "请在有关人员的档案中逐项更正。",
    ) & unless(bool(reason.strip()), "请写明撤回的原因，例如“传错了文件”。")


_VERBS = {
    BatchStatus.COLUMNS: "改列",
    BatchStatus.CHECKED: "核对",
    BatchStatus.CONFIRMED: "写入",
    BatchStatus.UNDONE: "撤回",
    BatchStatus.DISCARDED: "作废",
}
