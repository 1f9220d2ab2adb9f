"""A year that a change prepares, beside the one it follows: what carries over is not told again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from musrenbang.files.paths import Kind
from musrenbang.records.snapshot import Year
from musrenbang.review.facts import Facts, Touched
from musrenbang.review.review_model import Action, PerubahanKolom
from musrenbang.review.words import Telling, listed
from schemas.musrenbang import DaftarPejabat

_CARRIED = frozenset({Kind.MUSRENBANG, Kind.SKPD, Kind.TEMPLATE, Kind.KELURAHAN})
_OF_ONE_YEAR = frozenset(
    {"jadwal", "tim_penyelenggara", "berita_acara", "dikirim", "delegasi", "tahun", "tahun_rencana"}
)
"""What is said anew in every year; all else that is missing is told as taken away."""


def followed(facts: Facts, tahun: int) -> int | None:
    """The year that a new one follows; `None` for one that was there, or is the first."""
    if tahun in facts.base.years:
        return None
    return max((one for one in facts.base.years if one < tahun), default=None)


def last_record(facts: Facts, item: Touched) -> Any:
    """What the year before says in the place of a new file of settings; `None` where nothing."""
    place = item.place
    if place is None or place.kind not in _CARRIED or item.action is not Action.BARU:
        return None
    last = followed(facts, place.tahun)
    path = item.path.replace(f"/{place.tahun}/", f"/{last}/", 1)
    return facts.base.record(path) if last and item.after is not None else None


def telling(
    last: int, before: Any, after: Any, rows: Iterable[PerubahanKolom]
) -> tuple[Telling, tuple[PerubahanKolom, ...]]:
    """A record of a new year in words, and those of its differences that these do not say."""
    told = Telling("+", ["baru"])
    is_list = isinstance(after, Mapping)
    kept = tuple(
        row
        for row in rows
        if not (_is_unconfirmed(row) if is_list else row.kolom.partition(".")[0] in _OF_ONE_YEAR)
    )
    if is_list:
        prices = sum(getattr(one, "tahun_harga", None) is not None for one in after.values())
        if prices:
            told.say(f"{prices} harga untuk dipastikan")
    else:
        missing = ", ".join(_unsaid(before, after))
        if missing:
            told.say(f"belum diisi: {missing}")
    told.say(f"berbeda dari {last}:" if kept else f"sama dengan {last}")
    return told, kept


def _unsaid(before: BaseModel, after: BaseModel) -> Iterator[str]:
    """The titles of what a year says of itself, where the last one did and this one does not."""
    for name, info in type(after).model_fields.items():
        if (
            name in _OF_ONE_YEAR
            and _says(getattr(before, name))
            and not _says(getattr(after, name))
        ):
            yield info.title or name


def _is_unconfirmed(row: PerubahanKolom) -> bool:
    return row.kolom.endswith(".tahun_harga") and row.menjadi is not None


def _says(value: Any) -> bool:
    if isinstance(value, BaseModel):
        return bool(value.model_dump(exclude_defaults=True))
    return bool(value)


def prepared(facts: Facts) -> Iterator[str]:
    """Sentences about each new year: how much it has, and what is not as in the year before."""
    for tahun, year in facts.head.years.items():
        if tahun in facts.base.years or not year.musrenbang:
            continue
        plan = f"rencana tahun {year.musrenbang.tahun_rencana}"
        last = followed(facts, tahun)
        if last is None:
            yield f"Tahun baru disiapkan: Musrenbang {tahun} untuk {plan}."
            continue
        counts = listed(
            (
                (len(year.kelurahan), "kelurahan"),
                (len(year.template), "kegiatan"),
                (len(year.skpd), "perangkat daerah"),
            )
        )
        yield f"Tahun {tahun} disiapkan dari {last}, untuk {plan}: {counts}."
        names = list(_differing(facts.base.years[last], year))
        yield (
            f"Yang berbeda dari {last}: {', '.join(names)}."
            if names
            else f"Selain yang belum diisi, semuanya sama dengan {last}."
        )


def _differing(last: Year, year: Year) -> Iterator[str]:
    """What differs between two years, by name or by how many."""
    if last.musrenbang and year.musrenbang:
        yield from _titles(last.musrenbang, year.musrenbang)
    for before, after, name in (
        (last.template, _confirmed(year.template), "kegiatan"),
        (last.skpd, year.skpd, "perangkat daerah"),
    ):
        old = _confirmed(before)
        count = sum(old.get(code) != after.get(code) for code in {**old, **after})
        if count:
            yield f"{count} {name}"
    for slug in {**last.kelurahan, **year.kelurahan}:
        old_folder, folder = last.kelurahan.get(slug), year.kelurahan.get(slug)
        name = f"Kelurahan {(folder or old_folder).nama}"  # type: ignore[union-attr]
        if folder is None or old_folder is None:
            yield f"{name} {'tidak ada lagi' if folder is None else 'baru'}"
        elif titles := list(_titles(old_folder.profil, folder.profil)):
            yield f"{name} ({', '.join(titles)})"


def _confirmed(entries: Mapping[str, Any]) -> Mapping[str, Any]:
    """Entries without the year that their prices are from."""
    return {
        code: one.model_copy(update={"tahun_harga": None}) if hasattr(one, "tahun_harga") else one
        for code, one in entries.items()
    }


def _titles(before: BaseModel | None, after: BaseModel | None) -> Iterator[str]:
    """The titles of the fields that differ; officials one by one."""
    known = before or after
    for name, info in type(known).model_fields.items() if known else ():
        old, new = (getattr(one, name, None) for one in (before, after))
        if name in _OF_ONE_YEAR or old == new or not (_says(old) or _says(new)):
            continue
        if isinstance(old, DaftarPejabat) and isinstance(new, DaftarPejabat):
            yield from _titles(old, new)
        else:
            yield info.title or name
