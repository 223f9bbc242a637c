"""What the database says when somebody else was faster, as a sentence for the slower one."""

from __future__ import annotations

from accounts.races import refusing

SENTENCES = {
    "excellent_within_seats": "优秀人数超过了名额，没有保存。请刷新后按剩余名额选定。",
    "excellent_needs_good_team": "班子“一般”及以下的书记、主任不得评优，没有保存。请刷新后再审定。",
    "barred_is_never_excellent": "当年受警示或处分的人员不得评为优秀，没有保存。请刷新后再审定。",
    "grade_of_submitted_round": "这份等次建议刚被他人处理，没有保存。请刷新后再看。",
    "one_grade_an_attempt": "这份等次建议刚由他人审定，没有保存。请刷新后再看。",
    "only_while_entering": "这个乡镇的考核刚被提交，录入内容不再改动。请刷新后再看。",
    "final_stays": "这个乡镇的考核已经备案办结，不再改动。",
    "moves_only": "这个乡镇的考核刚被他人处理，请刷新后再看。",
    "roster_stays": "这个乡镇的考核刚被提交，名册和名额不再改动。请刷新后再看。",
    "round_four_eyes": "提交和审定须由两个人办理。",
    "decision_four_eyes": "提交和审定须由两个人办理。",
    "one_round_a_year": "这些乡镇本年度的考核刚由他人开放，请刷新后再看。",
    "one_adopted_plan": "本年度的方案刚由他人采用，请刷新后再看。",
    "plan_version_once": "本年度的方案刚由他人起草，请刷新后再看。",
    "plan_figures_in_order": "分数线和票折分应各自填齐、依次降低，没有保存。请改后再试。",
    "one_voter_group_a_name": "投票人类别刚由他人修改，请刷新后再看。",
    "one_own_indicator_a_code": "县定指标刚由他人新增，没有保存。请再点一次保存。",
    "own_indicator_days_in_order": "停用日期早于起用日期，没有保存。请改后再试。",
    "one_team_result": "班子结果刚由他人保存，请刷新后再看。",
    "one_letter_a_grade": "告知书刚由他人制发，没有重复制发。请刷新后再看。",
    "one_letter_a_number": "告知书刚由他人制发，没有重复编号。请刷新后再看。",
    "letter_stays": "这份告知书的送达情况刚由他人登记并已报县，没有改动。请刷新后再看。",
    "left_letter_has_witness": "留置送达须写明见证人，没有保存。请补写备注。",
    "closed_stays": "这一件刚由他人办结，没有改动。请刷新后再看。",
    "revised_as_decided": "这项更正刚由他人处理，没有保存。请刷新后再看。",
    "one_open_revision_an_entry": "这名干部已有一项更正正在办理，请先办完。",
    "one_open_objection_an_entry": "这名干部已有一件复核或申诉正在办理，请先办完。",
    "revision_four_eyes": "提出更正和审定更正须由两个人办理。",
    "one_meeting_a_village": "这个村的述职会议刚由他人录入，请刷新后再看。",
    "one_turnout_a_group": "这个村的到会情况刚由他人录入，请刷新后再看。",
    "one_tally_a_group": "这个人的测评票刚由他人录入，请刷新后再看。",
    "turnout_in_order": "应到、实到、发出和收回的数对不上，没有保存。请刷新后核对。",
    "one_entry_a_person": "名册刚由他人更新，请刷新后再看。",
}
BUSY = "另有人正在保存这个乡镇的考核，您的内容没有保存。请稍等片刻再试。"

races_refused = refusing(SENTENCES, busy=BUSY)
