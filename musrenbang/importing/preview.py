"""What an import would do, as tables.

A preview gives what changes something or is refused as far as a person would read on; new proposals
are summed up per kelurahan and shown by example.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musrenbang.importing.column_roles import MEANINGS, Column
from musrenbang.importing.import_plan import ImportPlan
from musrenbang.importing.recognition import Recognition
from musrenbang.importing.sheet_files import masked
from musrenbang.text.indonesian import angka, rupiah

MOST_NEW = 40
MOST_SHOWN = 200


@dataclass(frozen=True)
class PreviewTable:
    """One table: title, column heads, rows, and how many more there are."""

    judul: str
    kepala: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]
    sisa: int = 0


def recognition_tables(found: Recognition) -> Iterator[PreviewTable]:
    """What each column of a layout that is new was taken for."""
    for where, columns in found.columns:
        rows = [_column_row(column) for column in columns if column.title]
        head = ("Kolom", "Dibaca sebagai", "Contoh", "Keyakinan")
        yield PreviewTable(f"Kolom pada {where}", head, tuple(rows))


def _column_row(column: Column) -> tuple[str, ...]:
    role = column.role
    meaning = "tidak dibaca" if role is None else MEANINGS.get(role, role)
    examples = "" if role == "pribadi" else masked(" · ".join(map(_short_text, column.samples)))
    return column.title, meaning, examples, column.certainty


def _short_text(text: str) -> str:
    return text if len(text) <= _SAMPLE else f"{text[:_SAMPLE]}…"


_SAMPLE = 28


def sections(plan: ImportPlan) -> Iterator[PreviewTable]:
    """The tables that have anything to say."""
    every = [_per_kelurahan(plan), _new(plan), _changed(plan), _doubtful(plan), _rejected(plan)]
    return (section for section in every if section.baris)


def _per_kelurahan(plan: ImportPlan) -> PreviewTable:
    new = Counter(map(_folder, plan.new))
    changed = Counter(map(_folder, plan.changed))
    amounts: Counter[str] = Counter()
    for path, draft in plan.new.items():
        amounts[_folder(path)] += int(draft.fields.get("perkiraan_anggaran") or 0)
    return PreviewTable(
        "Per kelurahan",
        ("Kelurahan", "Baru", "Berubah", "Anggaran usulan baru"),
        tuple(
            (slug, angka(new[slug]), angka(changed[slug]), rupiah(amounts[slug]))
            for slug in sorted({*new, *changed})
        ),
    )


def _new(plan: ImportPlan) -> PreviewTable:
    rows = []
    for path, draft in sorted(plan.new.items()):
        fields = draft.fields
        place = fields.get("lokasi", {}).get("alamat", "")
        volume = fields.get("volume")
        size = f"{'' if volume is None else angka(volume)} {fields.get('satuan', '')}".strip()
        what = " · ".join(filter(None, (fields.get("usulan_kegiatan"), place, size)))
        amount = fields.get("perkiraan_anggaran")
        money = rupiah(int(amount)) if amount is not None else "—"
        rw = fields.get("rw", "—")
        rows.append((plan.label(draft.row), _short(path), rw, masked(what), money))
    return _first("Usulan baru", ("Baris", "Usulan", "RW", "Isi", "Anggaran"), rows, MOST_NEW)


def _changed(plan: ImportPlan) -> PreviewTable:
    shown = sorted(plan.changed)[:MOST_SHOWN]
    rows = []
    for path in shown:
        label, name = plan.label(plan.rows_of[path][0]), _short(path)
        for one in plan.changed[path]:
            rows.append(
                (label, name, one.bidang, masked(one.semula) or "—", masked(one.kini) or "—")
            )
            label = name = ""
    title = f"Usulan berubah: {angka(len(plan.changed))}"
    head = ("Baris", "Usulan", "Bidang", "Semula", "Menjadi")
    return PreviewTable(title, head, tuple(rows), len(plan.changed) - len(shown))


def _doubtful(plan: ImportPlan) -> PreviewTable:
    rows = [(plan.label(row), masked(why)) for row, why in plan.doubtful_rt_rw]
    return _first("RT dan RW yang perlu diperiksa", ("Baris", "Sebab"), rows, MOST_SHOWN)


def _rejected(plan: ImportPlan) -> PreviewTable:
    rows = [(plan.label(row), masked(reason)) for row, reason in plan.rejected]
    return _first("Ditolak", ("Baris", "Alasan"), rows, MOST_SHOWN)


def _first(
    judul: str, kepala: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int
) -> PreviewTable:
    title = f"{judul}: {angka(len(rows))}"
    return PreviewTable(title, kepala, tuple(rows[:most]), max(0, len(rows) - most))


def _folder(path: str) -> str:
    return path.split("/")[-2]


def _short(path: str) -> str:
    return "/".join(path.removesuffix(".yaml").split("/")[-2:])
