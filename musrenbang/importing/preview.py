"""The preview of an import: what would happen, as tables short enough to read.

What changes something or is refused comes in full as far as a person would read on; new proposals
are summed up per kelurahan and shown by example.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.files.paths import place_of
from musrenbang.importing.import_plan import Plan
from musrenbang.importing.rejects import masked
from musrenbang.importing.sheet_files import Row
from musrenbang.text.indonesian import angka, rupiah

MOST_NEW = 40
MOST_CHANGED = 200
MOST_REJECTED = 200


@dataclass(frozen=True)
class Section:
    """One table: title, column heads, rows, and how many more there are."""

    judul: str
    kepala: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]
    sisa: int = 0


def sections(plan: Plan) -> Iterator[Section]:
    """The tables that have anything to say."""
    every = [_per_kelurahan(plan), _new(plan), _changed(plan), _doubtful(plan), _rejected(plan)]
    return (section for section in every if section.baris)


def _per_kelurahan(plan: Plan) -> Section:
    new = Counter(map(_folder, plan.new))
    changed = Counter(map(_folder, plan.changed))
    amounts: Counter[str] = Counter()
    for path, draft in plan.new.items():
        amounts[_folder(path)] += int(draft.fields.get("perkiraan_anggaran") or 0)
    return Section(
        "Per kelurahan",
        ("Kelurahan", "Baru", "Berubah", "Anggaran usulan baru"),
        tuple(
            (slug, angka(new[slug]), angka(changed[slug]), rupiah(amounts[slug]))
            for slug in sorted({*new, *changed})
        ),
    )


def _new(plan: Plan) -> Section:
    shown = sorted(plan.new)[:MOST_NEW]
    rows = []
    for path in shown:
        draft = plan.new[path]
        fields = draft.fields
        place = fields.get("lokasi", {}).get("alamat", "")
        size = f"{fields.get('volume', '')} {fields.get('satuan', '')}".strip()
        what = f"{fields.get('usulan_kegiatan', '')} · {place} · {size}"
        rows.append((_label(draft.row, plan), _short(path), masked(what)))
    title = f"Usulan baru: {angka(len(plan.new))}"
    return Section(title, ("Baris", "Usulan", "Isi"), tuple(rows), len(plan.new) - len(shown))


def _changed(plan: Plan) -> Section:
    shown = sorted(plan.changed)[:MOST_CHANGED]
    rows = []
    for path in shown:
        label, name = _label(plan.rows_of[path][0], plan), _short(path)
        for one in plan.changed[path]:
            rows.append(
                (label, name, one.bidang, masked(one.semula) or "—", masked(one.kini) or "—")
            )
            label = name = ""
    title = f"Usulan berubah: {angka(len(plan.changed))}"
    head = ("Baris", "Usulan", "Bidang", "Semula", "Menjadi")
    return Section(title, head, tuple(rows), len(plan.changed) - len(shown))


def _doubtful(plan: Plan) -> Section:
    rows = [(_label(row, plan), masked(why)) for row, why in plan.doubtful_rt_rw]
    title = f"RT dan RW yang perlu diperiksa: {angka(len(rows))}"
    shown = tuple(rows[:MOST_REJECTED])
    return Section(title, ("Baris", "Sebab"), shown, len(rows) - len(shown))


def _rejected(plan: Plan) -> Section:
    ordered = sorted(plan.rejected, key=lambda item: (item.row.sheet.label, item.row.number))
    rows = [
        (_label(item.row, plan), masked(" ".join(item.reasons))) for item in ordered[:MOST_REJECTED]
    ]
    title = f"Ditolak: {angka(len(ordered))}"
    return Section(title, ("Baris", "Alasan"), tuple(rows), len(ordered) - len(rows))


def _folder(path: str) -> str:
    place = place_of(path)
    return place.kelurahan if place else ""


def _short(path: str) -> str:
    return "/".join(path.removesuffix(".yaml").split("/")[-2:])


def _label(row: Row, plan: Plan) -> str:
    """The row's number, with its sheet where there are several."""
    return str(row.number) if plan.sheets <= 1 else f"{row.sheet.label} {row.number}"
