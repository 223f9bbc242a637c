"""What somebody typed into the search box, what it may mean, and whom it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Level
from cadres import identity
from cadres.models import Person, PersonQuerySet, TenureQuerySet, tail_index
from cadres.posts import Post
from cadres.queries import lookups  # noqa: F401 -- makes `like`, `among` known
from cadres.queries.people import Listed

LATIN = re.compile(r"[a-z]+")
TAIL = re.compile(r"\d{3}[\dX]", re.ASCII)
PART = re.compile(r"\d{5,}X?", re.ASCII)  # too long for a tail, no whole number
# A syllable, and what may have been typed of one that is not finished. It need not be exact: what
# it lets through by mistake is looked for as a reading, and by initials all the same.
CONSONANT = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
VOWELS = (
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui"
    "|un|uo|ve|a|e|i|o|u|v)"
)
ALONE = "(?:ang|ai|an|ao|eng|ei|en|er|ou|a|e)"
ONE = re.compile(f"{CONSONANT}{VOWELS}|{ALONE}")
PIECE = re.compile(f"{CONSONANT}(?:{VOWELS}|ion?|on)?|{ALONE}")
INITIALS = 6  # letters at most: longer names have none that anybody would type
LONGEST, WAYS = 6, 6  # letters of a syllable; ways to part some that are looked for
FEW = 1_000  # holders of a post: more are met with soon enough by walking down the list
MANY = 5_000  # tenures of villages of one name: more are left to the database
POSTS = {name: post for post in Post for name in (post.label, f"村{post.label}")}


def number_in(text: str) -> str:
    """Give the identity number a search text consists of, upgraded if it is an old one."""
    number = identity.normalise(text)
    if identity.is_legacy(number):
        return identity.upgrade(number)
    return number if identity.has_shape(number) else ""


def tail_in(text: str) -> str:
    """Give the last four characters of a number, if that is all the text consists of."""
    tail = identity.normalise(text)
    return tail if TAIL.fullmatch(tail) else ""


def is_part_of_number(text: str) -> bool:
    """Tell a number that was not typed to its end: it is searched for by nothing."""
    return PART.fullmatch(identity.normalise(text)) is not None and not number_in(text)


def with_tail(people: PersonQuerySet, tail: str, acting: Acting) -> PersonQuerySet:
    """Keep those whose number ends so, or that of a file merged into theirs."""
    return people.filter(_or_absorbed(Q(tail_index=tail_index(tail)), acting))


@dataclass(frozen=True, slots=True)
class Asked:
    """A search text taken apart: words in characters, each to be met, and letters."""

    words: tuple[str, ...]
    syllables: tuple[str, ...]  # letters as typed, parted where a space was typed

    @property
    def letters(self) -> str:
        return "".join(self.syllables)

    @property
    def is_reading(self) -> bool:
        """Tell letters that are whole syllables, the last one perhaps begun, from initials."""
        return bool(self.parted)

    @property
    def parted(self) -> list[str]:
        """Part the letters into syllables, the last perhaps begun, in every way that they allow."""
        ways = [""]
        for place, run in enumerate(self.syllables, 1):
            pieces = list(islice(_parted(run, last=place == len(self.syllables)), WAYS))
            ways = [f"{way} {piece}".strip() for way in ways for piece in pieces][:WAYS]
        return ways

    @property
    def run_on(self) -> str:
        """Give the pattern of a reading typed without a break: 曾国华 by zengg, guohua."""
        return _begins(" ".join(" ?".join(map(_letter, _pairs(one))) for one in self.syllables))

    @property
    def mixed(self) -> str:
        """Give the pattern of a reading of which each syllable is only begun: zguoh, zeng gh."""
        begun = ("([a-z]* )?".join(map(_letter, _pairs(one))) for one in self.syllables)
        return _begins("[a-z]* ".join(begun))

    @property
    def sieve(self) -> str:
        """Give a pattern that lets all of them through and costs a tenth."""
        return "%" + "".join(f"{x}%" for x, before in _pairs(self.letters) if not _loose(x, before))


def asked(text: str) -> Asked:
    """Take a search text apart; ü may be typed as v or u."""
    tokens = text.replace("·", " ").replace("'", "").replace("’", "").split()
    lowered = [token.lower().replace("ü", "v") for token in tokens]
    return Asked(
        words=tuple(t for t, low in zip(tokens, lowered, strict=True) if not LATIN.fullmatch(low)),
        syllables=tuple(low for low in lowered if LATIN.fullmatch(low)),
    )


def names_post(text: str) -> bool:
    """Tell whether a post is among the words: then only its holders are found."""
    return any(word in POSTS for word in asked(text).words)


def matching(
    people: PersonQuerySet, text: str, tenures: TenureQuerySet, acting: Acting
) -> PersonQuerySet:
    """Keep those who answer to every word: by name, reading, village or post (of these tenures)."""
    said = asked(text)
    for word in said.words:
        people = people.filter(_by_word(word, tenures, acting))
    if said.syllables:
        people = people.filter(_or_absorbed(_by_reading(said), acting))
    return people


def reasons(person: Person | Listed, village: str, posts: str, text: str) -> tuple[str, ...]:
    """Say by what a person answers to a text that found him."""
    said, found = asked(text), []
    for word in said.words:
        if word in POSTS:
            found.append("职务")
        elif word in person.name:
            found.append("姓名")
        elif _bare(word) in _bare(village):
            found.append("村名")
        else:
            found.append("并入的档案或曾任的村")
    if said.syllables:
        found.append(_reading_reason(person, said))
    return tuple(dict.fromkeys(found))


def _reading_reason(person: Person | Listed, said: Asked) -> str:
    if re.search(said.run_on, person.pinyin) and len(said.letters) > 1:
        return "拼音"
    if said.letters in person.initials:
        return "拼音首字母"
    return "拼音" if re.search(said.mixed, person.pinyin) else "并入的档案"


def _by_word(word: str, tenures: TenureQuerySet, acting: Acting) -> Q | IsNull:
    if word in POSTS:
        return _of_post(tenures.filter(post=POSTS[word]))
    found = _or_absorbed(Q(name__contains=word), acting)
    if villages := _villages(word, acting):
        found |= _of_villages(tenures.filter(village__among=villages))
    return found


def _of_post(tenures: TenureQuerySet) -> Q | IsNull:
    """Ask for the people of these tenures: by their keys, or one after another in the list's order.

    A list stops when its page is full and its hits are counted. A single value, unlike EXISTS, is
    never turned into a join of everybody.
    """
    keys = list(tenures.order_by().values_list("person", flat=True)[: FEW + 1])
    if len(keys) <= FEW:
        return Q(pk__among=keys)
    held = tenures.filter(person=OuterRef("pk")).order_by().values("person")[:1]
    return IsNull(Subquery(held), False)  # noqa: FBT003 -- the lookup's own form


def _of_villages(tenures: TenureQuerySet) -> Q:
    """Ask for the people of these tenures, as keys where they are not too many."""
    # Each process that shares in a query would ask a sub-select anew. IN, not EXISTS: within an OR
    # the planner hashes the one and repeats the other for each row.
    keys = list(tenures.order_by().values_list("person", flat=True)[: MANY + 1])
    return Q(pk__among=keys) if len(keys) <= MANY else Q(pk__in=tenures.values("person"))


def _villages(word: str, acting: Acting) -> list[int]:
    """List the villages in scope whose name, with the township's in front, holds the word."""
    named = Division.objects.filter(
        level=Level.VILLAGE, path__gte=acting.lo, path__lt=acting.hi
    ).annotate(title_run_on=Concat(F("parent__name"), F("name"), output_field=CharField()))
    return list(named.filter(title_run_on__contains=_bare(word)).values_list("pk", flat=True))


