"""What a column of a roster can hold, each said once: for reading, for export, for the template."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Field:
    """A meaning a column may have; `label` heads our own exports, `names` are others' headers."""

    key: str
    label: str
    names: tuple[str, ...] = ()
    many: bool = False  # several columns may hold it (党内职务, 村委会职务)


# Our own exports carry these two, so that a sheet that comes back is known row by row.
FILE_NUMBER, EDITION = "file_number", "edition"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIELDS = (
    Field(FILE_NUMBER, "档案编号"),
    Field("county", "县市区", _words(
        "县 区县 县区 县市 市县区 县（市）区 县（市、区） 所属县 所属县市区 所在县市区 县别"
    )),
    Field("township", "乡镇（街道）", _words(
        "乡镇 镇 乡 街道 乡（镇） 镇（街） 镇街 镇乡 镇（乡） 街镇 乡镇场 乡镇名 乡镇别 乡镇名称 "
        "乡镇街道名称 所属乡镇 所在乡镇 所属乡镇街道 所在乡镇街道 乡镇办 镇办 乡镇（街道办） "
        "街道乡镇 乡镇街道办事处 乡镇（街道、办事处） 乡（镇、街道） 单位 单位名称 所在单位 "
        "工作单位 所属单位"
    )),
    Field("village", "村（社区）", _words(
        "村 村名 村别 所在村 社区 村居 行政村 村（居） 村/社区 村、社区 村或社区 村、居 村级 村部 "
        "村社 村名称 村社区名称 村（社区）名 行政村名称 村居名称 村委会 村委会名称 村居委会 "
        "村（居）委会 村民委员会 居委会 村委 所属村 所属村社区 所在村社区 所在行政村 所属行政村 "
        "任职村 任职村社区 任职村（居） 现任职村 村组织 村级组织 村级组织名称 村（居、社区） "
        "村居社区 社区（村） 所在村居 所属村居 村（社区）别 村社区名 社区名称 村委名称 "
        "行政村（社区） 行政村社区名称 村（社区、居） 所在村名 所在社区"
    )),
    Field("name", "姓名", _words(
        "名字 干部姓名 村干部姓名 人员姓名 本人姓名 姓名（全称） 成员姓名 党员姓名 真实姓名"
    )),
    Field("id_number", "身份证号", _words(
        "身份证 身份证号码 公民身份号码 公民身份证号码 公民身份证号 公民身份证 居民身份证号码 "
        "居民身份证号 居民身份证 身份号码 身份证件号码 身份证件号 证件号码 证件号 证件编号 "
        "身份证编号 二代身份证号 二代身份证号码 ID ID号 ID号码"
    )),
    Field("sex", "性别", _words("男女 性")),
    Field("born", "出生年月", _words(
        "出生日期 出生时间 生日 出生 出生年月日 生年月日 生年月 出生年份月份 出生年、月 出生日 "
        "出生年月份"
    )),
    Field("ethnicity", "民族", _words("族别 民族成份 民族成分 族")),
    Field("posts", "职务", _words(
        "现任职务 村内职务 党内职务 岗位 担任职务 现任职 现职 现职务 职位 职务名称 任职 任职情况 "
        "任职职务 村职务 村级职务 村干部职务 村里职务 村两委职务 两委职务 村支两委职务 村委职务 "
        "村委会职务 村民委员会职务 村居委会职务 村（居）委会职务 居委会职务 居委职务 行政职务 "
        "党组织职务 村党组织职务 支部职务 支委职务 党支部职务 总支职务 党总支职务 党务职务 "
        "监委会职务 监委职务 村务监督委员会职务 监督委员会职务 村务监督职务 现任村职务 "
        "现任村内职务 岗位职务 职务岗位 岗位名称 任职岗位 现任岗位 职务（岗位） 所任职务 兼任职务 "
        "兼职 其他职务 现任党内职务 现任村委职务 目前职务 党组织任职 党内任职 支部任职 村委会任职 "
        "村委任职 监委会任职 班子职务 在村职务 干部职务 现任职位 村社区职务"
    ), many=True),
    Field("since", "任职时间", _words(
        "任现职时间 任职日期 任职年月 任现职年月 任现职日期 任现职务时间 任现职务年月 "
        "任现职务日期 现职时间 任现职起始时间 任职起始时间 任职开始时间 任职起始日期 任职起始年月 "
        "任职起始 担任现职时间 担任现职务时间 现任职务时间 现任职务任职时间 现任职时间 何时任现职 "
        "始任时间 上任时间 到任时间 就任时间 当选时间 任职时间起 担任职务时间 任职起时间 任现职 "
        "现职任职时间 任该职时间 任职生效日期 担任时间 任现岗位时间 到岗时间"
    )),
    Field("education", "学历", _words(
        "文化程度 最高学历 受教育程度 学历学位 学历及学位 学历（学位） 文化 文化水平 教育程度 "
        "学历情况 学历层次 学历水平 全日制学历 在职学历 全日制教育 在职教育 全日制教育学历 "
        "在职教育学历 第一学历 现学历 现有学历 全日制 在职 教育背景 文化层次 最高文化程度"
    ), many=True),
    Field("degree", "学位", _words("最高学位 学位名称")),
    Field("political_status", "政治面貌", _words(
        "党派 政治面目 面貌 政治身份 党团 政治面貌情况 党员情况"
    )),
    Field("party_joined", "入党时间", _words(
        "入党日期 入党年月 入党年月日 入党 何时入党 加入中共时间 加入党组织时间 加入党组织日期 "
        "加入中国共产党时间 加入中国共产党日期 入党时间年月 党员入党时间 入党时"
    )),
    Field("full_member", "转正时间", _words(
        "转正日期 转正年月 党员转正时间 转为正式党员时间 转正"
    )),
    Field("first_job", "参加工作时间", _words(
        "参工时间 工作时间 参加工作年月 参加工作日期 参工年月 参工日期 参加工作 首次参加工作时间 "
        "何时参加工作"
    )),
    Field("health", "健康状况", _words("身体状况 健康情况 身体健康状况 健康 身体情况 健康程度")),
    Field("phone", "手机号", _words(
        "电话 联系电话 手机 联系方式 手机号码 电话号码 联系电话号码 移动电话 本人电话 联系手机 "
        "电话号 联络电话 联络方式 联系手机号 联系号码 手机电话 本人手机 本人联系电话 联系电话手机 "
        "办公电话或手机 电话手机 手机联系方式 联系方法 手机长号"
    )),
    Field("native_place", "籍贯", _words("祖籍 籍贯（县市）")),
    Field("birthplace", "出生地", _words("出生地点 出生地址")),
    Field("professional_title", "专业技术职务", _words(
        "职称 技术职称 专业技术职称 专业职称 专业技术职务（职称） 专技职务"
    )),
    Field("source", "干部来源", _words(
        "来源 人员来源 人选来源 来源类别 选任来源 干部来源类别 来源渠道"
    )),
    Field("bank", "开户银行", _words(
        "开户行 银行 开户行名称 银行名称 开户银行名称 发卡行 所属银行"
    )),
    Field("bank_account", "银行账号", _words(
        "银行卡号 账号 卡号 银行帐号 帐号 银行卡 工资卡号 一卡通账号 一卡通帐号 一卡通号 一卡通 "
        "社保卡号 惠农卡号 银行账户 工资账号 存折账号 银行卡账号 开户账号 打卡账号"
    )),
    Field("note", "备注", _words(
        "说明 附注 备注说明 其他 备考 注 备注栏 其它 其他说明 备注信息"
    )),
    Field("seat", "序号", _words(
        "编号 号 序 NO 顺序 序列 排序 序次 顺序号 行号 序列号 总序号 #"
    )),
    Field(EDITION, "版本号"),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}

