"""What a column is: from the words of its heading, then from what stands below it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median
from typing import Any

from musrenbang.importing.heading_words import (
    AGAIN,
    LIKELY,
    OF_A_PROPOSAL,
    REQUIRED,
    UNREAD,
    heading_scores,
    is_of_a_decision,
    is_of_today,
    is_of_wishes,
    is_plainly,
    is_verdict,
    scale,
)
from musrenbang.importing.mapping import names_persons
from musrenbang.importing.units import is_unit
from musrenbang.sheets.cells import (
    UNCALCULATED,
    Cell,
    CellError,
    as_text,
    read_date,
    read_rt,
    read_rupiah,
    read_rw,
    scaled_rupiah,
    split_quantity,
)
from musrenbang.text.name_keys import name_key
from musrenbang.year.personal_data import numbers
from musrenbang.year.places import rt_rw_in

_AREA_CODE = r"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}\.?[0-9]{4}"
"""The code of a kelurahan."""
_SURE, _LEAST = 0.8, 0.42
_NAMED = 0.95
"""A heading of just these words names its column whatever stands below."""


@dataclass(frozen=True)
class Column:
    """What a column is taken for, how sure that is, and what it shows."""

    title: str
    role: str | None
    score: float
    samples: tuple[str, ...] = ()
    by_content: bool = False
    rivals: tuple[str, ...] = ()
    """Titles of other columns that may as well be what this one is."""
    before: tuple[str, ...] = ()
    """Titles of other columns that this one was preferred to, for it says that it is proposed."""

    @property
    def is_guess(self) -> bool:
        """Whether it deserves to be told apart from the table of all columns."""
        is_likely = not self.by_content and self.score >= LIKELY
        return self.role is not None and bool(self.samples) and not is_likely

    @property
    def certainty(self) -> str:
        """How sure, in a word."""
        if self.role is None:
            return "—"
        if self.by_content:
            return "menurut isinya"
        return "yakin" if self.score >= _SURE else "cukup yakin" if self.score >= LIKELY else "ragu"


MEANINGS = {
    "usulan_kegiatan": "usulan kegiatan",
    "perkiraan_anggaran": "anggaran",
    "harga_satuan": "harga satuan (hanya pemeriksa)",
    "skpd_tujuan": "perangkat daerah tujuan",
    "rt_rw": "RT dan RW",
    "rw": "RW",
    "rt": "RT",
    "nomor": "nomor",
    "kode": "kode usulan",
    "pribadi": "data pribadi, tidak dibaca",
    "rujukan": "rujukan ke usulan asal",
    "hasil_lurah": "hasil validasi lurah",
    "tanggal_lurah": "tanggal validasi lurah",
    "catatan_lurah": "catatan lurah",
    "keluaran": "keluaran, disambung ke usulan kegiatan",
    "tahun_rencana": "tahun rencana",
    UNREAD: "tidak dibaca",
}
"""What users see of a role, where that is another word than its name."""


@dataclass
class Content:
    """The cells of a column that say something, of so many rows."""

    cells: list[Cell]
    rows: int
    texts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = [" ".join(as_text(cell).split()) for cell in self.cells]

    def share(self, fits: Callable[[Cell], object]) -> float:
        """How many of them a reader takes, from 0 to 1."""
        if not self.cells:
            return 0.0
        return sum(_fits(fits, cell) for cell in self.cells) / len(self.cells)


def _fits(reads: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        return reads(cell) not in (None, False, ())
    except (CellError, ValueError):
        return False


_AGENCY = re.compile(
    r"(?i)(?:suku\s?dinas|sudin|dinas|badan|kantor|bagian|dpu|disp|dis[a-z]{3,}|bappeda|bpbd|"
    r"satpol|pdam|pln|pd\b|perumda|rsud|puskesmas|kecamatan|kelurahan|ukpd|sekretariat)\b.*"
)
_NAME = re.compile(r"(?i)(?:bpk|bapak|pak|ibu|bu|sdr|sdri|h|hj|ust|ustadz|drs|ny|tn)\b\.?\s+\S+")
LEAST_MONEY = 50_000
_SUM = "perkiraan_anggaran"
_SAYS_MONEY = re.compile(r"(?i)\b(?:anggaran|biaya|dana|pagu|rab)\b")
"""A heading of sums: where no cell can be read, its rows are refused rather than cost nothing."""
_ENOUGH = 0.6
_EMPTY = 0.6
"""What is left where nothing stands below a heading: another column may say more."""
_RELATED = 0.58
"""What is left for a heading that is near to the field, and not the same."""
_WORDY = 3


def _money(cell: Cell) -> bool:
    return read_rupiah(cell) >= 0


def _number(cell: Cell) -> bool:
    value, _ = split_quantity(cell)
    return bool(re.fullmatch(r"[0-9.,]+|.*[¼-¾⅐-⅞]", as_text(value)))


def _place(cell: Cell) -> bool:
    text = as_text(cell)
    named = rt_rw_in(text if re.search(r"(?i)r[tw]", text) else f"RT/RW {text}")
    return bool(named.rw and named.rt)


def _is_personal(cell: Cell) -> bool:
    text = as_text(cell)
    return any(numbers(text)) or bool(_NAME.match(text))


def _wordy(cell: Cell) -> bool:
    return isinstance(cell, str) and sum(map(str.isalpha, cell)) >= _WORDY


_NEEDS: Mapping[str, Callable[[Cell], object]] = {
    "rt_rw": _place,
    "rw": lambda cell: rt_rw_in(as_text(cell)).rw or read_rw(cell),
    "rt": read_rt,
    "volume": _number,
    "harga_satuan": _money,
    "perkiraan_anggaran": _money,
    "prioritas": _number,
    "tanggal_lurah": lambda cell: read_date(cell, "hari-bulan-tahun"),
    **dict.fromkeys(("kota", "kecamatan"), _wordy),
    "kelurahan": lambda cell: _wordy(cell) or re.fullmatch(_AREA_CODE, as_text(cell)),
    "hasil_lurah": lambda cell: not re.search("[0-9]{3}", as_text(cell)),
    "usulan_kegiatan": _wordy,
    "permasalahan": _wordy,
    "satuan": lambda cell: isinstance(cell, str) and not re.match(r"\W*[0-9½¼¾]", cell),
    "tipe": lambda cell: re.fullmatch(
        r"(?i)(?:non[ -]?)?fisik|barang|fisik.*|pengadaan.*", as_text(cell)
    ),
    "tahun_rencana": lambda cell: re.fullmatch(r"20[0-9]{2}", as_text(cell)),
}
"""What most cells of a role must be; the rest are text."""

_STRICT = {"prioritas", "tipe", "koordinat"}
"""What is left unread rather than costing a row that says something else there."""

_BY_CONTENT: Mapping[str, Callable[[Cell], object]] = {
    "pribadi": lambda cell: any(numbers(as_text(cell))) or _NAME.match(as_text(cell)),
    "rt_rw": _place,
    "satuan": lambda cell: isinstance(cell, str) and is_unit(cell),
    "skpd_tujuan": lambda cell: isinstance(cell, str) and _AGENCY.match(cell),
    "rw": lambda cell: isinstance(cell, str) and re.match(r"(?i)rw\W*\w", cell) and read_rw(cell),
    "rt": lambda cell: isinstance(cell, str) and re.match(r"(?i)rt\W*\w", cell) and read_rt(cell),
    "alamat": lambda cell: (
        isinstance(cell, str) and re.match(r"(?i)(?:jl|jalan|jln|gg|gang|rt|rw)\b", cell)
    ),
    "perkiraan_anggaran": lambda cell: (
        isinstance(cell, str) and re.match(r"(?i)rp\b", cell) and _money(cell)
    ),
}
"""What a column without a heading may be known by."""
_SAYS_ITSELF = {"rw", "rt"}
"""What is known by its cells whatever the heading says, where nothing else is that."""


_SAYS_NOTHING = frozenset({"", UNCALCULATED})


def recognised(
    titles: Sequence[str], cells: Sequence[Sequence[Cell]], said: Mapping[str, str]
) -> list[Column]:
    """What each column is; `said`: roles that somebody gave to a heading."""
    contents = [
        Content(
            [one for one in column if as_text(one).strip() not in {*_SAYS_NOTHING, title}],
            len(column),
        )
        for title, column in zip(titles, cells, strict=True)
    ]
    samples = [tuple(dict.fromkeys(content.texts))[:3] for content in contents]
    taken: dict[int, tuple[str, float, bool]] = {}
    roles: set[str] = set()
    for at, title in enumerate(titles):
        role = said.get(name_key(title)) if title else None
        if role is not None:
            taken[at] = (role, 1.0, False)
            roles.add(role)
    offers = sorted(
        (
            (score, role, at, by_content)
            for at, title in enumerate(titles)
            if at not in taken
            for role, score, by_content in _offers(title, contents[at])
        ),
        key=lambda offer: (-offer[0], offer[2]),
    )
    for score, role, at, by_content in offers:
        if at in taken or (role in roles and role != "pribadi") or score < _LEAST:
            continue
        taken[at] = (role, score, by_content)
        roles.add(role)
    _of_the_lurah(titles, taken)
    preferred = {role: _preferred(role, titles, contents, taken, said) for role in _ONE_ONLY}
    free = [
        title
        for at, title in enumerate(titles)
        if at not in taken and any(re.search(r"[0-9]", text) for text in contents[at].texts)
    ]
    columns = [
        Column(title, *taken[at][:2], samples[at], taken[at][2], _rivals(title, taken[at], free))
        if at in taken
        else Column(title, None, 0.0, samples[at])
        for at, title in enumerate(titles)
    ]
    return [
        replace(one, **preferred[one.role]) if one.role in preferred and not one.rivals else one
        for one in columns
    ]


_BESIDE_A_VERDICT = {
    "tanggal_lurah": {"tanggal", "tgl"},
    "catatan_lurah": {"catatan", "alasan"},
}


def _of_the_lurah(titles: Sequence[str], taken: dict[int, tuple[str, float, bool]]) -> None:
    """What stands beside the verdict of the lurah is the lurah's too; without one, nothing is."""
    verdict = next((at for at, one in taken.items() if one[0] == "hasil_lurah"), None)
    said = {one[0] for one in taken.values()}
    if verdict is None:
        for at in [at for at, one in taken.items() if one[0] in _BESIDE_A_VERDICT]:
            del taken[at]
        return
    near = range(max(0, verdict - 2), min(len(titles), verdict + 3))
    for role, words in _BESIDE_A_VERDICT.items():
        named = [at for at in near if words.intersection(name_key(titles[at]).split()[-1:])]
        if role not in said and len(named) == 1 and taken.get(named[0], ("", 0.0))[1] < 1:
            taken[named[0]] = (role, LIKELY, False)


