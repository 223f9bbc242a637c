"""What the events of the log are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.roles import Role

LABELS = {
    "accounts.logged_in": "登录",
    "accounts.logged_out": "退出登录",
    "accounts.log_in_failed": "登录失败",
    "accounts.role_chosen": "选择角色",
    "accounts.refused": "越权被拒",
    "accounts.password_changed": "修改密码",
    "accounts.password_reset": "重置密码",
    "accounts.account_created": "建立账号",
    "accounts.account_disabled": "停用账号",
    "accounts.account_enabled": "启用账号",
    "accounts.grant_proposed": "提出授权",
    "accounts.grant_approved": "批准授权",
    "accounts.grant_refused": "不批准授权",
    "accounts.grant_ended": "终止授权",
    "accounts.grants_ended": "终止全部授权",
    "accounts.session_ended": "登录被结束",
    "accounts.first_run": "首次设置",
    "accounts.override_requested": "申请紧急授权",
    "accounts.override_confirmed": "确认紧急授权",
    "accounts.override_ended": "收回紧急授权",
    "accounts.override_acknowledged": "知悉紧急授权",
    "accounts.division_succeeded": "区划更替",
    "accounts.divisions_merged": "区划撤并",
    "accounts.divisions_imported": "导入区划",
    "accounts.draft_kept": "暂存超时的表单",
    "accounts.draft_discarded": "丢弃暂存的表单",
    "accounts.factor_enrolled": "启用动态验证码",
    "accounts.factor_failed": "动态验证码不对",
    "accounts.factor_reset": "重置动态验证码",
    "accounts.locked": "登录锁定",
    "accounts.keys_rotated": "更换加密密钥",
    "accounts.unlocked": "解除锁定",
    "assessments.plan_drafted": "起草考核方案",
    "assessments.plan_saved": "修改考核方案",
    "assessments.plan_adopted": "采用考核方案",
    "assessments.plan_revised": "修订考核方案",
    "assessments.rounds_opened": "开放年度考核",
    "assessments.roster_refreshed": "刷新考核名册",
    "assessments.meeting_saved": "录入述职会议",
    "assessments.ballots_saved": "录入测评票",
    "assessments.points_saved": "录入目标考核分",
    "assessments.teams_saved": "填报班子结果",
    "assessments.cadre_excused": "不参加定等",
    "assessments.excuse_withdrawn": "恢复参加定等",
    "assessments.grades_proposed": "编报等次",
    "assessments.round_submitted": "提交考核等次",
    "assessments.round_returned": "退回考核等次",
    "assessments.round_decided": "审定考核等次",
    "assessments.round_filed": "考核备案",
    "rulebook.file_proposed": "提出规则",
    "rulebook.file_published": "发布规则",
    "rulebook.file_declined": "退回规则",
    "rulebook.whatif_asked": "试算",
    "rulebook.whatif_finished": "试算完成",
    "audit.log_searched": "查审计日志",
    "audit.who_saw_asked": "查谁看过此人",
    "roster.received": "上传花名册",
    "roster.columns_set": "核对花名册各列",
    "roster.rechecked": "重新核对花名册",
    "roster.viewed": "查看花名册导入",
    "roster.refused_taken": "下载不能导入的行",
    "roster.file_taken": "下载花名册原文件",
    "roster.discarded": "作废花名册",
    "roster.confirmed": "写入花名册",
    "roster.undone": "撤回花名册",
    "cadre.added": "登记干部",
    "cadre.corrected": "更正干部信息",
    "cadre.viewed": "查看干部档案",
    "cadre.listed": "查看干部名册",
    "cadre.unmasked": "查看隐去的号码",
    "cadre.exported": "导出干部信息",
    "cadre.searched_by_number": "按身份证号查找",
    "cadre.photo_set": "上传照片",
    "cadre.photo_taken_down": "撤下照片",
    "cadre.recusals_listed": "查看回避情况",
    "dossier.added": "登记档案内容",
    "dossier.corrected": "更正档案内容",
    "dossier.removed": "删除档案内容",
    "document.added": "归档材料",
    "document.downloaded": "下载材料",
    "document.withdrawn": "撤出材料",
    "cadre.compared": "比较两份档案",
    "cadre.merged": "合并重复档案",
    "cadre.transferred": "转移档案",
    "cadre.verified": "核定档案",
    "transfer.asked": "申请转入",
    "transfer.passed_on": "转入申请报市",
    "transfer.done": "同意转入",
    "transfer.refused": "不予转入",
    "duplicate.proposed": "判断疑似重复",
    "duplicate.confirmed": "复核疑似重复",
    "duplicate.returned": "退回疑似重复的判断",
    "correction.asked": "申请更正",
    "correction.approved": "同意更正",
    "correction.refused": "不予更正",
    "correction.withdrawn": "撤回更正申请",
    "cadre.searched_by_tail": "按身份证号末四位查找",
    "report.fetched": "下载导出文件",
    "report.produced": "产生文件",
    "report.verified": "核验文件",
    "tenure.started": "任职",
    "tenure.ended": "离任",
    "tenure.corrected": "更正任职",
    "tenure.carried": "建制调整接续",
    "cadre.carried": "建制调整移交档案",
    "measure.opened": "登记警示处分",
    "measure.withdrawn": "撤销警示处分",
    "team.formed": "班子组成",
    "team.ended": "班子届满",
    "demo.built": "演示建城",
}

# What an event says beside its object; whatever is not listed keeps its own name.
WORDS = {
    "address": "地址",
    "again": "再次申请",
    "asked": "条件",
    "class": "类别",
    "count": "条数",
    "day": "数据截至",
    "department": "部门",
    "evidence": "附证明材料",
    "edition": "适用规则",
    "fields": "项目",
    "first_day": "起始日",
    "found": "查到",
    "grants": "授权编号",
    "holder": "账号",
    "kind": "内容",
    "hours": "小时",
    "joined": "转入单位",
    "last_day": "终止日",
    "left": "原单位",
    "looks": "次数",
    "method": "方式",
    "page": "页",
    "path": "网址",
    "people": "档案编号",
    "person": "档案编号",
    "purpose": "用途",
    "reason": "理由",
    "reference": "编号",
    "role": "角色",
    "rows": "行数",
    "scope": "范围",
    "sha256": "SHA-256",
    "since": "自",
    "status": "结果",
    "united": "合并任职",
    "until": "至",
    "username": "账号",
    "verdict": "判断",
    "title": "名称",
    "where": "单位",
    "why": "原因",
    "words": "条件",
}


def said(data: Mapping[str, Any]) -> str:
    """Give what an event says in one line."""
    return "；".join(f"{WORDS.get(key, key)}：{_plain(value)}" for key, value in data.items())


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "，".join(f"{WORDS.get(key, key)}={_plain(one)}" for key, one in value.items()) or "无"
        )
    if isinstance(value, list):
        return "、".join(map(_plain, value)) or "无"
    if isinstance(value, bool) or value is None:
        return "是" if value else "否"
    return Role(value).label if value in set(Role) else str(value)


def label(name: str) -> str:
    """Give the Chinese name of an event, or the name itself while it has none."""
    return LABELS.get(name, name)
