"""Which proposal a row is, where rows have no other key than their running number.

A clerk who puts a row in between, or takes one out, numbers all rows below it anew. By number alone
each of them would then overwrite the proposal of its neighbour, so what a row says goes first.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from musrenbang.importing.drafts import Draft
from musrenbang.importing.target_year import code_key
from musrenbang.text.name_keys import squeezed, untaken
from musrenbang.year.cases import Case
from schemas import Usulan

Content = tuple[str, ...]


def owners(drafts: Sequence[Draft], by_code: Mapping[str, Case]) -> dict[int, Case]:
    """The proposal of each draft, by the identity of the draft; none for one that is new.

    A new draft whose number is that of another proposal gets a code of its own.
    """
    found = {
        id(draft): by_code[code]
        for draft in drafts
        if (code := code_key(draft.kode)) in by_code and not draft.mapping.nomor_urut
    }
    numbered = [draft for draft in drafts if draft.mapping.nomor_urut]
    if numbered:
        claims = _Claims(by_code, found)
        claims.by_both(numbered)
        claims.by_content(numbered)
        claims.by_number(numbered, {code_key(draft.kode) for draft in drafts})
    return found


class _Claims:
    def __init__(self, by_code: Mapping[str, Case], found: dict[int, Case]) -> None:
        self.by_code = by_code
        self.found = found
        self.claimed = {case.id for case in found.values()}

    def _claim(self, draft: Draft, case: Case) -> None:
        self.found[id(draft)] = case
        self.claimed.add(case.id)

    def by_both(self, drafts: Sequence[Draft]) -> None:
        """Rows that still have the number and say the same."""
        for draft in drafts:
            case = self.by_code.get(code_key(draft.kode))
            if case and _content(draft) == _content_of(case):
                self._claim(draft, case)

    def by_content(self, drafts: Sequence[Draft]) -> None:
        """Rows that say the same under another number."""
        offered: dict[Content, list[Case]] = defaultdict(list)
        for case in self.by_code.values():
            if case.id not in self.claimed:
                offered[_content_of(case)].append(case)
        for draft in drafts:
            same = offered.get(_content(draft))
            if same and id(draft) not in self.found:
                self._claim(draft, same.pop(0))

    def by_number(self, drafts: Sequence[Draft], codes: set[str]) -> None:
        """Rows that were corrected under their number; the rest are new."""
        taken = codes | set(self.by_code)
        for draft in drafts:
            case = self.by_code.get(code_key(draft.kode))
            if id(draft) in self.found or case is None:
                continue
            if case.id in self.claimed or _is_another(draft, case):
                free = untaken(f"{draft.kode}-2", lambda code: code_key(code) in taken)
                taken.add(code_key(free))
                draft.rename(free)
            else:
                self._claim(draft, case)


def _content(draft: Draft) -> Content:
    fields = draft.fields
    place = fields.get("lokasi", {}).get("alamat")
    what = (fields.get("usulan_kegiatan"), fields.get("permasalahan"), place, fields.get("rw"))
    return (draft.kelurahan, *(squeezed(text or "") for text in what))


def _content_of(case: Case) -> Content:
    usulan: Usulan = case.usulan
    place = usulan.lokasi.alamat if usulan.lokasi else ""
    what = (usulan.usulan_kegiatan, usulan.permasalahan, place, usulan.rw)
    return (case.folder, *(squeezed(text or "") for text in what))


def _is_another(draft: Draft, case: Case) -> bool:
    """Whether a row that has the number of a proposal says something else altogether."""
    _, what, why, *where = _content(draft)
    _, other_what, other_why, *other_where = _content_of(case)
    return what != other_what and why != other_why and where != other_where