_ONE_ONLY = ("volume", "perkiraan_anggaran")
"""Roles that several columns may be headed by, of which one is proposed."""


def _preferred(
    role: str,
    titles: Sequence[str],
    contents: Sequence[Content],
    taken: dict[int, tuple[str, float, bool]],
    said: Mapping[str, str],
) -> dict[str, Any]:
    """Give a role to the column that says that it is proposed; the others, or its rivals."""
    own = next((at for at, one in taken.items() if one[0] == role), None)
    if role in said.values() or own is None:
        return {}
    offers = {
        at: is_of_wishes(title) - is_of_today(title)
        for at, title in enumerate(titles)
        if at == own or (at not in taken and is_plainly(role, title))
        if _weighed(role, 1.0, contents[at], title) >= LIKELY
    }
    best = [at for at, rank in offers.items() if rank == max(0, *offers.values())]
    if is_of_today(titles[own]):
        del taken[own]
    if own not in offers or not best:
        return {}
    chosen = own if own in best else best[0]
    taken.pop(own, None)
    taken[chosen] = (role, max(LIKELY, heading_scores(titles[chosen]).get(role, 0)), False)
    return {
        "rivals": tuple(titles[at] for at in best if at != chosen),
        "before": tuple(titles[at] for at in offers if at not in best),
    }


