"""Judge read lines against the registry: new, changed, same, or refused with the reason."""

from __future__ import annotations

import unicodedata

from cadres import identity
from cadres.models import Person
from cadres.rosters.comparing import compare
from cadres.rosters.judged import Judged
from cadres.rosters.lines import Line, Problem
from cadres.rosters.places import Found
from cadres.rosters.registry import Registry, full_number
from cadres.rosters.seating import seat

MASKED = ("id_number", "phone", "bank_account")
NEUTRAL = "此号码已登记，请报县委组织部办理转入。"


def judge(line: Line, known: Registry) -> Judged:
    """Judge one line; what stands between two lines is asked in `rivals`."""
    found = Judged(line)
    _place(found, known)
    _recognise(found, known)
    if not found.refused:
        compare(found, known)
    if not found.refused:
        seat(found, known)
    return found


def _place(found: Judged, known: Registry) -> None:
    line = found.line
    township = line.values.get("township", "")
    if township and not _is_ours(township, known):
        sentence = f"这一行写的是“{township}”，本次导入的是{known.township.name}，请分开导入。"
        found.against.append(Problem("wrong_township", "township", sentence))
        return
    named = [(line.values.get("village", ""), line.values.get("posts", [])), *line.elsewhere]
    for text, posts in named:
        village = _village(found, text, known) if text else None  # a blank one the reader refused
        if village is not None:
            found.places.append((village, posts))
    if found.places:
        found.village = found.places[0][0]


def _village(found: Judged, text: str, known: Registry) -> int | None:
    hit = known.villages.find(text)
    if hit.village is None:
        found.against.append(Problem("unknown_village", "village", _no_village(text, hit, known)))
        return None
    if hit.instead:
        sentence = f"{hit.instead}已并入或改为{hit.village.name}，按{hit.village.name}登记。"
        found.warned.append(Problem("village_succeeded", "village", sentence))
    return hit.village.pk


def _is_ours(text: str, known: Registry) -> bool:
    own = known.township
    names = {own.name, own.official_name}
    plain = "".join(text.split())
    bare = own.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return any(plain.endswith(name) for name in names) or (len(bare) > 1 and plain == bare)


def _no_village(text: str, hit: Found, known: Registry) -> str:
    if hit.candidates:
        return f"{known.township.name}有{'、'.join(hit.candidates)}，“{text}”指哪一个，请写全称。"
    return f"{known.township.name}没有“{text}”，请核对村名；已撤并的村写现在的村名。"


def _recognise(found: Judged, known: Registry) -> None:
    """Find the file a line is about: by its file number, else by the identity number."""
    line = found.line
    if "file_number" in line.values:
        _by_file_number(found, known)
        return
    number = full_number(line)
    legacy = [one for one in line.refused if one.code == "identity_legacy"]
    person = known.by_number.get(number) or known.former.get(number)
    if person is not None and _same_name(person, line):
        if legacy:  # the number of an old card, borne by somebody we know
            line.refused = [one for one in line.refused if one not in legacy]
        if number in known.former:
            _say_former(found, person)
        found.person = person
    elif person is not None:
        found.against.append(Problem("name_mismatch", "name", _other_name(person, line)))
    elif number in known.elsewhere:
        found.against.append(Problem("number_elsewhere", "id_number", NEUTRAL))


def _drop_masked(line: Line) -> None:
    """A masked number on a sheet of our own says nothing: it means that nobody touched it."""
    masked = {
        key for key in MASKED if "*" in unicodedata.normalize("NFKC", line.texts.get(key, ""))
    }
    line.refused = [one for one in line.refused if one.field not in masked]
    line.warned = [one for one in line.warned if one.field not in masked]
    for key in masked:
        line.values.pop(key, None)


def _by_file_number(found: Judged, known: Registry) -> None:
    _drop_masked(found.line)
    person = known.standing(known.by_pk.get(found.line.values["file_number"]))
    if person is None:
        sentence = "本乡镇没有这个档案编号，请不要改动“档案编号”一列；新增人员把这一格留空。"
        found.against.append(Problem("file_number_unknown", "file_number", sentence))
        return
    found.person = person
    number = full_number(found.line)
    other = known.by_number.get(number)
    if number and number in known.elsewhere:
        found.against.append(Problem("number_elsewhere", "id_number", NEUTRAL))
    elif other is not None and other.pk != person.pk:
        sentence = f"此号码已登记在{other.name}名下，请核对；确是同一人的，请在疑似重复中办理。"
        found.against.append(Problem("number_taken", "id_number", sentence))


def _same_name(person: Person, line: Line) -> bool:
    return bool(person.name == line.values.get("name", ""))


def _other_name(person: Person, line: Line) -> str:
    return (
        f"此号码登记的姓名是“{person.name}”，表中是“{line.values.get('name', '')}”。"
        "号码抄错的请改号码；登记的姓名有误的，请在档案中更正后再导入。"
    )


def _say_former(found: Judged, person: Person) -> None:
    sentence = f"这是{person.name}更正前的号码，现用号码是 {identity.mask(person.id_number)}。"
    found.warned.append(Problem("former_number", "id_number", sentence))
