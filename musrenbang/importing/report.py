"""What the user is told: a summary that adds up, a preview, the rejected rows to correct.

A preview gives what changes something or is refused as far as a person would read on; new proposals
are summed up per kelurahan and shown by example.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.planner import ImportPlan, Remark
from musrenbang.importing.sheet_files import BOM, HEAD, SourceRow, disarmed, masked
from musrenbang.text.indonesian import angka, beberapa, rupiah
from musrenbang.text.name_keys import column_key

_SHOWN = 10


def rejects_csv(rejected: Sequence[Remark], mapping: Pemetaan) -> bytes:
    """Rejected rows with file, row, reason and their own cells, personal columns left out.

    Corrected, the file can be imported again with the same mapping. Numbers that name a person
    are masked except in the columns of the key, which must stay as they are.
    """
    keys = frozenset(map(column_key, mapping.kunci))
    titles: dict[str, str] = {}
    for sheet in {id(row.sheet): row.sheet for row, _ in rejected}.values():
        for title in sheet.titles:
            key = column_key(title)
            if key not in {"", *HEAD, *titles} and not mapping.is_personal(title):
                titles[key] = title
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*HEAD, *map(disarmed, titles.values())])
    for row, reason in _in_order(rejected):
        cells = []
        for key, title in titles.items():
            text = row.text(title) if key in row.sheet.index else ""
            cells.append(text if key in keys else masked(text))
        writer.writerow(map(disarmed, (*row.origin, masked(reason), *cells)))
    return BOM + stream.getvalue().encode()


def summary(plan: ImportPlan, rejects_file: Path | None) -> Iterator[str]:
    """Counts that add up to the rows read, then what deserves a look."""
    where = f"  → {rejects_file}" if rejects_file else ""
    yield f"Baris dibaca: {angka(plan.rows_read)}"
    yield f"  usulan baru       {angka(len(plan.new)):>7}"
    yield f"  usulan berubah    {angka(len(plan.changed)):>7}"
    yield f"  usulan tetap      {angka(plan.unchanged):>7}"
    yield f"  ditolak           {angka(len(plan.rejected)):>7}{where}"
    yield from _ranked(_reasons(plan.rejected))
    yield f"  di luar cakupan   {angka(plan.outside.total()):>7}"
    yield from _ranked(plan.outside)
    yield from _changes(plan)
    if plan.doubtful_rt_rw:
        doubts = plan.doubtful_rt_rw
        told = [f"baris {row.number} ({masked(why)})" for row, why in doubts[:_SHOWN]]
        told += [f"baris {row.number}" for row, _ in doubts[_SHOWN:]]
        yield f"{angka(len(told))} usulan perlu diperiksa RT dan RW-nya: {', '.join(told)}."
    yield from _remarks(plan)


def _general(reason: str) -> str:
    """A reason without what differs from row to row, so that equal ones are counted together."""
    reason = re.sub(r"baris [0-9]+(?: \([^)]*\))?(?:, [0-9]+)*", "baris lain", reason)
    return re.sub(r": “[^”]*”", ":", reason)


def _reasons(rejected: Sequence[Remark]) -> Counter[str]:
    rows: dict[str, list[str]] = defaultdict(list)
    for row, reason in rejected:
        rows[_general(reason)].append(str(row.number))
    return Counter(
        {f"{reason} Baris {beberapa(numbers)}.": len(numbers) for reason, numbers in rows.items()}
    )


def _ranked(counts: Counter[str]) -> Iterator[str]:
    most = counts.most_common(_SHOWN)
    yield from (f"    {angka(count):>7} × {text}" for text, count in most)
    rest = counts.total() - sum(count for _, count in most)
    if rest:
        yield f"    {angka(rest):>7} × sebab lain"


def _changes(plan: ImportPlan) -> Iterator[str]:
    if plan.changed:
        yield "Berubah:"
        for path, fields in list(plan.changed.items())[:_SHOWN]:
            yield f"  {path}: {', '.join(field.bidang for field in fields)}"
        if len(plan.changed) > _SHOWN:
            yield f"  … dan {len(plan.changed) - _SHOWN} lagi"


def _remarks(plan: ImportPlan) -> Iterator[str]:
    for kind, names in plan.added.items():
        if names:
            yield f"Ditambahkan {len(names)} {kind}: {beberapa(names)}."
    if plan.gone:
        yield f"Tidak ada lagi di lembar, berkasnya dibiarkan: {beberapa(plan.gone)}."
    if plan.twins:
        pairs = [f"{one.number} dan {other.number}" for one, other in plan.twins]
        yield (
            f"{len(pairs)} baris isinya sama dengan baris lain dan hanya berbeda pengenal; tetap "
            f"diimpor, periksa apakah memang dua usulan: baris {beberapa(pairs)}."
        )
    if plan.without_template:
        yield (
            f"{plan.without_template} usulan tanpa template: dibahas pada forum UKPD, tidak "
            "diputuskan camat (juknis D.5)."
        )
    if plan.shouted:
        yield (
            f"{plan.shouted} usulan memuat teks yang seluruhnya HURUF BESAR "
            "(`rapikan_kapital` pada pemetaan)."
        )
    if plan.uncommented:
        yield (
            f"{len(plan.uncommented)} berkas yang berubah kehilangan komentarnya (tulisan sesudah "
            f"#), karena ditulis ulang: {beberapa(plan.uncommented)}."
        )
    if plan.hidden:
        yield f"{plan.hidden} usulan memuat karakter tersembunyi, yang dibuang."
    if plan.unlisted_units:
        units = [f"{unit} ({count})" for unit, count in plan.unlisted_units.most_common()]
        yield f"Satuan yang tidak ada dalam pemetaan, ditulis apa adanya: {beberapa(units)}."


MOST_NEW = 40
MOST_SHOWN = 200


@dataclass(frozen=True)
class PreviewTable:
    """One table: title, column heads, rows, and how many more there are."""

    judul: str
    kepala: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]
    sisa: int = 0


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
        size = f"{fields.get('volume', '')} {fields.get('satuan', '')}".strip()
        what = f"{fields.get('usulan_kegiatan', '')} · {place} · {size}"
        rows.append((_label(draft.row, plan), _short(path), masked(what)))
    return _first("Usulan baru", ("Baris", "Usulan", "Isi"), rows, MOST_NEW)


def _changed(plan: ImportPlan) -> PreviewTable:
    shown = sorted(plan.changed)[:MOST_SHOWN]
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
    return PreviewTable(title, head, tuple(rows), len(plan.changed) - len(shown))


def _doubtful(plan: ImportPlan) -> PreviewTable:
    rows = [(_label(row, plan), masked(why)) for row, why in plan.doubtful_rt_rw]
    return _first("RT dan RW yang perlu diperiksa", ("Baris", "Sebab"), rows, MOST_SHOWN)


def _rejected(plan: ImportPlan) -> PreviewTable:
    rows = [(_label(row, plan), masked(reason)) for row, reason in _in_order(plan.rejected)]
    return _first("Ditolak", ("Baris", "Alasan"), rows, MOST_SHOWN)


def _first(
    judul: str, kepala: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int
) -> PreviewTable:
    title = f"{judul}: {angka(len(rows))}"
    return PreviewTable(title, kepala, tuple(rows[:most]), max(0, len(rows) - most))


def _in_order(rejected: Sequence[Remark]) -> list[Remark]:
    return sorted(rejected, key=lambda remark: (remark[0].sheet.label, remark[0].number))


def _folder(path: str) -> str:
    return path.split("/")[-2]


def _short(path: str) -> str:
    return "/".join(path.removesuffix(".yaml").split("/")[-2:])


def _label(row: SourceRow, plan: ImportPlan) -> str:
    """The row's number, with its sheet where there are several."""
    return str(row.number) if plan.sheets <= 1 else f"{row.sheet.label} {row.number}"
