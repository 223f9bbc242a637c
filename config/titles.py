"""What pages that are filled in are called where only their address is known: in kept drafts."""

from __future__ import annotations

TITLES = {
    "assessments:plan_new": "起草考核方案",
    "assessments:plan_edit": "修改考核方案",
    "assessments:plan_adopt": "印发考核方案",
    "assessments:plan_revise": "考核方案改版",
    "assessments:open_rounds": "启动年度考核",
    "assessments:meeting": "述职测评",
    "assessments:targets": "目标考核",
    "assessments:teams": "班子结果",
    "assessments:refresh": "更新考核对象",
    "assessments:submit": "提交党委会",
    "assessments:decide": "党委会审定",
    "assessments:return": "退回重报",
    "assessments:file": "备案",
    "assessments:excuse": "本年度不定等次",
}
