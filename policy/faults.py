"""Say what is wrong with the rulebook's files, all at once, in words an officer can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Locate one thing wrong in a data file: where, which key, what, and what was expected."""

    file: str
    line: int
    key: str
    what: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.key}：{self.what}，应为{self.expected}"


class RulebookFaults(ValueError):  # noqa: N818 - the name says there are many
    """Carry every fault found while loading; a Book with a fault never comes to exist."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        lines = "\n".join(str(fault) for fault in self.faults)
        super().__init__(f"规则数据有 {len(self.faults)} 处错误，未装载：\n{lines}")


class NotInForce(LookupError):  # noqa: N818 - a word of the field
    """Refuse a day on which the rulebook has no value, naming the keys; there is no default."""

    def __init__(self, on: date, keys: Iterable[str]) -> None:
        self.on, self.keys = on, tuple(keys)
        super().__init__(f"{on} 还没有生效的规则：{'、'.join(self.keys)}。请改用生效之后的日期。")
