"""Which posts a line starts, which it knows already, and whose place it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import Division
from cadres.posts import SINGLE, Post
from cadres.rosters.judged import HandOver, Judged, Moved, Start
from cadres.rosters.lines import Month, Problem
from cadres.rosters.registry import Held, Registry

DAY = timedelta(days=1)


class Seat(NamedTuple):
    """A post of a village."""

    village: int
    post: Post


def seat(found: Judged, known: Registry) -> None:
    """Note the posts that begin, the first days that differ, and the hand-overs to confirm."""
    since: Month | None = found.line.values.get("since")
    if since is not None and since.first > known.today:
        sentence = f"任职时间 {since.first} 在今天以后，请在任职当天或以后登记。"
        found.against.append(Problem("since_in_future", "since", sentence))
        return
    for village, posts in found.places:
        open_ = _open_of(found, known, village)
        for post in posts:
            held = open_.get(post)
            if held is None:
                _start(found, known, Seat(village, post), since)
            elif since is not None and not since.covers(held.began_on):
                _move(found, known, held, since)
        _say_unlisted(found, open_, posts)
    _say_elsewhere(found, known)


def _open_of(found: Judged, known: Registry, village: int) -> dict[str, Held]:
    held = known.held.get(found.person.pk, ()) if found.person else ()
    return {one.post: one for one in held if one.ended_on is None and one.village == village}


def _start(found: Judged, known: Registry, seat: Seat, since: Month | None) -> None:
    wanted = since or _assumed(found, known, seat.village)
    seats = known.seats.get(seat, [])
    holder = _holder(found, seat.post, seats)
    if holder is not None:
        _hand_over(found, known, seat, holder, wanted)
        return
    rivals = seats if seat.post in SINGLE else _own(found, known, seat)
    village = known.villages.present[seat.village]
    day = _first_free(_not_before(found, village, wanted), rivals, known.today)
    if day is None:
        blocking = max(rivals, key=lambda held: held.ended_on or date.max)
        until = blocking.ended_on or "至今"
        sentence = (
            f"{seat.post.label}在 {blocking.began_on} 至 {until} 已登记由"
            f"{known.name_of(blocking.person)}担任，任职时间应在此以后，请核对。"
        )
        found.against.append(Problem("seat_taken_then", "since", sentence))
        return
    found.starts.append(Start(seat.village, seat.post, day.isoformat()))


def _own(found: Judged, known: Registry, seat: Seat) -> list[Held]:
    """Give the times he held this post in this village himself."""
    held = known.held.get(found.person.pk, ()) if found.person else ()
    return [one for one in held if (one.village, one.post) == seat]


def _holder(found: Judged, post: Post, seats: Iterable[Held]) -> Held | None:
    """Give whoever else holds the single post now."""
    if post not in SINGLE:
        return None
    own = found.person.pk if found.person else 0
    return next((one for one in seats if one.ended_on is None and one.person != own), None)


def _hand_over(found: Judged, known: Registry, seat: Seat, holder: Held, wanted: Month) -> None:
    """A post that is taken is offered as a hand-over; the day is the roster's where it can be."""
    day = wanted.first if wanted.first > holder.began_on else known.today
    if day <= holder.began_on:
        sentence = (
            f"{seat.post.label}由{known.name_of(holder.person)}自 {holder.began_on} 起担任，"
            "当天不能再交接，请核对任职时间。"
        )
        found.against.append(Problem("seat_taken_then", "since", sentence))
        return
    found.hand_overs.append(
        HandOver(
            village=seat.village,
            post=seat.post,
            tenure=holder.pk,
            holder=holder.person,
            name=known.name_of(holder.person),
            since=holder.began_on.isoformat(),
            on=day.isoformat(),
        )
    )
    sentence = (
        f"{seat.post.label}现由{known.name_of(holder.person)}担任（{holder.began_on} 起），"
        f"确认后按交接办理：前任 {day - DAY} 离任，{found.line.values.get('name', '')} {day} 接任。"
    )
    found.warned.append(Problem("hand_over", "posts", sentence))


def _assumed(found: Judged, known: Registry, village: int) -> Month:
    """Where no day is given: the first of the team in office, else today, and the page says so."""
    teams = known.teams.get(village, ())
    day = max((first for first, last, _ in teams if last is None), default=known.today)
    sentence = f"任职时间没有填，暂按 {day} 登记，请核对后更正。"
    if not any(one.code == "since_assumed" for one in found.warned):
        found.warned.append(Problem("since_assumed", "since", sentence))
    return Month(day.year, day.month, day.day)


def _not_before(found: Judged, village: Division, wanted: Month) -> Month:
    if wanted.first >= village.first_day:
        return wanted
    day = village.first_day
    if not wanted.covers(day):
        sentence = f"{village.name} {day} 起设立，任职时间按这一天登记，以前的任职在原村登记。"
        found.warned.append(Problem("since_before_village", "since", sentence))
    return Month(day.year, day.month, day.day)


def _first_free(wanted: Month, rivals: Iterable[Held], today: date) -> date | None:
    """Give the day asked for, or where only a month is, the first day of it that is free."""
    day = wanted.first
    for held in sorted(rivals, key=lambda one: one.began_on):
        if held.ended_on is not None and held.ended_on < day:
            continue
        if held.ended_on is None:
            return None
        day = held.ended_on + DAY
    return day if wanted.covers(day) and day <= today else None


def _move(found: Judged, known: Registry, held: Held, since: Month) -> None:
    """The roster gives another first day: a correction, where no one else is in the way."""
    village = known.villages.present[held.village]
    day, seat = since.first, Seat(held.village, Post(held.post))
    others = known.seats.get(seat, []) if held.post in SINGLE else _own(found, known, seat)
    rivals = [one for one in others if one.pk != held.pk]
    free = _first_free(since, rivals, known.today)
    if free is None or day < village.first_day:
        sentence = (
            f"任职时间登记为 {held.began_on}，表中是 {day}，与前任的任期或建村日期冲突，请核对。"
        )
        found.against.append(Problem("seat_taken_then", "since", sentence))
        return
    found.moved.append(Moved(held.pk, held.post, held.began_on.isoformat(), free.isoformat()))


def _say_unlisted(found: Judged, open_: dict[str, Held], posts: list[Post]) -> None:
    """An import ends nobody's post for being left out; it says that something is."""
    left = [Post(post).label for post in open_ if post not in posts]
    if left:
        sentence = f"现任{'、'.join(left)}表中没有列出，导入不会免去；已离任的请登记离任。"
        found.warned.append(Problem("post_not_listed", "posts", sentence))


def _say_elsewhere(found: Judged, known: Registry) -> None:
    held = known.held.get(found.person.pk, ()) if found.person else ()
    named = {village for village, _ in found.places}
    elsewhere = {one.village for one in held if one.ended_on is None} - named
    names = [known.villages.present[pk].name for pk in elsewhere if pk in known.villages.present]
    if names and found.starts:
        sentence = f"现在{'、'.join(sorted(names))}还有任职，已调走的请登记离任。"
        found.warned.append(Problem("holds_elsewhere", "village", sentence))
