"""What a column of a roster can hold, each said once: for reading, for export, for the template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A meaning a column may have; `label` heads our own exports, `names` are others' headers."""

    key: str
    label: str
    names: tuple[str, ...] = ()
    many: bool = False  # several columns may hold it (党内职务, 村委会职务)


# Our own exports carry these two, so that a sheet that comes back is known row by row.
FILE_NUMBER, EDITION = "file_number", "edition"

FIELDS = (
    Field(FILE_NUMBER, "档案编号"),
    Field("county", "县市区", ("县", "区县", "所属县")),
    Field("township", "乡镇（街道）", ("乡镇", "镇", "街道", "所属乡镇", "乡镇名称", "单位")),
    Field("village", "村（社区）", ("村", "村名", "村别", "所在村", "社区", "村居", "行政村")),
    Field("name", "姓名", ("名字", "干部姓名")),
    Field("id_number", "身份证号", ("身份证", "身份证号码", "公民身份号码", "证件号码")),
    Field("sex", "性别", ()),
    Field("born", "出生年月", ("出生日期", "出生时间", "生日")),
    Field("ethnicity", "民族", ()),
    Field("posts", "职务", ("现任职务", "村内职务", "党内职务", "岗位", "担任职务"), many=True),
    Field("since", "任职时间", ("任现职时间", "任职日期", "任职年月")),
    Field("education", "学历", ("文化程度", "最高学历", "受教育程度")),
    Field("degree", "学位", ()),
    Field("political_status", "政治面貌", ("党派",)),
    Field("party_joined", "入党时间", ("入党日期", "入党年月")),
    Field("full_member", "转正时间", ("转正日期",)),
    Field("first_job", "参加工作时间", ("参工时间", "工作时间")),
    Field("health", "健康状况", ("身体状况",)),
    Field("phone", "手机号", ("电话", "联系电话", "手机", "联系方式", "手机号码")),
    Field("native_place", "籍贯", ()),
    Field("birthplace", "出生地", ()),
    Field("professional_title", "专业技术职务", ("职称", "技术职称")),
    Field("source", "干部来源", ("来源", "人员来源")),
    Field("bank", "开户银行", ("开户行",)),
    Field("bank_account", "银行账号", ("银行卡号", "账号", "卡号")),
    Field("note", "备注", ("说明",)),
    Field("seat", "序号", ("编号", "号")),
    Field(EDITION, "版本号"),
)
BY_KEY = {field.key: field for field in FIELDS}
