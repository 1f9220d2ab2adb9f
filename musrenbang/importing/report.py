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

from musrenbang.importing.column_roles import Column
from musrenbang.importing.drafts import NO_AGENCY, NO_UNIT
from musrenbang.importing.heading_words import is_of_a_decision
from musrenbang.importing.planner import ImportPlan, Remark
from musrenbang.importing.recognition import Recognition
from musrenbang.importing.sheet_files import (
    HEAD,
    MARK_TITLE,
    YEAR_TITLE,
    SourceRow,
    disarmed,
    mark_of,
    masked,
)
from musrenbang.importing.table_finder import CANCELLED, EMPTY, NOTE
from musrenbang.importing.totals import unlike_total
from musrenbang.sheets.cells import as_text
from musrenbang.text.indonesian import angka, beberapa, rupiah
from musrenbang.text.name_keys import column_key

BOM = b"\xef\xbb\xbf"
_SHOWN = 10


def rejects_file(path: Path, rejected: Sequence[Remark], tahun: int) -> bytes:
    """Rejected rows with file, row, reason and their own cells, personal columns left out.

    XLSX, with the cells at fault coloured, unless the path asks for CSV. Corrected, the file can be
    imported again. Numbers that name a person are masked except in the columns of the key, which
    must stay as they are.
    """
    titles: dict[str, str] = {}
    keys: set[str] = set()
    for sheet in {id(row.sheet): row.sheet for row, _ in rejected}.values():
        keys |= set(map(column_key, sheet.mapping.kunci))
        for title in sheet.titles:
            key = column_key(title)
            if key not in {
                "",
                *HEAD,
                column_key(YEAR_TITLE),
                column_key(MARK_TITLE),
                *titles,
            } and not sheet.mapping.is_personal(title):
                titles[key] = title
    rows: list[tuple[str, ...]] = [(*HEAD, *map(disarmed, titles.values()), YEAR_TITLE, MARK_TITLE)]
    for row, reason in _in_order(rejected):
        cells = []
        for key, title in titles.items():
            text = row.text(title) if key in row.sheet.index else ""
            cells.append(text if key in keys else masked(text))
        said = [*map(disarmed, (*row.origin, masked(reason), *cells, str(tahun)))]
        rows.append((*said, mark_of(said)))
    if path.suffix.lower() in {".csv", ".txt"}:
        return _as_csv(rows)
    return _as_workbook(rows)


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return BOM + stream.getvalue().encode()


_WIDTHS = {"berkas": 22, "baris": 7, "alasan": 60}
_WIDTH = 18


def _as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and most imports reject nothing
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ditolak"
    wrong = PatternFill("solid", fgColor="FFE08A")
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type, cell.number_format = _CONTROLS.sub(" ", text), "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 1:
                cell.font = Font(bold=True)
            elif column > len(HEAD) and f"“{rows[0][column - 1]}”" in row[len(HEAD) - 1]:
                cell.fill = wrong
    for column, title in enumerate(rows[0], 1):
        width = _WIDTHS.get(title, _WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(len(rows[0]))].hidden = True
    sheet.freeze_panes = "D2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def summary(plan: ImportPlan, rejects: Path | None) -> Iterator[str]:
    """Counts that add up to the rows read, then what deserves a look."""
    where = f"  → {rejects}" if rejects else ""
    yield f"Baris dibaca: {angka(plan.rows_read)}"
    yield f"  usulan baru       {angka(len(plan.new)):>7}"
    yield f"  usulan berubah    {angka(len(plan.changed)):>7}"
    yield f"  usulan tetap      {angka(plan.unchanged):>7}"
    yield f"  ditolak           {angka(len(plan.rejected)):>7}{where}"
    yield from _ranked(_reasons(plan))
    yield f"  di luar cakupan   {angka(plan.left_out):>7}"
    yield from _ranked(_left_out(plan))
    yield from _changes(plan)
    yield from _doubts(plan)
    yield from _remarks(plan)


def remarks(plan: ImportPlan, found: Recognition) -> Iterator[str]:
    """What deserves a look, the most important first: who decides, what was guessed, the rest."""
    yield from _about_activities(plan)
    yield from found.guesses
    yield from _about_likeness(plan)
    yield from _about_rows(plan)
    yield from _doubts(plan)
    yield from _about_additions(plan)
    yield from _about_texts(plan)
    yield from _about_files(plan)
    yield from (line for line in recognition_lines(found) if line not in found.guesses)


