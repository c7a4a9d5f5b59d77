"""Which acts may the reader do on somebody's record? One place for all buttons; the services ask it again themselves.

A record that a manager sees is of his unit or below, one that others see is of their legal entities: so here it takes
only the roles of the act's route, and whose the record is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from console.session import Person
from messages.roles import Role

SELLERS = (Role.SALES, Role.SALES_MANAGER)
DEALERS = (*SELLERS, Role.DIRECTOR)
ORDERERS = (*SELLERS, Role.ORDER_ADMIN)
RECORDERS = (*ORDERERS, Role.FINANCE)
IMPORTERS = (Role.FINANCE, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN)
CAPTURERS = (*SELLERS, Role.OPS, Role.ADMIN)


@dataclass(frozen=True)
class Grant:
    """Who may do it on the own record, and who of them on others' too (None: whoever may at all)."""

    roles: Sequence[str]
    on_others: Sequence[str] | None = None


OF_SELLER = Grant(DEALERS, (Role.SALES_MANAGER, Role.DIRECTOR))  # DEA-34
OF_PARTNER = Grant((*DEALERS, Role.PARTNER), (Role.SALES_MANAGER, Role.DIRECTOR))
OF_ORDERER = Grant(ORDERERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN))  # ORD-9
# Who sees every plan of his entities; others see those of their units.
OF_ALL_PLANS = (Role.MARKETING, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN)
PLANNERS = (Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)  # LEA-113
GRANTS = {
    "plan_campaign": Grant(PLANNERS),
    "plan_activity": Grant(PLANNERS),
    "see_budgets": Grant((*PLANNERS, Role.FINANCE)),
    "give_task": Grant(PLANNERS),
    "attach_activity_file": Grant(PLANNERS),
    "record_cost": Grant((*PLANNERS, Role.FINANCE)),
    "post_lead": Grant(CAPTURERS),
    "claim": Grant(SELLERS),
    "follow_up": Grant(SELLERS, ()),  # LEA-10: the owner alone
    "convert": Grant(SELLERS, ()),
    "release": Grant(CAPTURERS, (Role.SALES_MANAGER, Role.OPS, Role.ADMIN)),
    "drop": Grant(CAPTURERS, (Role.SALES_MANAGER, Role.OPS, Role.ADMIN)),
    "edit_lead": Grant(
        (*CAPTURERS, Role.DIRECTOR), (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
    ),  # LEA-86
    **dict.fromkeys(
        ("nurture", "wake", "reuse"),
        Grant((*CAPTURERS, Role.DIRECTOR), (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)),
    ),  # LEA-90
    "offer_lead": Grant(
        (*CAPTURERS, Role.DIRECTOR), (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
    ),  # LEA-93
    "edit_waiting_lead": Grant((Role.DIRECTOR, Role.OPS, Role.ADMIN)),
    "move_lead": Grant((Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)),  # LEA-166
    "assign": Grant((Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)),
    **dict.fromkeys(
        ("register", "advance", "lose", "set_back", "resubmit_registration", "withdraw_registration"), OF_PARTNER
    ),
    "win": OF_SELLER,
    "add_risk": OF_SELLER,
    "open_opportunity": Grant((*DEALERS, Role.PARTNER)),
    "give_guidance": Grant((Role.SALES_MANAGER, Role.DIRECTOR)),  # DEA-72
    "comment_on_opportunity": Grant((*RECORDERS, Role.DIRECTOR, Role.LEGAL, Role.SHIPPER)),
    "add_customer": Grant((*DEALERS, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN, Role.PARTNER)),
    "edit_customer": Grant(
        (*DEALERS, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN),
        (Role.SALES_MANAGER, Role.DIRECTOR, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN),
    ),  # DEA-35
    "claim_customer": Grant(SELLERS),
    "set_customer_pool": Grant((Role.DIRECTOR, Role.OPS, Role.ADMIN)),
    "register_customer": Grant((*DEALERS, Role.PARTNER)),
    "resubmit_admission": OF_PARTNER,
    "add_customer_expense": Grant(DEALERS),
    "resubmit_customer_expense": OF_SELLER,
    "set_customer_rules": Grant((Role.DIRECTOR, Role.ADMIN)),
    "judge_customers": Grant((Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)),  # DEA-112
    "hand_over_customer": Grant((Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)),  # DEA-110
    "follow_up_sale": OF_PARTNER,  # DEA-34, DEA-35
    **dict.fromkeys(("submit", "edit", "attach", "withdraw", "cancel_contract"), OF_SELLER),
    "assess_risk": Grant((Role.LEGAL, Role.FINANCE, Role.DIRECTOR)),
    **dict.fromkeys(("place_order", "resubmit_order", "change_order", "cancel_order", "request_return"), OF_ORDERER),
    "ship": Grant((Role.SHIPPER,)),
    "confirm_goods_back": Grant((Role.SHIPPER,)),
    "receive_return": Grant((Role.SHIPPER,)),
    "rank_order": Grant((Role.ORDER_ADMIN,)),
    "decide_difference": Grant((Role.ORDER_ADMIN, Role.SALES_MANAGER)),  # ORD-73
    "count_stock": Grant((Role.SHIPPER, Role.ORDER_ADMIN, Role.ADMIN)),
    "change_product": Grant((Role.ORDER_ADMIN, Role.ADMIN)),
    "receive": Grant((Role.SHIPPER, *SELLERS), (Role.SHIPPER,)),  # ORD-10
    "record_payment": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "request_write_off": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "request_refund": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "request_correction": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "request_invoice": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "keep_invoice_titles": Grant(RECORDERS),
    "cancel_invoice": Grant(RECORDERS, ()),  # who asked for it
    "send_invoice": Grant(RECORDERS),
    "reverse_invoice": Grant((Role.FINANCE,)),
    **dict.fromkeys(("send_dunning", "mark_dunning_posted", "set_dunning_address"), Grant((Role.FINANCE,))),
    "publish_dunning_procedure": Grant((Role.FINANCE, Role.ADMIN)),
    "publish_collection_policy": Grant((Role.FINANCE, Role.ADMIN)),
    "choose_measure": Grant((*SELLERS, Role.DIRECTOR, Role.LEGAL, Role.FINANCE)),
    "request_release": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "confirm_limit": Grant((Role.FINANCE,)),
    "confirm_release": Grant((Role.FINANCE, Role.DIRECTOR, Role.SALES_MANAGER)),  # of them those in the policy
    "collect": Grant(RECORDERS, (Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)),
    "comment_on_receivable": Grant((*RECORDERS, Role.DIRECTOR, Role.LEGAL)),
    "see_trail": Grant((Role.FINANCE, Role.DIRECTOR, Role.LEGAL, Role.OPS, Role.ADMIN)),
    "pack_evidence": Grant((Role.LEGAL, Role.FINANCE)),
    "split_commission": Grant((Role.SALES_MANAGER, Role.FINANCE)),
}


def may_act(person: Person, act: str, owner_id: UUID | None = None) -> bool:
    """`owner_id`: whose the record is, where that matters."""
    grant = GRANTS[act]
    others = grant.roles if grant.on_others is None else grant.on_others
    return person.may(*grant.roles) and (owner_id == person.id or person.may(*others))
