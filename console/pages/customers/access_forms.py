"""How are the data permissions 数据权限 of customers written, a line for each grant, and read again?"""

from typing import Any

from console.form_input import Unreadable, chosen
from console.pages.customers.customer_rule_forms import PATH, read_conditions, written_conditions
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.session import Person
from console.view_models import Action, Cell, Input, Table, Worded
from console.wording.org_unit_names import unit_names
from messages.deals.customer_care.access import AccessRules
from messages.roles import Role
from messages.texts import LANGUAGES, text

GRANT = ("name", "units", "departments", "conditions", "roles")
ROLES = (Role.SALES, Role.SALES_MANAGER)


def access_of(rules: AccessRules, person: Person) -> tuple[Table, Action]:
    """Who reads what, and the form that changes it."""
    limited = text("value.access_limited" if rules.limited else "value.access_open", person.lang)
    rows: list[tuple[Cell, ...]] = [
        (one.name, _units(one.units), _roles(one.roles, person.lang), _units(one.departments),
         written_conditions(one.conditions, person.lang))
        for one in rules.grants
    ]  # fmt: skip
    first: list[tuple[Cell, ...]] = [(Worded("value.access_everybody"), limited, None, None, None)]
    written = write_rows(
        (one.name, _units(one.units), _units(one.departments), written_conditions(one.conditions, person.lang),
         _roles(one.roles, person.lang))
        for one in rules.grants
    )  # fmt: skip
    choices = [(one, text(f"value.{code}", person.lang)) for one, code in (
        ("no", "access_open"), ("yes", "access_limited"),
    )]  # fmt: skip
    inputs = (
        Input("limited", "select", "yes" if rules.limited else "no", choices),
        Input("grants", "area", written, required=False, hint="hint.access_grants"),
    )
    columns = ("access_grant", "grant_units", "roles", "departments", "conditions")
    return Table("console.customer_access", columns, first + rows), Action("set_access", f"{PATH}/access", inputs)


def read_access(limited: str, grants: str) -> dict[str, Any]:
    """Units and roles by their codes, or as they are called. Raises Unreadable."""
    roles = {text(f"role.{one}", lang).casefold(): one.value for one in ROLES for lang in LANGUAGES}
    paths = {name.casefold(): path for path, name in unit_names().items()}
    found = []
    for row in read_rows("grants", grants, GRANT):
        said = row.get("conditions", "")
        found.append({
            "name": row["name"],
            "units": _read_units(row.get("units", ""), paths),
            "departments": _read_units(row.get("departments", ""), paths),
            "conditions": read_conditions("grants", said) if said else [],
            "roles": [_read_role(one, roles) for one in read_list(row.get("roles", ""))],
        })  # fmt: skip
    return {"limited": chosen("limited", limited), "grants": found}


def _read_role(typed: str, roles: dict[str, str]) -> str:
    found = roles.get(typed.casefold(), typed.casefold())
    if found not in ROLES:
        raise Unreadable("grants", "input.no_seller_role", params={"said": typed})
    return found


def _read_units(typed: str, paths: dict[str, str]) -> list[str]:
    found = [paths.get(one.casefold(), one) for one in read_list(typed)]
    unknown = next((one for one in found if one not in paths.values()), None) if paths else None
    if unknown:
        raise Unreadable("grants", "input.no_unit", params={"said": unknown})
    return found


def _units(paths: list[str]) -> str:
    return ", ".join(unit_names().get(one, one) for one in paths)


def _roles(roles: list[Role], lang: str) -> str:
    return ", ".join(text(f"role.{one}", lang) for one in roles)
