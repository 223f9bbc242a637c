"""What may stand in a person's file, row by row, and who puts papers in or takes them out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.acting import Acting
from accounts.answer import YES, Answer, unless
from cadres import codes
from cadres.models import Document, Education, Experience, Person, Relative, Reward
from cadres.models.dossier import FileRow
from cadres.rules.registry import may_record


def file_stands(person: Person) -> Answer:
    """Refuse to write into a file that was merged into another."""
    return unless(
        person.merged_into_id is None,
        "此档案已并入另一份档案，只留作查阅。请打开保留的档案办理。",
    )


def entry_stands(entry: FileRow, *, born_on: date, today: date) -> Answer:
    """Ask of a row of the file whether it can be true of somebody born on that day."""
    return RULES[type(entry)](entry, born_on, today)


def may_archive(document: Document, *, today: date, by: Acting) -> Answer:
    """Ask whether a paper may be put into the file."""
    return (
        may_record(by)
        & _filled(document.title, "材料名称")
        & unless(
            document.dated_on is None or document.dated_on <= today,
            f"材料日期 {document.dated_on} 晚于今天，请核对。",
        )
    )


def may_withdraw_document(document: Document, *, reason: str, by: Acting) -> Answer:
    """Ask whether a paper may be taken out; it stays kept, with the reason."""
    return (
        may_record(by)
        & unless(
            document.withdrawn_on is None,
            f"“{document.title}”已于 {document.withdrawn_on} 撤出，不必再办。",
        )
        & unless(len(reason.strip()) >= 4, "请写明撤出原因，例如“归错了人，应归入其兄档案”。")
    )


def _education(row: Education, born_on: date, today: date) -> Answer:
    return (
        _filled(row.school, "毕业院校")
        & _coded("education", row.level)
        & _coded("degree", row.degree)
        & _in_order(row.began_on, row.graduated_on, "毕业日期", "入学日期")
        & _in_life(row.began_on, "入学日期", born_on, today)
        & _in_life(row.graduated_on, "毕业日期", born_on, today)
    )


def _experience(row: Experience, born_on: date, today: date) -> Answer:
    return (
        _filled(row.text, "单位和职务")
        & _in_order(row.began_on, row.ended_on, "结束日期", "起始日期")
        & _in_life(row.began_on, "起始日期", born_on, today)
        & _in_life(row.ended_on, "结束日期", born_on, today)
    )


def _relative(row: Relative, born_on: date, today: date) -> Answer:
    return (
        _filled(row.title, "称谓")
        & _filled(row.name, "姓名")
        & _coded("political_status", row.political_status)
        & unless(
            row.born_on is None or row.born_on <= today,
            f"出生日期 {row.born_on} 晚于今天，请核对。",
        )
        & unless(
            row.cadre_id is None or row.cadre_id != row.person_id,
            "亲属不能是本人，请重新选择本系统档案。",
        )
        & unless(
            row.cadre_id is None or row.holds_office,
            "选了本系统档案，“担任公职或村干部”也要勾选。",
        )
    )


def _reward(row: Reward, born_on: date, today: date) -> Answer:
    return (
        _filled(row.title, "名称")
        & _filled(row.granted_by, "授予机关")
        & _in_life(row.granted_on, "授予日期", born_on, today)
    )


RULES: dict[type[FileRow], Callable[[Any, date, date], Answer]] = {
    Education: _education,
    Experience: _experience,
    Relative: _relative,
    Reward: _reward,
}


def _filled(text: str, label: str) -> Answer:
    return unless(bool(text.strip()), f"请填写{label}。")


def _coded(table: str, code: str) -> Answer:
    title = codes.TABLES[table]().title
    return unless(
        not code or code in codes.TABLES[table]().labels,
        f"{title}代码“{code}”不在国家标准代码表内，请从下拉表中选择。",
    )


def _in_order(first: date | None, last: date | None, label: str, before: str) -> Answer:
    return unless(
        first is None or last is None or last >= first,
        f"{label} {last} 早于{before} {first}，请核对。",
    )


def _in_life(day: date | None, label: str, born_on: date, today: date) -> Answer:
    if day is None:
        return YES
    return unless(born_on < day <= today, f"{label} {day} 应在出生之后、今天以前，请核对。")
