"""Short names of what was found in a row: for filters, counts and quiet remarks."""

from __future__ import annotations

REASONS = {
    "identity_missing": "缺身份证号",
    "identity_checksum": "身份证号校验不符",
    "identity_length": "身份证号位数不对",
    "identity_charset": "身份证号有多余字符",
    "identity_region": "身份证号地区码不对",
    "identity_birth_date": "身份证号出生日期不对",
    "identity_float": "身份证号被表格改写",
    "identity_legacy": "15 位旧号码",
    "name_missing": "缺姓名",
    "name_wrong": "姓名认不出",
    "duplicate_in_file": "表内重复",
    "post_missing": "缺职务",
    "unknown_post": "职务认不出",
    "village_missing": "缺村（社区）",
    "unknown_village": "没有这个村",
    "sex_mismatch": "性别与号码不符",
    "birth_mismatch": "出生年月与号码不符",
    "wrong_township": "不是本乡镇",
    "name_mismatch": "号码与姓名不符",
    "number_elsewhere": "号码已在别处登记",
    "number_taken": "号码已在他人名下",
    "single_post_twice": "一职两人",
    "seat_taken_then": "任职时间与他人重叠",
    "since_in_future": "任职时间在今天以后",
    "verified_field": "已核定，不能直接改",
    "changed_meanwhile": "导出以后已被更正",
    "edition_unknown": "版本号对不上",
    "file_number_unknown": "没有这个档案编号",
}
TOLERATED = {
    "full_width_space_in_name": "姓名中的空格已去掉",
    "spaces_and_lower_case": "号码中的空格和小写 x 已整理",
    "education_alias": "学历按国家标准名称归类",
    "full_width_digits": "全角数字已转为半角",
    "dashed_phone": "手机号中的横线已去掉",
}


def reason(code: str) -> str:
    """Name a reason in a few words."""
    return REASONS.get(code, code)
