"""What is the smallest service? (the chassis' own tests run it)"""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, FastAPI
from sqlalchemy import DateTime, Text, select
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.auth.identity import needs
from chassis.base.settings import Settings
from chassis.db.database import in_scope
from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from chassis.events.subscriptions import NotYet, Subscriptions
from chassis.http.app import IfMatch, Uow, create_app, keyed
from messages.base import Command, Event, Page, View
from messages.errors import NotFound, RuleViolation
from messages.money import Money
from messages.text import ShortStr


class Table(SQLModel, registry=registry()):
    """The tables of the example."""


class NoteRow(Table, table=True):
    __tablename__ = "notes"
    id: UUID = Field(primary_key=True)
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    words: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    version: int = 1

    def view(self) -> "NoteView":
        return NoteView(id=self.id, words=self.words, version=self.version)


class WriteNote(Command):
    id: UUID | None = None
    words: ShortStr
    price: Money | None = None


class NoteView(View):
    id: UUID
    words: str
    version: int


class NoteWritten(Event):
    subject: ClassVar[str] = "orders.note.written.v1"
    note_id: UUID
    words: str


class NoteFiled(Event):
    subject: ClassVar[str] = "orders.note.filed.v1"
    note_id: UUID
    legal_entity_id: str | None = None


class NoteAnswered(Event):
    subject: ClassVar[str] = "deals.note.answered.v1"
    note_id: UUID
    words: str


async def write_note(command: WriteNote, uow: UnitOfWork) -> NoteView:
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if known := await work.session.get(NoteRow, id):
            return known.view()
        if command.words == "forbidden words":
            raise RuleViolation("SYS-4", field="words", value=command.words, rule="custom.unknown")
        note = NoteRow(
            id=id,
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            legal_entity_id="CS-CN",
            words=command.words,
            created_at=work.now,
        )
        work.session.add(note)
        work.emit(NoteWritten(note_id=id, words=command.words, version=1))
        return note.view()


async def change_note(id: UUID, command: WriteNote, expected: int, uow: UnitOfWork) -> NoteView:
    async with uow.begin() as work:
        note = await lock_note(work, id)
        must_match("note", id, current=note.version, expected=expected)
        note.words, note.version = command.words, note.version + 1
        work.emit(NoteWritten(note_id=id, words=command.words, version=note.version))
        return note.view()


async def lock_note(work: Work, id: UUID) -> NoteRow:
    query = select(NoteRow).where(NoteRow.id == id, in_scope(NoteRow, work.actor.scope)).with_for_update()  # type: ignore[arg-type]
    note: NoteRow | None = (await work.session.execute(query)).scalar_one_or_none()
    if note is None:
        raise NotFound("note", id)
    return note


async def list_notes(uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[NoteView]:
    async with uow.begin() as work:
        query = select(NoteRow).where(in_scope(NoteRow, work.actor.scope))
        return await page_of(work, query, key=(NoteRow.created_at, NoteRow.id), cursor=cursor, limit=limit)


async def answer_note(event: NoteAnswered, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        note = await work.session.get(NoteRow, event.note_id)
        if note is None:
            raise NotYet("note", event.note_id)
        note.words += event.words
        note.version += 1
        work.emit(NoteWritten(note_id=note.id, words=note.words, version=note.version))


router = APIRouter(prefix="/notes")


@router.post("", status_code=201, dependencies=[needs("sales")])
async def write(command: WriteNote, uow: Uow) -> NoteView:
    return await write_note(command, uow)


@router.post("/paid", dependencies=[needs("finance"), keyed()])
async def paid(command: WriteNote, uow: Uow) -> NoteView:
    return await write_note(command, uow)


@router.get("", dependencies=[needs()])
async def notes(uow: Uow, cursor: str | None = None, limit: int = 50) -> Page[NoteView]:
    return await list_notes(uow, cursor=cursor, limit=limit)


@router.patch("/{id}", dependencies=[needs("sales", "sales_manager")])
async def change(id: UUID, command: WriteNote, version: IfMatch, uow: Uow) -> NoteView:
    return await change_note(id, command, version, uow)


@router.get("/{name}/echo", dependencies=[needs("sales")])
async def echo(name: str, q: Annotated[str, Field(max_length=20)] = "") -> dict[str, str]:
    return {"name": name, "q": q}


subscriptions = Subscriptions("orders")
subscriptions.on_people()


@subscriptions.on(NoteAnswered)
async def note_answered(event: NoteAnswered, uow: UnitOfWork) -> None:
    await answer_note(event, uow)


def make(settings: Settings | None = None) -> FastAPI:
    return create_app(name="orders", routers=[router], subscriptions=subscriptions, settings=settings or Settings())
