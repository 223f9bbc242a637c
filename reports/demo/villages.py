"""What posts a village has and how they are shared out, in the term of 2014 and in that of 2017."""

from __future__ import annotations

from dataclasses import dataclass

from cadres.posts import Post
from reports.demo.chance import Chance, happens, weighted

P = Post
Posts = tuple[Post, ...]
DUAL_2017, DUAL_2014 = 0.27, 0.12  # 一肩挑
# How many people a village has in office.
SIZES = {4: 14, 5: 42, 6: 34, 7: 10}
# Whoever comes after the principals, in the order in which a growing village adds them.
MEMBERS: tuple[Posts, ...] = (
    (P.VC_MEMBER,),
    (P.PARTY_MEMBER, P.SUPERVISION_MEMBER),
    (P.CLERK,),
    (P.PARTY_MEMBER, P.VC_MEMBER),
    (P.PARTY_DEPUTY,),
    (P.SUPERVISION_MEMBER,),
    (P.VC_DEPUTY,),
)
AGES = {
    P.PARTY_SECRETARY: (34, 55),
    P.VC_DIRECTOR: (30, 52),
    P.PARTY_DEPUTY: (28, 51),
    P.VC_DEPUTY: (28, 51),
    P.PARTY_MEMBER: (26, 51),
    P.VC_MEMBER: (24, 50),
    P.SUPERVISION_MEMBER: (32, 56),
    P.CLERK: (22, 42),
}
WOMEN = {P.PARTY_SECRETARY: 0.09, P.VC_DIRECTOR: 0.08, P.VC_MEMBER: 0.82, P.CLERK: 0.5}
USUAL_WOMEN = 0.15


@dataclass(frozen=True, slots=True)
class Seat:
    """What one person of the village holds, in either term; empty where there was none."""

    before: Posts
    now: Posts


def layout(dice: Chance) -> list[Seat]:
    """Draw a village's seats, principals first."""
    size = weighted(dice, SIZES)
    heads = _principals(dice)
    missing = size - sum(1 for seat in heads if seat.now)
    return heads + [Seat(posts, posts) for posts in _members(dice, missing)]


def lead(posts: Posts) -> Post:
    """Give the post by which somebody is chosen and called."""
    return min(posts, key=list(Post).index)


def women(posts: Posts) -> float:
    """Give the share of women among those who hold these posts."""
    if posts == (P.VC_MEMBER,):  # by custom the village's women's director
        return WOMEN[P.VC_MEMBER]
    return WOMEN.get(lead(posts), USUAL_WOMEN)


def needs_party(posts: Posts) -> bool:
    """Tell whether only a member of the Party can hold them."""
    return any(post in (P.PARTY_SECRETARY, P.PARTY_DEPUTY, P.PARTY_MEMBER) for post in posts)


def _principals(dice: Chance) -> list[Seat]:
    both, secretary = (P.PARTY_SECRETARY, P.VC_DIRECTOR), (P.PARTY_SECRETARY,)
    director = weighted(
        dice,
        {
            (P.VC_DIRECTOR, P.PARTY_DEPUTY): 45,
            (P.VC_DIRECTOR, P.PARTY_MEMBER): 25,
            (P.VC_DIRECTOR,): 30,
        },
    )
    if not happens(dice, DUAL_2017):
        return [Seat(secretary, secretary), Seat(director, director)]
    if happens(dice, DUAL_2014):
        return [Seat(both, both)]
    return [Seat(secretary, both), Seat(director, ())]


def _members(dice: Chance, missing: int) -> list[Posts]:
    chosen = list(MEMBERS[: missing + 1])
    # Not every village has grown in the same order: one of the last two is left out.
    if len(chosen) > 2:
        chosen.pop(dice.choice((-1, -2)))
    return chosen[:missing]
