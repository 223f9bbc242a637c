"""The posts of a village; the kind decides who may hold it and how one leaves it."""

from __future__ import annotations

from functools import lru_cache

from django.db import models


class Body(models.TextChoices):
    PARTY = "party", "村党组织"
    COMMITTEE = "committee", "村民委员会"
    SUPERVISION = "supervision", "村务监督委员会"
    STAFF = "staff", "聘用人员"


class Post(models.TextChoices):
    PARTY_SECRETARY = "party_secretary", "书记"
    PARTY_DEPUTY = "party_deputy", "副书记"
    PARTY_MEMBER = "party_member", "支委委员"
    VC_DIRECTOR = "vc_director", "主任"
    VC_DEPUTY = "vc_deputy", "副主任"
    VC_MEMBER = "vc_member", "村委委员"
    SUPERVISION_MEMBER = "supervision_member", "监委会成员"
    CLERK = "village_clerk", "文书"

    @property
    def body(self) -> Body:
        """Say which body of the village the post belongs to (policy.md C6)."""
        return BODIES[self]


BODIES = {
    Post.PARTY_SECRETARY: Body.PARTY,
    Post.PARTY_DEPUTY: Body.PARTY,
    Post.PARTY_MEMBER: Body.PARTY,
    Post.VC_DIRECTOR: Body.COMMITTEE,
    Post.VC_DEPUTY: Body.COMMITTEE,
    Post.VC_MEMBER: Body.COMMITTEE,
    Post.SUPERVISION_MEMBER: Body.SUPERVISION,
    Post.CLERK: Body.STAFF,
}

# One holder at a time in a village.
SINGLE = (Post.PARTY_SECRETARY, Post.VC_DIRECTOR)
# 村主干 (policy.md D): to them the team gate and the three-year incentive apply.
PRINCIPALS = (Post.PARTY_SECRETARY, Post.VC_DIRECTOR)
# 村“两委”: the supervision committee and hired staff belong to no team.
TEAM_POSTS = [post for post in Post if post.body in (Body.PARTY, Body.COMMITTEE)]
ORDER = {post: place for place, post in enumerate(Post)}


def label(posts: list[str]) -> str:
    """Name several posts of one person in their order of rank: 书记、主任."""
    return _label(tuple(posts))


@lru_cache(maxsize=1_000)
def _label(posts: tuple[str, ...]) -> str:
    return "、".join(Post(post).label for post in sorted(posts, key=lambda p: ORDER[Post(p)]))
