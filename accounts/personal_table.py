"""The register of personal information as a document."""

from __future__ import annotations

from accounts.encryption import Sealed
from accounts.personal import Declared, register

HEAD = """\
# 个人信息登记表

由 `manage.py personal_fields` 从代码里各模块的 `personal_fields.py` 写出，请勿手改，测试核对。
每个字段要么写明目的、依据和级别列在这里，要么声明与个人无关；两处都没有的字段通不过测试。
历史表（`…event`）与原表字段相同，目的、依据相同。“加密”是入库前加密，密钥不在库内。

| 数据 | 字段 | 名称 | 级别 | 加密 | 目的 | 依据 |
|---|---|---|---|---|---|---|
"""


def table() -> str:
    """Give the whole document."""
    return HEAD + "".join(line + "\n" for one in register() for line in _lines(one))


def _lines(one: Declared) -> list[str]:
    meta = one.model._meta
    lines = []
    for name, why in one.personal.items():
        field = meta.get_field(name)
        label = getattr(field, "verbose_name", name)
        sealed = "是" if isinstance(field, Sealed) else ""
        cells = (str(meta.verbose_name), f"`{meta.label_lower}.{name}`", str(label), why.level,
                 sealed, why.purpose, why.ground)  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines
