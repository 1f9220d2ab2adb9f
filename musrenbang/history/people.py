"""Who is meant: trailers of a message, and the officials whom the records name.

A trailer counts, a sentence never does: who writes "disetujui Pak Camat" into a message has
proved nothing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from musrenbang.git.objects import CommitObject, Person
from musrenbang.history.history_model import Pelaku
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.lookalikes import skeleton
from schemas.musrenbang import Pejabat

REVIEWED_BY = "reviewed-by"
REVIEWED_AT = "reviewed-at"
PULL_REQUEST = "pull-request"
UPLOADED_BY = "diunggah-oleh"
"""Whose upload a commit of the workflow Terima holds."""
BOT = "41898282+github-actions[bot]@users.noreply.github.com"
"""The account of workflows at GitHub, which no person can have."""
_BLANK = " \t\r\n"
"""What is blank to Git: no other character of Unicode ends a line or a paragraph."""
_BLANK_LINES = re.compile(r"\n(?:[ \t\r]*\n)+")
_FOLD = re.compile(r"\n[ \t\r]+")
_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)")
_SCISSORS = "# ------------------------ >8 ------------------------"


def trailers(message: str) -> Mapping[str, tuple[str, ...]]:
    """The trailers of the last block of a message: values in one line, by lower-case key.

    As `git interpret-trailers --parse --no-divider` reads them, which is how `git log` shows them;
    or none, where the block holds anything but trailers. Git takes it then if a quarter of it are
    trailers and one is of its own making, passes over comments and lists of conflicts, and leaves
    out what follows scissors: there, prose could pass for a review.
    """
    _title, *blocks = _BLANK_LINES.split(message.strip(_BLANK))
    if not blocks or _SCISSORS in message or "Conflicts:" in blocks[-1].split("\n"):
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for line in _FOLD.sub(" ", blocks[-1]).split("\n"):
        match = _TRAILER.fullmatch(line)
        if match is None:
            return {}
        found[match[1].lower()].append(match[2].strip(_BLANK))
    return {key: tuple(values) for key, values in found.items()}


def person_of(text: str) -> Person:
    """The person a trailer names, as ``Nama <surel>`` or by name alone."""
    name, bracket, address = text.strip().rpartition("<")
    if bracket and address.find(">") == len(address) - 1:
        return Person(name.strip(), address[:-1])
    return Person(text.strip(), "")


_NOREPLY = re.compile(r"(?:([0-9]+)\+)?([a-z0-9_-]+)@users\.noreply\.github\.com")


class Account(NamedTuple):
    """An account of the Git host, as the address of a commit made there tells it."""

    name: str
    number: str
    """What the host counts it as, which no other account ever gets; empty for the oldest."""


def account_of(email: str) -> Account | None:
    """The account behind an address that the host lends out (``ID+akun@users.noreply.github.com``).

    A name of its own can change hands, a number cannot. Names of persons are free text there.
    """
    match = _NOREPLY.fullmatch(email.strip().lower()) if email.isascii() else None
    return Account(match[2], match[1] or "") if match else None


def is_among(person: Person, others: Collection[Person]) -> bool:
    """Whether a person is one of others as far as names and addresses tell."""
    return any(_names(person) & _names(other) for other in others)


def _names(person: Person) -> set[str]:
    account = account_of(person.email)
    texts = (person.name, person.email, account.name if account else "")
    return {skeleton(text.strip()) for text in texts} - {""}


@dataclass(frozen=True)
class Officials:
    """Those whom one state of the records appoints."""

    camat: frozenset[str] = frozenset()
    """Account and mail address of the camat in office; empty where no year records either."""
    planner: frozenset[str] = frozenset()
    """The same of the head of planning."""
    lurah: Mapping[tuple[int, str], frozenset[str]] = field(default_factory=dict)
    """The same for each year's kelurahan; empty where neither that year nor one before does."""
    roles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Accounts, addresses and names of all officials → (role, name)."""
    known: frozenset[str] = frozenset()
    """Accounts and addresses of all officials."""

    def holders(self, office: frozenset[str]) -> list[Person]:
        """Who holds an office, under each account and address that it is known by."""
        return [Person(self.roles[key][1], key) for key in sorted(office)]

    def role(self, person: Person) -> Pelaku:
        """A person with the office that the records give to that address, account or name."""
        for key in (person.email, person.name):
            known = self.roles.get(key.strip().casefold())
            if known:
                return Pelaku(person.name or known[1], known[0])
        return Pelaku(person.name)

    def signer(self, principal: str) -> Pelaku:
        """The official to whom a registered key belongs; otherwise the name it is registered by."""
        role, name = self.roles.get(principal.strip().casefold(), ("", ""))
        return Pelaku(name or principal.partition("@")[0], role)


def uploaders(commit: CommitObject, named: Officials) -> list[Person]:
    """Those whose upload a commit says it holds, officials by the name that the records give."""
    found = []
    for text in trailers(commit.message).get(UPLOADED_BY, ()):
        person = person_of(text)
        account = account_of(person.email)
        keys = (person.email, account.name if account else person.name)
        known = next((one for key in keys if (one := named.roles.get(key.casefold()))), None)
        found.append(Person(known[1], person.email) if known else person)
    return found


def writers(commits: Iterable[CommitObject], named: Officials) -> list[Person]:
    """Whoever wrote commits: their authors, and those whose upload they hold."""
    return [one for commit in commits for one in (commit.author, *uploaders(commit, named))]


def officials(snapshot: Snapshot) -> Officials:
    """The officials of a snapshot; those of a later year win.

    A year that names somebody without account and address leaves the office to whom the last one
    knew: otherwise it would be nobody's, and what is done in its name could not be judged.
    """
    camat: frozenset[str] = frozenset()
    planner: frozenset[str] = frozenset()
    lurah: dict[tuple[int, str], frozenset[str]] = {}
    last: dict[str, frozenset[str]] = {}
    roles: dict[str, tuple[str, str]] = {}
    known: set[str] = set()
    for tahun, slug, role, official in _appointed(snapshot):
        identity = frozenset(
            text.strip().casefold().removeprefix("@")
            for text in (official.akun, official.email)
            if text.strip()
        )
        known |= identity
        if role == CAMAT:
            camat = identity or camat
        elif role == PLANNER:
            planner = identity or planner
        elif slug:
            lurah[tahun, slug] = last[slug] = identity or last.get(slug, identity)
        for key in (*identity, official.nama.strip().casefold()):
            if key:
                roles[key] = (role, official.nama)
    return Officials(camat, planner, lurah, roles, frozenset(known))


CAMAT = "Camat"
PLANNER = "Kepala perencanaan"


def _appointed(snapshot: Snapshot) -> Iterator[tuple[int, str, str, Pejabat]]:
    for tahun, year in snapshot.years.items():
        if year.musrenbang:
            for operator in year.musrenbang.pejabat.operator:
                yield tahun, "", "Operator", operator
        for slug, folder in year.kelurahan.items():
            if folder.profil:
                yield tahun, slug, f"Lurah {folder.nama}", folder.profil.lurah or Pejabat()
        if year.musrenbang:
            yield tahun, "", PLANNER, year.musrenbang.pejabat.kepala_perencanaan
            yield tahun, "", CAMAT, year.musrenbang.pejabat.camat
