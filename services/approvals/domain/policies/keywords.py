"""Which Chinese words may a policy be written in?"""

from typing import Any

KEYS = {
    "策略": "policy", "名称": "name", "事实": "facts", "字段": "fields", "流程": "route", "日历": "calendar",
    "发起人是审批人": "requester_is_signer", "重复审批人": "duplicates", "无审批人": "no_signer",
    "最多轮次": "max_rounds",
    "职责分离": "segregate",
    "撤销": "revoke", "重开": "reopen", "代为撤回": "cancel", "自动判定": "decide", "则": "then",
    "节点": "step", "条件": "when", "审批人": "signers", "方式": "mode", "票数": "quorum", "时限": "within",
    "提醒": "remind", "超时": "on_timeout", "依据": "depends_on", "允许": "may", "须填意见": "comment_required",
    "并行": "parallel", "分支": "branch", "各分支": "branches",
    "人员": "person", "角色": "role", "部门": "unit", "主管": "manager", "逐级主管": "managers", "成员": "group",
    "取自": "fact", "权重": "weight", "须同意人数": "need", "分值": "points", "每组人数": "each",
    "退回后": "after_return", "可改字段": "may_edit", "须附附件": "attachment_required",
    "级": "levels", "至额度": "up_to", "币种": "currency", "至职级": "up_to_grade", "人数": "count",
    "百分比": "percent",
    "知会": "notify", "结果": "outcome", "文字": "text",
    "之后": "after", "动作": "do", "交给": "to", "中文": "zh", "英文": "en",
}  # fmt: skip

VERBS = {
    "同意": "approve", "拒绝": "reject", "退回": "return", "转交": "transfer", "委派": "delegate", "加签": "add_signer",
    "询问": "ask", "拿回": "take_back",
}  # fmt: skip
VALUES = {
    "mode": {"会签": "all", "或签": "any", "依次": "sequence", "票签": "quorum"},
    "requester_is_signer": {"上级": "superior", "跳过": "skip", "允许": "allow", "禁止": "deny"},
    "duplicates": {"一次": "once", "连续": "consecutive", "每次": "every"},
    "no_signer": {"救援": "rescue", "上级": "superior", "通过": "pass", "拒绝": "reject"},
    "do": {"提醒": "remind", "升级": "escalate", "通过": "pass", "拒绝": "reject", "救援": "rescue",
           "上级": "superior"},
    "on_timeout": {"提醒": "remind", "升级": "escalate", "通过": "pass", "拒绝": "reject"},
    "may": VERBS,
    "comment_required": VERBS,
    "attachment_required": VERBS,
    "after_return": {"重新审批": "again", "直达": "back", "均可": "either"},
    "then": {"同意": "approve", "拒绝": "reject"},
    "outcome": {"同意": "approved", "拒绝": "rejected", "退回": "returned", "撤回": "withdrawn", "撤销": "revoked"},
    "unit": {"最近": "nearest", "任意": "any"},
    "facts": {
        "金额": "money", "数字": "number", "整数": "int", "文本": "text", "是否": "bool",
        "人员": "person", "多项": "texts",
    },
}  # fmt: skip


# Under these the keys are the author's; what stands at each is read as under this keyword.
OWN_KEYS = {"facts": "facts", "fields": "name"}


def in_english(written: Any, field: str = "") -> Any:
    """The same policy with English keywords. The author's own words (names, texts, keys of facts and fields) stay."""
    if isinstance(written, dict):
        return {_key(key, field): in_english(value, _field(key, field)) for key, value in written.items()}
    if isinstance(written, list):
        return [in_english(value, field) for value in written]
    if isinstance(written, str):
        return VALUES.get(field, {}).get(written, written)
    return written


def _key(key: Any, field: str) -> Any:
    return key if field in OWN_KEYS else KEYS.get(key, key)


def _field(key: Any, field: str) -> str:
    return OWN_KEYS.get(field) or str(_key(key, field))
