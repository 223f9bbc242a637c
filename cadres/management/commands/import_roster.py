"""Bring in one township's roster from the command line: the very code of the pages."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.commands import acting_from, add_by
from accounts.models import Division, DivisionCode
from accounts.roles import Level
from accounts.session import acting_as
from cadres import services
from cadres.models import Batch, BatchStatus, Outcome
from cadres.queries.rosters import found_in


class Command(BaseCommand):
    help = "导入一个乡镇的花名册。不写 --confirm 只核对，不写入；写了才写入，包括列出的交接。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx、xls 或 csv 文件")
        parser.add_argument("--township", required=True, metavar="CODE", help="乡镇区划代码")
        parser.add_argument("--sheet", default="", help="工作表名，默认选最像花名册的一张")
        parser.add_argument("--confirm", action="store_true", help="核对后写入")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting_from(options)
        try:
            with acting_as(by, reason="import_roster"):
                found = _import(options, by)
                if not options["confirm"]:
                    transaction.set_rollback(True)
        except (Refused, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            json.dumps(found, ensure_ascii=False) if options["json"] else _said(found)
        )


def _import(options: dict[str, Any], by: Acting) -> dict[str, Any]:
    batch = services.take_roster(
        township=_township(options["township"]),
        name=options["file"].name,
        content=_content(options["file"]),
        by=by,
        sheet=options["sheet"],
    )
    if batch.status != BatchStatus.CHECKED:
        raise Refused(
            f"工作表“{batch.sheet}”缺少必需的列，认出的列是：{'、'.join(batch.columns.values())}。"
            "请在网页上核对各列的含义，系统会记住；或改用空白模板的列名。"
        )
    if options["confirm"]:
        batch = services.confirm_batch(batch=batch, by=by)
    return _answer(batch, by)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"读不到文件 {file}：{error.strerror}。请核对路径。") from error


def _township(code: str) -> Division:
    found = DivisionCode.objects.filter(
        code=code, last_day=None, division__level=Level.TOWNSHIP, division__last_day=None
    ).select_related("division__parent")
    # The two families of codes are never joined: where a code means two, neither is taken.
    divisions = {one.division_id: one.division for one in found}
    if len(divisions) != 1:
        raise CommandError(f"区划代码 {code} 不是一个现有乡镇（街道）的代码，请核对。")
    return next(iter(divisions.values()))


def _answer(batch: Batch, by: Acting) -> dict[str, Any]:
    counts = {name: batch.counts[name] for name in ("read", "new", "changed", "same")}
    found = found_in(batch, by)
    answer = counts | {"refused": found.refused, "tolerated": found.tolerated}
    return answer | ({"hand_over": found.hand_over} if found.hand_over else {})


def _said(found: dict[str, Any]) -> str:
    labels = dict(Outcome.choices)
    counts = "，".join(f"{labels[name]} {found[name]}" for name in ("new", "changed", "same"))
    lines = [f"读到 {found['read']} 人：{counts}，{labels['refused']} {len(found['refused'])}"]
    lines += [f"第 {row} 行：{'、'.join(codes)}" for row, codes in found["refused"].items()]
    lines += [
        f"第 {row} 行交接：{'；'.join(said)}" for row, said in found.get("hand_over", {}).items()
    ]
    return "\n".join(lines)