def _rivals(title: str, taken: tuple[str, float, bool], free: Sequence[str]) -> tuple[str, ...]:
    """Columns that the role was not given to, of several years or under one title."""
    role, score, _ = taken
    if role not in {"volume", "perkiraan_anggaran"} or score >= 1:
        return ()
    bare = _without_numbers(title)
    return tuple(one for one in free if _without_numbers(one) == bare)


def _without_numbers(title: str) -> str:
    return re.sub(r"\b(?:tahun|thn|th|ta|t a|[0-9]+|[a-z])\b", "", name_key(title)).replace(" ", "")


def _offers(title: str, content: Content) -> list[tuple[str, float, bool]]:
    """Roles with scores; the third value: whether the content alone says so."""
    found: list[tuple[str, float, bool]] = []
    scores = heading_scores(title)
    if names_persons(title):
        is_rw = content.cells and content.share(_BY_CONTENT["rw"]) == 1
        return [("rw", _SURE, True) if is_rw else ("pribadi", 1.0, False)]
    if content.share(_is_personal) > 0.5 and scores.get("alamat", 0) < _SURE:  # noqa: PLR2004 - most
        return [("pribadi", 0.95, "pribadi" not in scores)]
    of_agencies = content.share(lambda cell: _AGENCY.match(as_text(cell))) > 0.5  # noqa: PLR2004 - most
    for role, score in scores.items():
        if role == "pribadi" and of_agencies:
            found.append(("skpd_tujuan", score, False))
        else:
            score *= _trust(role, title, content, of_agencies=of_agencies)  # noqa: PLW2901 - less of it
            found.append((role, _weighed(role, score, content, title), False))
    is_named = max(scores.values(), default=0) >= LIKELY and not AGAIN.search(title)
    found += [
        (role, _LEAST if is_named else 0.55, True)
        for role, fits in _BY_CONTENT.items()
        if not is_named or role in _SAYS_ITSELF
        if len(content.cells) > 1 and content.share(fits) >= 0.8  # noqa: PLR2004 - nearly all
    ]
    return found


