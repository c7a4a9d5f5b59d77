"""Who signs next what was just submitted: by name, in order or at once, and by when?"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from console.service_gateway import ServiceGateway
from console.session import Person
from console.wording.words import Words
from messages.approvals.requests import ComingStep, RequestView, SignerView, StepView
from messages.approvals.states import RequestState, StepState, TaskKind
from messages.base import Page
from messages.texts import text

LOOKS, PAUSE_S = 8, 0.3  # its process puts it before the signers a moment after it was submitted


async def submitted_message(gateway: ServiceGateway, person: Person, code: str, about_id: UUID) -> str:
    """The words of the act, and who has it now; where that is not known in time, that the page will say it."""
    request = await gateway.part("approvals", _pending(gateway, about_id))
    words = Words(person.lang, person.tz)
    said = describe(words, request) if request else words.t("signers.soon")
    return f"{text(code, person.lang)}{'' if person.lang == 'zh' else ' '}{said}"


def describe(w: Words, request: RequestView) -> str:
    """One sentence for those who have it now, one for those who follow."""
    now = [_open(w, step) for step in request.steps if step.state is StepState.OPEN]
    later = [step for step in request.coming if step.signers]
    sentences = [w.t("signers.now_many" if len(now) > 1 else "signers.now", who=w.listed(now))] if now else []
    if later:
        code = "signers.later" if any(step.branch for step in later) else "signers.then"
        sentences.append(w.t(code, who=w.listed([_coming(w, step) for step in later])))
    return ("" if w.lang == "zh" else " ").join(sentences)


def _open(w: Words, step: StepView) -> str:
    who, name = _names(w, step.signers, step.mode), w.named(step.name, step.key)
    if step.due_at:
        return w.t("signers.step_until", who=who, step=name, until=w.when(step.due_at))
    return w.t("signers.step", who=who, step=name)


def _coming(w: Words, step: ComingStep) -> str:
    return w.t("signers.step", who=_names(w, step.signers, step.mode), step=w.named(step.name, step.key))


def _names(w: Words, signers: Sequence[SignerView], mode: str) -> str:
    names = [one.name or w.t("console.nobody") for one in signers if one.kind is not TaskKind.COPY]
    code = {"any": "signers.any", "sequence": "signers.sequence"}.get(mode, "")
    return w.t(code, names=w.listed(names)) if code and len(names) > 1 else w.listed(names)


async def _pending(gateway: ServiceGateway, about_id: UUID) -> RequestView | None:
    for look in range(LOOKS):
        await asyncio.sleep(PAUSE_S if look else 0)
        found = await gateway.find("approvals", "/requests", Page[RequestView], about_id=about_id, limit=1)
        if found and found.items and found.items[0].state is RequestState.PENDING:
            return await gateway.find("approvals", f"/requests/{found.items[0].id}", RequestView)
    return None