def _by_reading(said: Asked) -> Q:
    letters = said.letters
    if len(letters) == 1:
        return Q(initials__startswith=letters)
    reading = said.is_reading
    # Initials seldom have vowels: four of them that read like a syllable are nobody's.
    short = len(letters) <= (3 if reading else INITIALS)
    found = Q(initials__contains=letters) if short else Q()
    if not reading:
        return found | Q(pinyin__like=said.sieve) & Q(pinyin__regex=said.mixed)
    for way in said.parted:  # cheaper than an expression that lets a space stand anywhere
        found |= Q(pinyin__startswith=way)
        if way.count(" ") < 2:  # three syllables begin with the surname
            found |= Q(pinyin__contains=f" {way}")
    return found


def _or_absorbed(found: Q, acting: Acting) -> Q:
    """Let what finds a merged file find the file that was kept."""
    # Asked beforehand: merged files are few, and an OR with a sub-select forbids every index.
    merged = Person.objects.visible_to(acting).filter(merged_into__isnull=False)
    kept = list(merged.filter(found).values_list("merged_into", flat=True))
    return found | Q(pk__in=kept) if kept else found


def _parted(letters: str, *, last: bool) -> Iterator[str]:
    """Give the ways to part a run of letters, those with the longest syllables first."""
    final = PIECE if last else ONE
    # From where on the rest can be parted: no way is begun that leads nowhere.
    good = {len(letters)}
    for start in range(len(letters) - 1, -1, -1):
        ends = [end for end in good if end - start <= LONGEST]
        if final.fullmatch(letters, start) or any(ONE.fullmatch(letters, start, e) for e in ends):
            good.add(start)
    yield from _ways(letters, 0, good, final)


def _ways(letters: str, start: int, good: set[int], final: re.Pattern[str]) -> Iterator[str]:
    if final.fullmatch(letters, start):
        yield from _spelled(letters[start:])
    for end in range(min(len(letters) - 1, start + LONGEST), start, -1):
        if end in good and ONE.fullmatch(letters, start, end):
            for rest in _ways(letters, end, good, final):
                yield from (f"{first} {rest}" for first in _spelled(letters[start:end]))


def _spelled(syllable: str) -> Iterator[str]:
    """Give a syllable with u, and with v where the u may stand for ü."""
    yield syllable
    if syllable[:2] in ("lu", "nu"):
        yield syllable.replace("u", "v", 1)


def _begins(pattern: str) -> str:
    """Let a reading begin at any syllable: somebody may know the given name only."""
    return f"(^| ){pattern}"


def _pairs(letters: str) -> list[tuple[str, str]]:
    """Give each letter with the one before it."""
    return list(zip(letters, " " + letters, strict=False))


def _loose(letter: str, before: str) -> bool:
    """Tell a u that may stand for ü: after l and n."""
    return letter == "u" and before in "ln"


def _letter(pair: tuple[str, str]) -> str:
    return "[uv]" if _loose(*pair) else pair[0]


def _bare(title: str) -> str:
    return "".join(title.replace("·", "").split())
