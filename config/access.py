"""The table of doors as a page: who may come in by which address, to which rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.doors import EVERY_ROLE, Door
from accounts.roles import READERS, Role

HEAD = """# 谁能进哪个地址

由 `manage.py access_table` 从代码里每个视图的门写出，请勿手改；测试核对两者一致。
有“哪些行”的地址，范围以外的行一律 404，与不存在的一样；范围以内而角色不对的是 403；
没有登录的转去登录。库内另有行级权限：页面即使忘了过滤，别处的行也读不出来。

| 地址 | 名称 | 谁 | 哪些行 | 读 / 写 |
|---|---|---|---|---|
"""
# What a door's `of` gives, by the name of its function.
ROWS = {
    "rounds": "本单位及以下的年度考核",
    "entries": "本单位及以下的考核对象",
    "objections": "本单位及以下的异议、复核、申诉",
    "revisions": "本单位及以下的等次更正",
    "minutes": "本单位及以下的党委会会议",
    "plans": "本单位及上下级的考核方案",
    "own_indicators": "本单位及上下级的县定指标",
    "batches": "本单位及以下导入的花名册",
    "appraisals": "本单位及以下的民主评议",
    "appraisal_results": "本单位及以下的民主评议结果",
    "villages": "本单位及以下的村（社区）",
    "tenures": "本单位及以下的任职",
    "teams": "本单位及以下的班子",
    "ended": "本单位及以下已撤并的乡镇、村",
    "divisions": "全部区划，只对系统管理员",
    "files": "本单位及以下管的档案",
    "educations": "本单位及以下所管档案的学历教育",
    "experiences": "本单位及以下所管档案的简历",
    "relatives": "本单位及以下所管档案的家庭成员",
    "rewards": "本单位及以下所管档案的奖励",
    "sanctions": "本单位及以下所管档案的处分",
    "documents": "本单位及以下所管档案的材料",
    "transfers": "本单位及以下提出的转入申请",
    "duplicates": "两份档案都在本范围内的判断",
    "corrections": "本单位及以下管的档案的更正申请",
    "works": "本人提出的后台任务",
    "decisions": "本单位及以下的决定",
    "rule_files": "全市的规则文件",
    "trials": "本单位及以下的试算",
    "pledges": "本单位及以下的目标承诺",
    "pledge_items": "本单位及以下的承诺事项",
    "extensions": "本单位及以下的延期申请",
    "accounts": "全部账号，只对三员",
    "grants": "全部授权，只对系统管理员、安全管理员",
    "overrides": "全部紧急授权，只对三员",
}


def table() -> str:
    """Give the whole page."""
    rows = sorted(_row(*found) for found in _patterns(get_resolver().url_patterns))
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _patterns(
    patterns: Iterable[Any], before: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern.url_patterns, route, inner)
        else:
            yield route, f"{space}{pattern.name}", pattern


def _row(route: str, name: str, pattern: URLPattern) -> tuple[str, ...]:
    door: Door = pattern.callback.door  # type: ignore[attr-defined]
    return f"`/{route}`", f"`{name}`", _who(door), _which(door), _what(door)


def _which(door: Door) -> str:
    if door.of:
        return ROWS.get(door.of, door.of)
    return "本单位及以下" if door.roles and set(door.roles) <= READERS else "—"


def _who(door: Door) -> str:
    if door.anonymous:
        return "任何人，不必登录"
    if door.roles == EVERY_ROLE:
        return "每个登录的人"
    if set(door.roles) == READERS:
        return "看干部的五种角色"
    return "、".join(role.label for role in Role if role in door.roles)


def _what(door: Door) -> str:
    if not door.writes:
        return "读"
    return "读、写" if "GET" in door.methods else "写"
