"""Of an event: who is notified, how, by when; or why nobody?"""

from dataclasses import dataclass
from enum import StrEnum

from messages.base import Event


class Who(StrEnum):
    """Read in a sentence: `owner of the record`."""

    OWNER = "owner"
    FORMER_OWNER = "former owner"
    LEVEL = "whom the dunning level names: the owner, his manager, or the role"
    MANAGER = "the nearest manager above the owner"
    DIRECTORS = "directors of the legal entity"
    REQUESTER = "requester"
    SIGNERS = "signers whose turn it is"
    SIGNER = "signer concerned"
    NAMED = "people named"
    POLICY = "requester, and whom the policy names"
    ASSIGNEE = "person or role asked"
    FINANCE = "finance of the legal entity"
    STOCK = "who keeps stock: shippers of the legal entity"
    OPERATORS = "operators"
    SUCCESSOR = "successor"


class How(StrEnum):
    TASK = "task in the inbox, and channels"
    TODO = "to-do in the inbox, and channels"
    NOTICE = "notice in the app, and channels"
    LEVEL = "as the dunning level says: to-do in the inbox or notice in the app, and channels"


@dataclass(frozen=True)
class Occasion:
    """`with_act`: approvals notifies in the transaction of the act itself; all else when the event arrives.

    `once`: a record is told of it once, however often the event comes. `closes`: the kinds of to-do about the record
    that nobody has to do any more. `recounts`: comes again with what is left, which the open to-do then says.
    `nobody`: why nobody is notified. `record`: the kind of record that it leads to.
    """

    event: type[Event]
    who: tuple[Who, ...] = ()
    how: How = How.NOTICE
    within: str = "at once"
    words: str = ""
    record: str = ""
    with_act: bool = False
    once: bool = False
    closes: tuple[str, ...] = ()
    recounts: bool = False
    nobody: str = ""

    @property
    def code(self) -> str:
        """Of its words in the catalogues."""
        return self.words or f"notice.{self.event.subject}"

    @property
    def is_received(self) -> bool:
        """Does approvals listen to it?"""
        return bool(self.closes) or (bool(self.who) and not self.with_act)


def nobody(event: type[Event], why: str, *, closes: tuple[str, ...] = ()) -> Occasion:
    return Occasion(event, nobody=why, closes=closes)


def told(event: type[Event], *who: Who, record: str = "", once: bool = False, closes: tuple[str, ...] = ()) -> Occasion:
    """By a notice when the event arrives."""
    return Occasion(event, who, record=record or event.noun(), once=once, closes=closes)


def told_with_act(
    event: type[Event], *who: Who, how: How = How.NOTICE, words: str, within: str = "at once"
) -> Occasion:
    return Occasion(event, who, how=how, words=words, within=within, with_act=True)