def _trust(role: str, title: str, content: Content, *, of_agencies: bool) -> float:
    """What a heading's score is worth where the column may well be of something else."""
    if role == "keterangan" and content.share(lambda cell: is_verdict(as_text(cell))) == 1:
        return 0.0
    if role != "isu" or "isu" in name_key(title).split():
        return 1.0
    return 0.0 if of_agencies else _RELATED


def _weighed(role: str, score: float, content: Content, title: str) -> float:
    """A heading's score, less where the cells below say otherwise."""
    times = scale(title)
    needs = _NEEDS.get(role)
    if needs is _money and times > 1:
        needs = partial(scaled_rupiah, times=times, comma=True)
    if role in OF_A_PROPOSAL and is_of_a_decision(title):
        return score * 0.4
    if role == "skpd_tujuan" and content.share(_wordy) * len(content.cells) < content.rows * 0.9:
        score *= 0.65
    if not content.cells:
        return score * _EMPTY
    if needs is None:
        return score
    share = content.share(needs)
    if role in _STRICT and share < 1:
        return 0.0
    named = 0.0
    if share < _ENOUGH:
        is_kept = role in {*REQUIRED, "rw"} or (role == _SUM and _SAYS_MONEY.search(title))
        named = 0.45 if is_kept and score > _NAMED else 0.0
        score = max(named, score * (0.35 + 0.5 * share))
    amounts = [read_rupiah(cell) for cell in content.cells if _fits(_money, cell)]
    large = bool(amounts) and median(amounts) >= LEAST_MONEY
    if role == "volume" and large:
        score *= 0.4
    if role == _SUM and amounts and not large and times == 1:
        score = max(named, score * 0.8)
    return score