def _doubts(plan: ImportPlan) -> Iterator[str]:
    if plan.doubtful_rt_rw:
        doubts = plan.doubtful_rt_rw
        told = [f"baris {_label(row, plan)} ({masked(why)})" for row, why in doubts[:_SHOWN]]
        told += [f"baris {_label(row, plan)}" for row, _ in doubts[_SHOWN:]]
        yield f"{angka(len(told))} usulan perlu diperiksa RT dan RW-nya: {', '.join(told)}."


_NAMED = 60


def _left_out(plan: ImportPlan) -> Counter[str]:
    """What is no proposal, by kind; notes are quoted, so that a proposal among them is seen."""
    counts: Counter[str] = Counter()
    for what, rows in plan.outside.items():
        numbers = f" Baris {beberapa([_label(row, plan) for row in rows])}."
        if what in {NOTE, CANCELLED}:
            quoted = [f"{_label(row, plan)} “{masked(_said(row))}”" for row in rows]
            numbers = f": baris {beberapa(quoted)}."
        counts[what if what == EMPTY or len(rows) > _NAMED else f"{what}{numbers}"] = len(rows)
    return counts


def _said(row: SourceRow) -> str:
    text = " ".join(" ".join(as_text(cell).split()) for cell in row.cells if cell != "")
    return text if len(text) <= _NAMED else f"{text[:_NAMED]}…"


def _general(reason: str) -> str:
    """A reason without what differs from row to row, so that equal ones are counted together."""
    reason = re.sub(r"baris [0-9]+(?: \([^)]*\))?(?:, [0-9]+)*", "baris lain", reason)
    return re.sub(r": “[^”]*”:?", ":", reason)


def _reasons(plan: ImportPlan) -> Counter[str]:
    rows: dict[str, list[str]] = defaultdict(list)
    for row, reason in plan.rejected:
        rows[_general(reason)].append(_label(row, plan))
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
    yield from _about_additions(plan)
    yield from _about_files(plan)
    yield from _about_activities(plan)
    yield from _about_texts(plan)
    yield from _about_likeness(plan)
    yield from _about_rows(plan)


def _about_additions(plan: ImportPlan) -> Iterator[str]:
    for kind, names in plan.added.items():
        if names:
            yield f"Ditambahkan {len(names)} {kind}: {beberapa(names)}."
    if plan.sent:
        yield f"Tercatat dikirim lurah: {beberapa(plan.sent)}."


def _about_files(plan: ImportPlan) -> Iterator[str]:
    if plan.gone:
        yield f"Tidak ada lagi di lembar, berkasnya dibiarkan: {beberapa(plan.gone)}."
    if plan.uncommented:
        yield (
            f"{len(plan.uncommented)} berkas yang berubah kehilangan komentarnya (tulisan sesudah "
            f"#), karena ditulis ulang: {beberapa(plan.uncommented)}."
        )


def _about_activities(plan: ImportPlan) -> Iterator[str]:
    if plan.without_template:
        yield (
            f"{plan.without_template} usulan tanpa template: dibahas pada forum, tidak "
            "diputuskan camat."
        )
    if plan.suggested:
        pairs = [
            f"“{masked(one)}” mungkin {' atau '.join(f'“{name}”' for name in names)}"
            for one, names in plan.suggested.items()
        ]
        yield (
            f"Mirip kegiatan baku, tetapi tidak dianggap sama: "
            f"{beberapa(pairs)}. Bila benar, tulis nama kegiatannya seperti dalam template pada "
            "lembar, lalu impor lagi."
        )
    if plan.unknown_activities:
        names = [
            f"{masked(name)} ({count})" for name, count in plan.unknown_activities.most_common()
        ]
        yield (
            f"Bukan kegiatan baku: {beberapa(names)}. Bila seharusnya baku, tambahkan pada lembar "
            "Kegiatan buku pengaturan dengan harga satuannya yang resmi, lalu impor lagi; "
            "atau impor lagi dengan --kegiatan-baku NAMA, lalu isi isu, program dan harganya."
        )


def _about_texts(plan: ImportPlan) -> Iterator[str]:
    """What was tidied, and what was taken for what."""
    if plan.shouted:
        yield f"{plan.shouted} usulan memuat teks yang seluruhnya HURUF BESAR, {plan.calmed}."
    if plan.hidden:
        yield f"{plan.hidden} usulan memuat karakter tersembunyi, yang dibuang."
    for name, count in plan.supplied.items():
        what, text = _SUPPLIED[name]
        yield (
            f"Lembar tidak menyebut {what}: {count} usulan dicatat dengan {what} “{text}”. "
            "Lengkapi pada lembar lalu impor lagi, atau pada berkas usulannya."
        )
    if plan.unlisted_units:
        units = [f"{masked(unit)} ({count})" for unit, count in plan.unlisted_units.most_common()]
        yield f"Satuan yang belum dikenal, ditulis apa adanya: {beberapa(units)}."


