"""What people call the pages that use a rule; a test holds the addresses to be real."""

SCREENS: dict[str, str] = {
    "accounts:choose_role": "选择角色",
    "assessments:board": "定等",
    "assessments:calibration": "校准",
    "assessments:decide": "党委会审定",
    "assessments:entry": "个人依据单",
    "assessments:meeting": "述职测评录入",
    "assessments:overview": "年度考核一览",
    "assessments:plan": "考核方案",
    "assessments:plan_edit": "起草考核方案",
    "assessments:targets": "目标考核录入",
    "assessments:teams": "班子结果录入",
    "cadres:list": "干部名单",
    "reports:home": "待办",
    "reports:person": "干部档案",
    "rulebook:article": "原文与落实",
    "rulebook:catalogues": "四张目录",
    "rulebook:counties": "县的规定",
    "rulebook:figures": "政策依据·数值",
    "rulebook:files": "公布与核对",
    "rulebook:whatif": "推演",
}
