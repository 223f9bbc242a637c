"""Turn YAML text into plain data that remembers the line of every key, refusing YAML's traps."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from policy.faults import Fault

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Place = tuple[str | int, ...]


@dataclass
class Parsed:
    """Hold one file: its data, the line of every place in it, and what was refused."""

    name: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def refuse(self, place: Place, what: str, expected: str) -> None:
        """Note a fault at a place in this file."""
        key = ".".join(str(part) for part in place) or "文件"
        self.faults.append(Fault(self.name, self.line(place), key, what, expected))


def parse(name: str, text: str) -> Parsed:
    """Read one YAML document; anything refused is a fault in the answer, never an exception."""
    out = Parsed(name)
    try:
        node = yaml.compose(text, Loader=Loader)
        if not isinstance(node, yaml.MappingNode):
            out.refuse((), "不是“键: 值”形式的文档", "以 instrument 开头的映射")
        else:
            out.data = _build(node, (), out, frozenset())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        out.lines[()] = mark.line + 1 if mark else 1
        out.refuse((), "不是合格的 YAML", "能读通的 YAML")
    except (RecursionError, ValueError):
        out.refuse((), "嵌套过深或含非法字符", "普通的规则文件")
    return out


def _build(node: yaml.Node, place: Place, out: Parsed, above: frozenset[int]) -> Any:
    out.lines[place] = node.start_mark.line + 1
    if id(node) in above:
        out.refuse(place, "别名引用了自己", "不用别名")
        return None
    above = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, out, above)
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_build(item, (*place, index), out, above) for index, item in items]
    return _scalar(node, place, out)


def _mapping(
    node: yaml.MappingNode, place: Place, out: Parsed, above: frozenset[int]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":merge"):
            out.refuse(place, "键不是文字", "用文字作键，不用合并或嵌套键")
            continue
        here = (*place, key)
        if key in data:
            out.lines[here] = key_node.start_mark.line + 1
            out.refuse(here, "同一个键写了两次", "只写一次")
            continue
        data[key] = _build(value_node, here, out, above)
        out.lines[here] = key_node.start_mark.line + 1
    return data


def _scalar(node: yaml.Node, place: Place, out: Parsed) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    make = _SCALARS.get(kind)
    if make is None:
        out.refuse(place, f"写成了 {node.value}（{kind}）", '带引号的文字，如 "20%"、"22"')
        return None
    try:
        return make(node.value)
    except ValueError:
        out.refuse(place, f"读不懂 {node.value}", "如 2016-01-01 的日期或整数")
        return None


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(text)
    return int(text)


_SCALARS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": _whole,
    "timestamp": _day,
    "null": lambda _: None,
    "bool": str,
}