def _about_likeness(plan: ImportPlan) -> Iterator[str]:
    if plan.likened:
        pairs = [
            f"{kind} “{masked(one)}” = {other} ({count})"
            for (kind, one, other), count in plan.likened.most_common()
        ]
        yield f"Dianggap sama, periksa: {beberapa(pairs)}."


_SUPPLIED = {"skpd_tujuan": ("perangkat daerah", NO_AGENCY), "satuan": ("satuan", NO_UNIT)}


def _about_rows(plan: ImportPlan) -> Iterator[str]:
    if plan.without_rw:
        numbers = [_label(row, plan) for row in plan.without_rw]
        yield f"{len(numbers)} usulan tanpa RW: baris {beberapa(numbers)}."
    if plan.twins:
        pairs = [f"{_label(one, plan)} dan {_label(other, plan)}" for one, other in plan.twins]
        yield (
            f"{len(pairs)} baris isinya sama dengan baris lain dan hanya berbeda pengenal; tetap "
            f"diimpor, periksa apakah memang dua usulan: baris {beberapa(pairs)}."
        )
    if plan.wrong_sums:
        told = [f"baris {_label(row, plan)} ({why})" for row, why in plan.wrong_sums]
        yield f"{len(told)} usulan jumlahnya bukan volume × harga satuan: {beberapa(told)}."
    if plan.rounded:
        told = [f"baris {_label(row, plan)} ({why})" for row, why in plan.rounded]
        yield f"{len(told)} anggaran dibulatkan ke rupiah penuh: {beberapa(told)}."
    if plan.unseen:
        numbers = [_label(row, plan) for row in plan.unseen]
        yield f"{len(numbers)} baris tersembunyi ikut dibaca: baris {beberapa(numbers)}."


MOST_NEW = 40
MOST_SHOWN = 200


@dataclass(frozen=True)
class PreviewTable:
    """One table: title, column heads, rows, and how many more there are."""

    judul: str
    kepala: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]
    sisa: int = 0


_MEANINGS = {
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
}


def recognition_tables(found: Recognition) -> Iterator[PreviewTable]:
    """What each column of a layout that is new was taken for."""
    for where, columns in found.columns:
        rows = [_column_row(column) for column in columns if column.title]
        head = ("Kolom", "Dibaca sebagai", "Contoh", "Keyakinan")
        yield PreviewTable(f"Kolom pada {where}", head, tuple(rows))


def _column_row(column: Column) -> tuple[str, ...]:
    role = column.role
    meaning = "tidak dibaca" if role is None else _MEANINGS.get(role, role)
    examples = "" if role == "pribadi" else masked(" · ".join(map(_short_text, column.samples)))
    return column.title, meaning, examples, column.certainty


def _short_text(text: str) -> str:
    return text if len(text) <= _SAMPLE else f"{text[:_SAMPLE]}…"


_SAMPLE = 28


def recognition_lines(found: Recognition) -> Iterator[str]:
    """What was taken for likely, what is not read, and where it is remembered."""
    yield from found.guesses
    yield from filter(None, map(unlike_total, found.sheets))
    personal = sorted(
        {
            column.title
            for _, columns in found.columns
            for column in columns
            if column.role == "pribadi"
        }
        | {title for sheet in found.sheets for title in sheet.mapping.lembar_kerja.pribadi}
    )
    if personal:
        yield f"Kolom data pribadi tidak dibaca: {', '.join(personal)}."
    unread = sorted({title for sheet in found.sheets for title in sheet.mapping.tidak_dibaca})
    decided = [title for title in unread if is_of_a_decision(title)]
    if decided:
        yield (
            f"Kolom hasil pembahasan tidak dibaca, yang dicatat usulannya: {', '.join(decided)}."
        )
    others = [title for title in unread if title not in decided]
    if others:
        yield f"Kolom lain yang tidak dibaca: {', '.join(others)}."
    if found.known:
        yield f"Bentuk lembarnya sudah dikenal: {', '.join(sorted(set(found.known)))}."


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
        amount = fields.get("perkiraan_anggaran")
        money = rupiah(int(amount)) if amount is not None else "—"
        rw = fields.get("rw", "—")
        rows.append((_label(draft.row, plan), _short(path), rw, masked(what), money))
    return _first("Usulan baru", ("Baris", "Usulan", "RW", "Isi", "Anggaran"), rows, MOST_NEW)


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