# Headers that say plainly what else a column is; their content must not be guessed at.
FOREIGN = re.compile(
    r"^不导入|^原行号$|^原因$"  # of the rows that we sent back
    r"|配偶|爱人|父亲|母亲|父母|子女|家属|家庭|亲属|紧急|介绍人|推荐|监护|联系人|联系领导|包村|驻村|负责人"
    r"|原任|原职|曾任|拟任|前任|离任|免职|卸任|离职|届满|任期|届次|年限|年数|届数|几届|连任|初次|首次|连续|累计|任村干部|任干部"
    r"|是否|有无|有效期|住址|地址|住所|复印|照片|相片|派出所|户籍|户口|发证|毕业|院校|学校|所学|专业$|学制"
    r"|工资|报酬|补贴|补助|待遇|党龄|工龄|年龄|周岁|岁数|签名|签字|盖章|婚姻|婚否|微信|邮箱|邮编|qq"
    r"|分工|分管|负责|简历|奖惩|奖励|处分|考核|等次|特长|爱好|身高|体重|血型|保险|社保|人口|面积|组别|小组|组$"
    r"|类别|类型|级别|职级|性质|编码|代码|届$|得票|票数|审查|意见|结果|人数|短号|座机|固话|档案所在|组织关系",
    re.IGNORECASE,
)
# Asked of a header that is no known name, in this order.
PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in (
    ("id_number", r"身份证|公民身份"),
    ("party_joined", r"^(加)?入党|入党(时间|日期|年月)"),
    ("full_member", r"转正(时间|日期|年月)"),
    ("since", r"(任职|现职|职务|任现职)[^，,]*(时间|日期|年月|起始)|(时间|日期)[^，,]*任(现)?职"),
    ("first_job", r"参加工作|参工"),
    ("birthplace", r"出生地"),
    ("born", r"出生(年|月|日|时)"),
    ("political_status", r"政治面[貌目]"),
    ("education", r"学历|文化程度|受教育"),
    ("ethnicity", r"^民族"),
    ("bank_account", r"(银行|工资|一卡通|社保).{0,4}(卡|账|帐)号?"),
    ("bank", r"开户"),
    ("phone", r"手机|电话|联系方式"),
    ("professional_title", r"职称|专业技术"),
    ("posts", r"职务"),
    ("name", r"^(村|社区|两委)?(干部|人员|成员|委员)?姓名|姓名$"),
    ("sex", r"^性别"),
    ("native_place", r"^籍贯"),
    ("health", r"健康|身体状况"),
    ("village", r"^(所[在属])?(行政)?村.{0,3}(社区|居).{0,4}(名称?|别)?$"),
    ("township", r"^(所[在属])?乡镇?.{0,3}街道.{0,4}(名称?|别)?$"),
))  # fmt: skip
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》")
BRACKETS = re.compile(r"[()\[\]【】〔〕<>《》]")
DROPPED = re.compile(r"[\s*★☆※▲:：;；。!！?？_＿~\u200b-\u200f\u202a-\u202e\ufeff]+")
FOREIGN_LETTERS, HAN = re.compile(r"[a-z]+"), re.compile(r"[\u4e00-\u9fff]")  # 姓名Name
NUMBERED = re.compile(r"^\(?[0-9一二三四五六七八九十]{1,2}[.、)]")
# Between parts of a header, dropped when it is compared: 村/社区, 村、社区.
JOINTS = re.compile(r"[/\\、,，.·|&和及与或-]+")


