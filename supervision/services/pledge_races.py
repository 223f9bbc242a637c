"""What the database says when somebody else was faster with a pledge, as a sentence."""

from __future__ import annotations

from accounts.races import refusing

AGAIN = "请刷新后再看。"
SENTENCES = {
    "one_pledge_a_year": "有人本年度已有目标承诺（可能在别的乡镇起草），没有保存。" + AGAIN,
    "pledge_four_eyes": "起草和批准须由两个人办理。",
    "pledge_score_four_eyes": "评分和确认须由两个人办理。",
    "pledge_moves_only": "这份承诺刚被他人处理，没有保存。" + AGAIN,
    "pledge_status_implies": "这份承诺刚被他人处理，没有保存。" + AGAIN,
    "pledge_stays": "这份承诺已经评分确认或刚被他人处理，不再改动。" + AGAIN,
    "pledge_days_in_order": "讨论、批准、签订的日期先后不对，请核对日期。",
    "pledge_weights_sum": "权重合计刚被他人改动，不是 100，没有保存。" + AGAIN,
    "pledge_scores_whole": "还有事项没有评分，没有确认。" + AGAIN,
    "pledge_item_in_time": "这份承诺刚被他人处理，事项没有保存。" + AGAIN,
    "pledge_item_within_year": "事项的期限不在承诺年度内，没有保存。",
    "progress_while_running": "这份承诺刚被他人处理，进展没有保存。" + AGAIN,
    "extension_in_time": "这一项的期限刚有变动或已经完成，延期没有保存。" + AGAIN,
    "extension_stays": "这份延期申请刚被他人办理。" + AGAIN,
    "extension_before_due": "期限已过，延期不能再申请或批准。",
    "extension_later_same_year": "延期应晚于原期限，并在当年以内。",
    "extension_four_eyes": "申请和批准须由两个人办理。",
    "one_open_extension": "这一项已有一份延期申请在等批准，不用再申请。",
    "answer_of_overdue": "这一项刚刚完成或期限有变，没有要答复的逾期。" + AGAIN,
    "one_first_answer": "这一项的逾期刚由他人答复。" + AGAIN,
    "supervision_overdueanswer_supersedes_id_key": "这个答复刚由他人更正。" + AGAIN,
}
BUSY = "另有人正在保存这些承诺，您的内容没有保存。请稍等片刻再试。"

races_refused = refusing(SENTENCES, busy=BUSY)
