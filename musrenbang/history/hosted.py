"""Merges that the Git host makes and signs, and whose accounts it says have approved them.

One key signs whatever is done in the host's pages and through its interface, so it only tells who
did it. Two shapes of merge count: the green button, whose author is the account that pressed it,
and the workflow Gabungkan, whose author is the host's bot and whose message names the accounts that
had approved. In any other commit of the host nobody has approved anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from musrenbang.git.objects import CommitObject, Person
from musrenbang.git.openpgp import OpenPgpError, PublicKey, signer
from musrenbang.history.commit_rules import CLOCKS
from musrenbang.history.history_model import Tanda
from musrenbang.history.people import (
    BOT,
    PULL_REQUEST,
    REVIEWED_AT,
    REVIEWED_BY,
    Account,
    Officials,
    account_of,
    person_of,
    trailers,
)


@dataclass(frozen=True, slots=True)
class Approval:
    """An account that has approved a pull request, by its name and number, and when."""

    account: Account
    time: datetime


def message(number: int, approvals: Sequence[Approval]) -> str:
    """What a merge by the workflow says, and nothing else: not a word that anybody has written."""
    lines = [f"Pull-Request: #{number}"]
    for approval in approvals:
        name = approval.account.name
        lines += [
            f"Reviewed-by: {name} <{address(approval.account)}>",
            f"Reviewed-at: {approval.time:{_TIME}}",
        ]
    return "\n".join((title(number), "", *lines))


def title(number: int) -> str:
    """The first line of it."""
    return f"Gabungkan pull request #{number}"


_TIME = "%Y-%m-%dT%H:%M:%SZ"


def address(account: Account) -> str:
    """The address by which the host names an account."""
    return f"{account.number}+{account.name}@users.noreply.github.com"


def verdict(keys: tuple[PublicKey, ...], commit: CommitObject) -> tuple[Tanda, PublicKey | None]:
    """What the host's signature on a commit is worth, and the key that made it."""
    try:
        key, made = signer(keys, commit.signature, commit.payload)
    except OpenPgpError:
        return Tanda.RUSAK, None
    if key is None:
        return Tanda.TIDAK_DIKENAL, None
    if not (key.counts(commit.time) and key.counts(made)):
        return Tanda.DI_LUAR_MASA, key
    return Tanda.PELADEN, key


def accounts(commit: CommitObject, tip: CommitObject | None) -> tuple[Person, ...]:
    """The accounts by which a merge signed by the host was approved, as it says.

    `tip` is the last commit of the branch, before which nobody can have approved it.
    """
    if len(commit.parents) != _TWO or tip is None:
        return ()
    if commit.author.email == BOT:
        return _told(commit, tip)
    return (commit.author,)


_TWO = 2


def _told(commit: CommitObject, tip: CommitObject) -> tuple[Person, ...]:
    """Whom the message of a merge by the workflow names; nobody unless it is exactly such one."""
    found = trailers(commit.message)
    numbers, times = found.get(PULL_REQUEST, ()), found.get(REVIEWED_AT, ())
    people = [person_of(text) for text in found.get(REVIEWED_BY, ())]
    named = [account_of(person.email) for person in people]
    if len(numbers) != 1 or not re.fullmatch("#[0-9]{1,9}", numbers[0]) or len(times) != len(named):
        return ()
    try:
        moments = [datetime.strptime(text, _TIME).replace(tzinfo=UTC) for text in times]
    except ValueError:
        return ()
    told = [
        Approval(account, moment)
        for account, moment in zip(named, moments, strict=True)
        if account and account.number
    ]
    earliest, latest = tip.time - CLOCKS, commit.time + CLOCKS
    is_ours = commit.message.strip() == message(int(numbers[0][1:]), told)
    if not is_ours or not all(earliest <= one.time <= latest for one in told):
        return ()
    return tuple(people)


@dataclass
class Numbers:
    """Which number goes with the name of an account: what the records say, or what was seen first.

    Whoever takes a name that an official has given up has another number.
    """

    _seen: dict[str, str] = field(default_factory=dict)

    def principals(self, people: Iterable[Person], named: Officials) -> tuple[str, ...]:
        """The names and addresses that accounts stand for, without those of a strange number."""
        recorded = {
            account.name: account.number
            for key in named.roles
            if (account := account_of(key)) and account.number
        }
        found: list[str] = []
        for person in people:
            email = person.email.strip().lower()
            account = account_of(email)
            if account is None:
                found += [email] * email.isascii()
                continue
            known = recorded.get(account.name) or self._seen.setdefault(*account)
            if known == account.number:
                found += [account.name, *([email] * (email in named.roles))]
        return tuple(dict.fromkeys(found))
