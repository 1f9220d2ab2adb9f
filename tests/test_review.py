"""What is not shown did not change: no field, no file, no character escapes a review."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from musrenbang.records.canonical import dump
from musrenbang.records.changed_snapshot import load_changed
from musrenbang.records.loader import load
from musrenbang.review.changes import field_changes
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_json, as_text
from musrenbang.review.review_model import Jenis, Review
from musrenbang.review.summary import as_markdown
from musrenbang.rules.rule_check import check
from schemas import Keputusan
from schemas.base import Record
from tests.review_support import MemoryTree, changed_files, read_base, review_of

BASE = read_base()
FORMATS: Mapping[str, Callable[[Review], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
DECISION = "decisions/2016/rawasari/0001.yaml"
APPROVED = "keputusan: disetujui\ntanggal: 2016-03-09\n"


def another(value: Any) -> Any:
    """A value of the same type that differs; for a record, with its first field changed."""
    changed: Any = "x"
    match value:
        case bool():
            changed = not value
        case int() | Decimal():
            changed = value + 1
        case date():
            changed = date(value.year, value.month, value.day % 28 + 1)
        case str():
            changed = value + "x"
        case BaseModel():
            name = next(iter(type(value).model_fields))
            changed = value.model_copy(update={name: another(getattr(value, name))})
        case tuple():
            changed = value[:-1] if value else ("x",)
        case dict():
            key = next(iter(value))
            changed = {**value, key: another(value[key])}
    return changed


def leaves(record: BaseModel, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every field of a record, those of its parts included."""
    found = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        found.append((*keys, name))
        if isinstance(value, BaseModel):
            found += leaves(value, (*keys, name))
    return found


def changed_at(record: BaseModel, keys: tuple[Any, ...]) -> BaseModel:
    head, *rest = keys
    value = getattr(record, head)
    new = changed_at(value, tuple(rest)) if rest else another(value)
    return record.model_copy(update={head: new})


SNAPSHOT = load(MemoryTree(BASE))
RECORDS = {
    path: record
    for path in BASE
    if path.endswith(".yaml") and isinstance(record := SNAPSHOT.record(path), BaseModel)
}
FIELDS = [(path, keys) for path, record in RECORDS.items() for keys in leaves(record)]


@given(st.sampled_from(FIELDS))
@settings(max_examples=60)
def test_a_change_of_any_field_gives_a_line_in_the_comparison(
    place: tuple[str, tuple[Any, ...]],
) -> None:
    path, keys = place
    assert field_changes(RECORDS[path], changed_at(RECORDS[path], keys))


@given(st.sampled_from(FIELDS))
@settings(max_examples=60)
def test_a_change_of_any_field_gives_a_line_in_every_format(
    place: tuple[str, tuple[Any, ...]],
) -> None:
    """Where the changed record is no longer valid, the line says that it cannot be read."""
    path, keys = place
    with warnings.catch_warnings():
        # Some of the changed values have the wrong type, which pydantic remarks on.
        warnings.simplefilter("ignore")
        head = {**BASE, path: dump(changed_at(RECORDS[path], keys))}
    same = {**BASE, path: dump(RECORDS[path]) + "# komentar\n"}
    said, calm = (
        review(Facts(SNAPSHOT, load(MemoryTree(files)), changed_files(BASE, files)), (), ())
        for files in (head, same)
    )
    assert [change.file for change in said.changes] == [path]
    for render in FORMATS.values():
        assert render(replace(said, headline=(), totals=(), notes=(), effects=())) != render(
            replace(calm, headline=(), totals=(), notes=(), effects=())
        )


@given(st.sampled_from(sorted(RECORDS)))
@settings(max_examples=30)
def test_an_equal_record_gives_none(path: str) -> None:
    assert field_changes(RECORDS[path], RECORDS[path].model_copy(deep=True)) == ()


