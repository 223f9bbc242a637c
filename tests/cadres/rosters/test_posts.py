"""Posts in the words of rosters: one or several, with offices beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadres.posts import Body, Post
from cadres.rosters.posts import body_of, read_posts, read_together
from tests.cadres.rosters.made_up import SPELLINGS

BOTH = (Post.PARTY_SECRETARY, Post.VC_DIRECTOR)


@pytest.mark.parametrize(
    ("post", "text"), [(post, text) for post, texts in SPELLINGS.items() for text in texts]
)
def test_a_post_is_known_in_its_spellings(post, text):
    for spelt in (text, f" {text} ", f"云丰村{text.removeprefix('村')}", " ".join(text)):
        assert read_posts(spelt).posts == (post,), spelt


@pytest.mark.parametrize(
    "text",
    [
        "党总支书记、村委会主任", "书记（主任）", "书记(兼主任)", "书记、主任一肩挑",
        "书记主任一肩挑", "书记主任", "一肩挑",
        "书记“一肩挑”", "书记（一肩挑）", "主任一肩挑", "支书兼主任", "支部书记 村主任",
        "书记/主任", "书记+主任", "书记;主任",
        "村党支部书记兼村委会主任", "党支部书记\n村民委员会主任", "书 记、主 任", "主任，书记",
        "1.书记 2.主任",
        "和平村党支部书记、和平村村委会主任", "中共云丰村支部书记，村委会主任", "书记和主任",
        "党委书记、居委会主任",
    ],
)  # fmt: skip
def test_both_single_posts_in_one_cell(text):
    assert read_posts(text).posts == BOTH


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("副书记、副主任", ("party_deputy", "vc_deputy")),
        ("支委、村委", ("party_member", "vc_member")),
        ("支委委员兼村委委员", ("party_member", "vc_member")),
        ("纪检委员、监委会主任", ("party_member", "supervision_member")),
        ("党支部副书记兼村委会主任", ("party_deputy", "vc_director")),
        ("村委 主任", ("vc_director",)),
        ("监委会 主任", ("supervision_member",)),
        ("副书记（主持工作）", ("party_deputy",)),
        ("书记（女）", ("party_secretary",)),
        ("会计", ("village_clerk",)),
        ("村会计", ("village_clerk",)),
        ("村委会文书", ("village_clerk",)),
        ("村委会 文书", ("village_clerk",)),
        ("村（居）委会主任", ("vc_director",)),
        ("无", ()),
        ("/", ()),
        ("", ()),
    ],
)
def test_cells_with_their_posts(text, posts):
    assert read_posts(text).posts == posts
    assert not read_posts(text).sentence


@pytest.mark.parametrize(
    ("text", "posts", "ignored"),
    [
        ("妇联主席兼村委委员", ("vc_member",), ("妇联主席",)),
        ("村委委员、治保主任、民兵营长", ("vc_member",), ("治保主任", "民兵营长")),
        ("团支书、支委委员", ("party_member",), ("团支书",)),
        ("党支部书记兼合作社理事长", ("party_secretary",), ("合作社理事长",)),
        ("支委兼会计", ("party_member",), ("会计",)),
        ("村委 会计", ("vc_member",), ("会计",)),
        ("村委会妇女主任", ("vc_member",), ("妇女主任",)),
    ],
)
def test_offices_beside_ours_are_named_and_left_out(text, posts, ignored):
    assert read_posts(text).posts == posts
    assert read_posts(text).ignored == ignored


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("总经理", "认不出职务“总经理”"),
        ("书记、总经理", "“书记、总经理”中的“总经理”"),
        ("委员", "支委委员还是村委委员"),
        ("第一书记", "上级选派"),
        ("驻村第一书记", "上级选派"),
        ("第一支部书记", "下设支部"),
        ("村“两委”委员", "哪一委"),
        ("村支两委成员", "哪一委"),
        ("妇联主席", "不是村两委"),
        ("团支部书记", "不是村两委"),
        ("民兵营长", "不是村两委"),
        ("代理主任", "认不出"),
        ("书记（代）", "认不出"),
        ("原书记", "认不出"),
        ("村主任助理", "认不出"),
        ("镇长", "认不出"),
        ("张三", "认不出"),
    ],
)
def test_what_is_no_post_of_ours_says_why(text, says):
    found = read_posts(text)
    assert not found.posts
    assert says in found.sentence


def test_a_column_tells_whose_member_a_bare_member_is():
    assert read_posts("委员", Body.PARTY).posts == (Post.PARTY_MEMBER,)
    assert read_posts("委员", Body.COMMITTEE).posts == (Post.VC_MEMBER,)
    assert read_posts("成员", Body.SUPERVISION).posts == (Post.SUPERVISION_MEMBER,)
    assert read_posts("主任", Body.SUPERVISION).posts == (Post.SUPERVISION_MEMBER,)
    assert body_of("职务 党内职务") is Body.PARTY
    assert body_of("村委会职务") is Body.COMMITTEE
    assert body_of("村务监督委员会职务") is Body.SUPERVISION
    assert body_of("现任职务") is None


def test_an_office_in_one_column_is_no_mistake_beside_a_post_in_the_other():
    cells = (("妇联主席", Body.PARTY), ("副主任", Body.COMMITTEE))
    assert read_together(cells).posts == (Post.VC_DEPUTY,)
    assert read_together(cells[:1]).sentence


@given(st.text(alphabet="村支委会书记主任副兼党总部监、（）()1 任员一肩挑第", max_size=80))
def test_any_text_of_such_words_ends_in_an_answer(text):
    found = read_posts(text)
    assert set(found.posts) <= set(Post)
    assert not (found.posts and found.sentence)
