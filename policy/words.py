"""List the closed words of the cases and the screens, once."""

PARTY_POSTS = ("书记", "副书记", "支委委员")
COMMITTEE_POSTS = ("主任", "副主任", "村委委员")
SUPERVISION_POSTS = ("监委会成员",)
STAFF_POSTS = ("文书",)
POSTS = PARTY_POSTS + COMMITTEE_POSTS + SUPERVISION_POSTS + STAFF_POSTS
PLAIN_MEMBER = "委员"  # accepted where the kind of committee does not matter

GRADES: dict[str, str] = {
    "excellent": "优秀",
    "competent": "称职",
    "basic": "基本称职",
    "incompetent": "不称职",
}
GRADE_LABELS: dict[str, str] = {
    **GRADES,
    "tie": "并列待定",
    "missing": "待补",
    "pending": "待定",
    "none": "无等次",
}
GRADE_WORDS = tuple(GRADE_LABELS.values())
MEASURES = ("警示", "处分")
ASPECTS: dict[str, str] = {
    "virtue": "德",
    "ability": "能",
    "diligence": "勤",
    "performance": "绩",
    "probity": "廉",
}
FORMS: dict[str, str] = {"report": "述职测评", "target": "目标考核"}
REVIEW_RESULTS = ("合格", "不合格")
ROUTES = ("免职", "责令辞职", "罢免", "自行终止", "解聘")
ENTRIES = ("新任", "留任")
EDUCATION = ("小学", "初中", "高中", "中专", "大专", "本科", "研究生")
PARTY_STATUS = ("中共党员", "中共预备党员", "共青团员", "群众")
YES_NO = ("是", "否")
PAID = ("已发", "未发")