SWAPS = [
    ("proposals/2016/rawasari/0001.yaml", "Jl. Mawar", "Jl. Mawar II"),
    ("proposals/2016/rawasari/0001.yaml", "volume: 120", "volume: 120.5"),
    ("proposals/2016/rawasari/0003.yaml", '"006"', '"007"'),
    ("proposals/2016/rawasari/0001.yaml", "meluap saat", "meluap  setiap"),
    ("proposals/2016/rawasari/kelurahan.yaml", "jumlah_rw: 3", "jumlah_rw: 4"),
    ("proposals/2016/rawasari/kelurahan.yaml", '{rw: "003"}', '{rw: "003", nama: Orang}'),
    ("proposals/2016/musrenbang.yaml", "jam: 08.00", "jam: 09.00"),
    ("proposals/2016/musrenbang.yaml", "contoh: true", "contoh: false"),
    ("proposals/2016/skpd.yaml", "Sudin LH", "Sudin LHK"),
    ("proposals/2016/template-kegiatan.yaml", "5000000", "5000001"),
    ("decisions/2016/rawasari/0005.yaml", "layak_teknis: true", "layak_teknis: false"),
    ("decisions/2016/rawasari/0005.yaml", "2016-03-02", "2016-03-03"),
    ("decisions/2016/kramat/0002.yaml", "tahun ini", "tahun depan"),
    ("decisions/2016/kramat/kirim.yaml", "2016-03-10", "2016-03-11"),
    ("decisions/2016/pengumuman/2016-03-01-undangan.md", "9 sampai", "8 sampai"),
    ("musrenbang/rules/reasons.py", "3", "0"),
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("path", "old", "new"), SWAPS)
def test_a_change_shows_in_every_format(path: str, old: str, new: str, form: str) -> None:
    assert old in BASE[path]
    said = [
        FORMATS[form](review_of(BASE, {**BASE, path: BASE[path].replace(old, text)}))
        for text in (new, new + "1" if new[-1].isdigit() else new)
    ]
    calm = FORMATS[form](review_of(BASE, BASE))
    assert said[0] != calm
    assert len(said[0].splitlines()) > len(calm.splitlines())


NEW_DECISION = (
    "keputusan: disetujui\ntanggal: 2016-03-09\nvolume: 100\nperkiraan_anggaran: 80000000\n"
    "alasan_perubahan: Hasil ukur.\npenjelasan: Perlu.\nprioritas: 1\n"
    "alasan: {kode: bukan-prioritas, uraian: Uraian alasan., tahun: 2016, "
    "usulan: 2016/rawasari/0002, saran: Saran.}\n"
    "survei: {tanggal: 2016-03-02, lokasi_sesuai: true, layak_teknis: true, "
    "layak_administratif: true, volume_terukur: 100, catatan: Catatan.}\n"
)


@pytest.mark.parametrize("kind", ["disetujui", "ditolak"])
def test_every_field_of_a_new_decision_is_told(kind: str) -> None:
    """Two decisions that differ anywhere never read the same."""
    text = NEW_DECISION.replace("disetujui", kind)
    full = load(MemoryTree({**BASE, DECISION: text})).record(DECISION)
    assert isinstance(full, Keputusan)
    assert full.alasan
    variants = [dump(full)]
    for keys in leaves(full):
        if keys in {("alasan",), ("survei",), ("keputusan",)}:
            continue
        changed = changed_at(full, keys)
        if keys == ("alasan", "kode"):
            changed = full.model_copy(
                update={"alasan": full.alasan.model_copy(update={"kode": "pendanaan-lain"})}
            )
        if keys == ("alasan", "usulan"):
            changed = full.model_copy(
                update={"alasan": full.alasan.model_copy(update={"usulan": "2016/rawasari/0003"})}
            )
        variants.append(dump(changed))
    for render in FORMATS.values():
        said = {render(_quiet(variant)) for variant in variants}
        assert len(said) == len(variants)


def _quiet(text: str) -> Review:
    """The review of one new decision, without findings or totals to give the change away."""
    head = {**BASE, DECISION: text}
    before = load(MemoryTree(BASE))
    after = load(MemoryTree(head))
    found = review(Facts(before, after, changed_files(BASE, head)), (), ())
    assert found.changes
    return Review(found.jenis, (), (), (), (), found.changes, ())


@pytest.mark.parametrize("form", FORMATS)
def test_no_change_says_nothing_of_any_record(form: str) -> None:
    result = review_of(BASE, BASE)
    assert result.jenis is Jenis.TANPA_PERUBAHAN
    assert (result.changes, result.headline, result.totals, result.notes) == ((), (), (), ())
    assert "rawasari" not in FORMATS[form](result).lower()


def test_a_field_nobody_thought_of_shows_with_its_title() -> None:
    class Kelak(Record):
        bidang_baru: str | None = None

    assert [
        (change.label, change.semula, change.menjadi)
        for change in field_changes(Kelak(), Kelak(bidang_baru="x"))
    ] == [("bidang_baru", None, "x")]


@given(
    st.dictionaries(
        st.sampled_from(sorted(BASE)), st.sampled_from(["hapus", "rusak", "komentar"]), max_size=8
    )
)
@settings(max_examples=60)
def test_reading_only_what_changed_gives_the_same_snapshot(edits: Mapping[str, str]) -> None:
    head = dict(BASE)
    for path, edit in edits.items():
        if edit == "hapus":
            del head[path]
        else:
            head[path] += "]\n" if edit == "rusak" else "# komentar\n"
    paths = {file.path for file in changed_files(BASE, head)}
    patched = load_changed(SNAPSHOT, MemoryTree(head), paths)
    whole = load(MemoryTree(head))
    assert patched.years == whole.years
    assert patched.broken == whole.broken
    assert set(patched.problems) == set(whole.problems)
    assert check(MemoryTree(head), patched) == check(MemoryTree(head), whole)