def head_text(text: str) -> str:
    """Bring a header to one form: half-width, without spaces, breaks, colons and stars."""
    half_width = unicodedata.normalize("NFKC", text)
    return NUMBERED.sub("", DROPPED.sub("", half_width))


def _bare(text: str) -> str:
    return JOINTS.sub("", BRACKETS.sub("", text)).lower()


NAMES = {
    _bare(head_text(name)): field.key for field in FIELDS for name in (field.label, *field.names)
}
LONGEST = 40  # characters of a header; what is longer is a sentence


@lru_cache(maxsize=4_096)
def recognise(text: str) -> str | None:
    """Say which field a header means: its key, "" for one that is none of ours, None if unknown."""
    whole = head_text(text)
    if not whole or len(whole) > LONGEST:
        return None
    bare, outside = _bare(whole), _bare(BRACKETED.sub("", whole))
    if key := NAMES.get(bare) or NAMES.get(outside):
        return key
    if FOREIGN.search(whole):
        return ""
    for key, pattern in PATTERNS:
        if pattern.search(outside or bare):
            return key
    return NAMES.get(FOREIGN_LETTERS.sub("", outside)) if HAN.search(outside) else None


def is_name(text: str) -> bool:
    """Tell whether a text is, word for word, the name of a field: what a header cell holds."""
    whole = head_text(text)
    bare = _bare(whole)
    return bool(bare) and (bare in NAMES or _bare(BRACKETED.sub("", whole)) in NAMES)
