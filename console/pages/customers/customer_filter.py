"""By what is the list of customers narrowed, and how does one say so?"""

from typing import Any

from fastapi import Request

from console.pages.customers.coded import ATTRIBUTES, choices
from console.view_models import Input
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customers import DealStatus
from messages.texts import text

NAMES = ("segment", *ATTRIBUTES, "deal_status", "phase", "region", "sector", "hot", "remine", "pooled")
HIDDEN = ("pool_id",)
YES_NO = ("hot", "remine", "pooled")


def asked_of(request: Request) -> dict[str, Any]:
    """What the address says, of what is known here."""
    typed = {name: request.query_params.get(name, "").strip()[:200] for name in (*NAMES, *HIDDEN)}
    return {name: value for name, value in typed.items() if value}


def filter_inputs(rules: CustomerRules, asked: dict[str, Any], lang: str) -> list[Input]:
    """A select for each list of values, a line for what is free."""
    options = {name: choices(f"customer_{name}", getattr(rules.attributes, name), lang) for name in ATTRIBUTES}
    options["phase"] = choices("phase", rules.phases, lang)
    options["segment"] = choices("segment", rules.segments, lang)
    options["deal_status"] = [
        ("", "—"), *((one.value, text(f"status.deal.{one}", lang)) for one in DealStatus)
    ]  # fmt: skip
    yes = [("", "—"), ("true", text("value.yes", lang))]
    return [
        Input(name, "select" if name in options or name in YES_NO else "text", asked.get(name, ""),
              yes if name in YES_NO else options.get(name, ()), required=False, label=text(f"filter.by_{name}", lang))
        for name in NAMES
        if name != "segment" or rules.segments
    ]  # fmt: skip
