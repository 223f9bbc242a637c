"""What the database says of an appraisal when somebody else was faster, as a sentence."""

from __future__ import annotations

from accounts.races import refusing

SENTENCES = {
    "one_appraisal_a_number": "这个村的民主评议刚由他人登记，请刷新后再看。",
    "appraisal_noticed_first": "评议日期应在告知日期以后、本年度以内，没有保存。请核对后再填。",
    "appraisal_ballots_in_order": "收回、发出、实到、应到应依次不多于后一项，没有保存。请核对。",
    "appraisal_four_eyes": "提交和公布须由两个人办理。",
    "decision_four_eyes": "提交和公布须由两个人办理。",
    "appraisal_status_implies": "这次民主评议刚被他人处理，请刷新后再看。",
    "appraisal_moves_only": "这次民主评议刚被他人处理，请刷新后再看。",
    "appraisal_stays": "这次民主评议的票数刚被提交，会议情况不再改动。请刷新后再看。",
    "ballots_complete": "有人还没有录票，或者票数多于收回的票，没有提交。请核对票数。",
    "only_while_held": "这次民主评议的票数刚被提交，不再改动。请刷新后再看。",
    "one_appraised_a_person": "评议对象刚由他人更新，请刷新后再看。",
    "results_in_turn": "这次民主评议刚被他人处理，没有公布。请刷新后再看。",
    "one_result_a_revision": "这次民主评议的结果刚由他人公布，请刷新后再看。",
    "one_ruling_a_number": "是否计入刚由他人认定，请刷新后再看。",
    "one_check_a_number": "这一项刚由他人核实，请刷新后再看。",
}
BUSY = "另有人正在办理这次民主评议，您的内容没有保存。请稍等片刻再试。"

races_refused = refusing(SENTENCES, busy=BUSY)
