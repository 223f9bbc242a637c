"""Find the village a roster means: by any name it goes by, in one township only."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Division

# The same village is 云丰村, 云丰村委会, 云丰村民委员会 or just 云丰.
COMMITTEE = re.compile(r"(村民委员会|居民委员会|社区居委会|村委会|居委会|村民委|居民委|村委|居委)$")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text turned out to be; `instead` names the ended village it was written for."""

    village: Division | None
    candidates: tuple[str, ...] = ()
    instead: str = ""


class Villages:
    """The villages of one township, present ones and those that went into them."""

    def __init__(self, township: Division, villages: Iterable[Division]) -> None:
        self.township = township
        self._by_name: dict[str, dict[int, Division]] = defaultdict(dict)
        self._known: dict[str, Found] = {}
        present, ended = {}, []
        for village in villages:
            if village.last_day is None:
                present[village.pk] = village
            else:
                ended.append(village)
        for village in present.values():
            for name in spellings(village):
                self._by_name[name][village.pk] = village
        self.present = present
        self._ended = {name: village for village in ended for name in spellings(village)}

    def find(self, text: str) -> Found:
        """Give the village of that name; of two that share it neither."""
        if text not in self._known:
            self._known[text] = self._look(text)
        return self._known[text]

    def _look(self, text: str) -> Found:
        plain = _plain(text)
        plain = plain.removeprefix(_plain(self.township.name)) or plain
        for name in (plain, _bare(plain)):
            named = self._by_name.get(name, {})
            if len(named) == 1:
                return Found(next(iter(named.values())))
            if named:
                return Found(None, tuple(sorted(v.name for v in named.values())))
        return self._succeeded(plain)

    def _succeeded(self, plain: str) -> Found:
        """Follow a village that is no more to the one that took it over."""
        ended = self._ended.get(plain) or self._ended.get(_bare(plain))
        seen = ended
        while seen is not None and seen.last_day is not None:
            seen = seen.successor
        if ended is None or seen is None or seen.pk not in self.present:
            return Found(None)
        return Found(seen, instead=ended.name)


def spellings(village: Division) -> set[str]:
    """Give the names under which a village is written."""
    names = {_plain(village.name), _plain(village.official_name)}
    return names | {_bare(name) for name in names}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _bare(name: str) -> str:
    """Drop what says that it is a village: a name of one character keeps it."""
    stem = COMMITTEE.sub("", name)
    bare = re.sub(r"(社区|村)$", "", stem)
    return bare if len(bare) > 1 else stem
