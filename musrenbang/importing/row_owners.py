"""Which proposal a row is, where rows have no other key than their running number.

A clerk who puts a row in between, or takes one out, numbers all rows below it anew; the sheet of
another RW begins at 1 again. By number alone each row would then overwrite the proposal of its
neighbour, so what a row says goes first, and where that leaves a doubt the row is refused.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import Any, NamedTuple

from musrenbang.importing.drafts import Draft
from musrenbang.importing.target_year import code_key
from musrenbang.text.name_keys import squeezed, untaken
from musrenbang.year.cases import Case

_ALIKE = 0.8
"""From here on two texts differ by a typing error."""


class Owners(NamedTuple):
    """By the identity of a draft: the proposal it is, and the one it may or may not be."""

    found: dict[int, Case]
    doubtful: dict[int, Case]


def owners(drafts: Sequence[Draft], by_code: Mapping[str, Case]) -> Owners:
    """The proposal of each draft; none for one that is new.

    A new draft whose number is that of another proposal gets a code of its own.
    """
    found = {
        id(draft): by_code[code]
        for draft in drafts
        if (code := code_key(draft.kode)) in by_code and not draft.mapping.nomor_urut
    }
    numbered = [draft for draft in drafts if draft.mapping.nomor_urut]
    claims = _Claims(by_code, found, numbered)
    if numbered:
        claims.by_both()
        claims.by_content()
        claims.by_likeness()
        claims.by_number({code_key(draft.kode) for draft in drafts})
    return Owners(found, claims.doubtful)


class _Claims:
    def __init__(
        self, by_code: Mapping[str, Case], found: dict[int, Case], drafts: Sequence[Draft]
    ) -> None:
        self.by_code = by_code
        self.drafts = drafts
        self.said = {id(draft): _Said.by_row(draft) for draft in drafts}
        self.known = {case.id: _Said.by(case) for case in by_code.values() if drafts}
        self.found = found
        self.doubtful: dict[int, Case] = {}
        self.claimed = {case.id for case in found.values()}
        self.is_renumbered = False

    def _claim(self, draft: Draft, case: Case) -> None:
        self.found[id(draft)] = case
        self.claimed.add(case.id)

    def _numbered(self, draft: Draft) -> Case | None:
        return self.by_code.get(code_key(draft.kode))

    def by_both(self) -> None:
        """Rows that still have the number and say the same."""
        for draft in self.drafts:
            case = self._numbered(draft)
            if case and self.said[id(draft)].content == self.known[case.id].content:
                self._claim(draft, case)

    def by_content(self) -> None:
        """Rows that say the same under another number."""
        offered: dict[tuple[str, ...], list[Case]] = defaultdict(list)
        for case in self.by_code.values():
            if case.id not in self.claimed:
                offered[self.known[case.id].content].append(case)
        for draft in self.drafts:
            same = offered.get(self.said[id(draft)].content)
            if same and id(draft) not in self.found:
                case = same.pop(0)
                before = case.usulan.kode_tracking or ""
                self.is_renumbered |= _number(before) != _number(draft.kode)
                self._claim(draft, case)

    def by_likeness(self) -> None:
        """Rows that ask for the same as one proposal only, and differ from it in one point."""
        asking: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in self.by_code.values():
            if case.id not in self.claimed:
                asking[self.known[case.id].asks_for].append(case)
        rivals: dict[str, list[Draft]] = defaultdict(list)
        alike: dict[int, list[Case]] = {}
        for draft in self.drafts:
            said = self.said[id(draft)]
            if id(draft) not in self.found:
                here = asking.get(said.asks_for, ())
                alike[id(draft)] = [one for one in here if said.is_much_like(self.known[one.id])]
                for case in alike[id(draft)]:
                    rivals[case.id].append(draft)
        for draft in self.drafts:
            offers = alike.get(id(draft), [])
            if len(offers) == 1 == len(rivals[offers[0].id]):
                self._claim(draft, offers[0])

    def by_number(self, codes: set[str]) -> None:
        """Rows that were corrected under their number; the rest are new."""
        taken = codes | set(self.by_code)
        for draft in self.drafts:
            case = self._numbered(draft)
            if id(draft) in self.found or case is None:
                continue
            verdict = self.said[id(draft)].compared(self.known[case.id])
            if case.id in self.claimed or verdict is _Verdict.ANOTHER:
                free = untaken(f"{draft.kode}-2", lambda code: code_key(code) in taken)
                taken.add(code_key(free))
                draft.rename(free)
            elif verdict is _Verdict.DOUBT or self.is_renumbered:
                self.doubtful[id(draft)] = case
            else:
                self._claim(draft, case)


def _number(code: str) -> str:
    """The running number in a code, without what sets it apart from an equal one."""
    return re.sub(r"-[0-9]+$", "", code_key(code).rpartition("/")[2])


class _Verdict(Enum):
    SAME = auto()
    DOUBT = auto()
    ANOTHER = auto()


class _Said(NamedTuple):
    """What tells proposals apart, as spellings of it are compared; empty where it is not said."""

    folder: str
    what: str
    why: str
    where: str
    rw: str
    money: str

    @classmethod
    def by_row(cls, draft: Draft) -> "_Said":
        return cls._of(draft.kelurahan, draft.fields)

    @classmethod
    def by(cls, case: Case) -> "_Said":
        return cls._of(case.folder, case.usulan.model_dump(exclude_none=True))

    @classmethod
    def _of(cls, folder: str, fields: Mapping[str, Any]) -> "_Said":
        place = (fields.get("lokasi") or {}).get("alamat")
        said = (
            *(fields.get("usulan_kegiatan"), fields.get("permasalahan"), place),
            *(fields.get("rw"), str(fields.get("perkiraan_anggaran") or "")),
        )
        return cls(folder, *(squeezed(text or "") for text in said))

    @property
    def content(self) -> tuple[str, ...]:
        """All that is said, but for the sum, which changes most."""
        return self[:-1]

    @property
    def asks_for(self) -> tuple[str, str]:
        return self.folder, self.what

    def _points(self, other: "_Said") -> tuple[int, int]:
        """How many of RW, place and sum are the same and how many are not."""
        pairs = [(self.rw, other.rw), (self.where, other.where), (self.money, other.money)]
        known = [one == two for one, two in pairs if one and two]
        return sum(known), len(known) - sum(known)

    def is_much_like(self, other: "_Said") -> bool:
        same, different = self._points(other)
        return same > 0 and different <= 1

    def compared(self, other: "_Said") -> _Verdict:
        """Whether two that have one number are one proposal."""
        same, different = self._points(other)
        if self.folder != other.folder:
            return _Verdict.SAME
        if self.what == other.what:
            doubtful, another = 2 if not same else _NEVER, 3
        elif SequenceMatcher(None, self.what, other.what, autojunk=False).ratio() >= _ALIKE:
            doubtful, another = 2, 3 if same else 2
        else:
            doubtful, another = 1 if same > 1 else 0, 2
        if different >= another:
            return _Verdict.ANOTHER
        return _Verdict.DOUBT if different >= doubtful else _Verdict.SAME


def wish_of(draft: Draft) -> tuple[str, ...]:
    """What a row asks for, where and how much of it, as spellings of that are compared."""
    said = _Said.by_row(draft)
    return said.folder, said.what, said.where, said.rw, str(draft.fields.get("volume"))


_NEVER = 9
