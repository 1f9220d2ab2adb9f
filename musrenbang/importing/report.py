"""What the user is told: a summary that adds up, and the rejected rows as a file to correct."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from musrenbang.importing.import_plan import Plan, Rejected
from musrenbang.importing.mapping import Pemetaan, is_personal
from musrenbang.importing.rejects import BOM, HEAD, disarmed, masked
from musrenbang.sheets.cells import as_text
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import column_key

_SHOWN = 10


def rejects_csv(rejected: Sequence[Rejected], mapping: Pemetaan) -> bytes:
    """Rejected rows with file, row, reason and their own cells, personal columns left out.

    Corrected, the file can be imported again with the same mapping. Numbers that name a person
    are masked except in the columns of the key, which must stay as they are.
    """
    keys = frozenset(map(column_key, mapping.kunci))
    titles: dict[str, str] = {}
    for sheet in {id(item.row.sheet): item.row.sheet for item in rejected}.values():
        for title in sheet.titles:
            if column_key(title) not in {"", *HEAD, *titles} and not is_personal(
                title, mapping.lembar_kerja.pribadi
            ):
                titles[column_key(title)] = title
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*HEAD, *map(disarmed, titles.values())])
    for item in sorted(rejected, key=lambda item: (item.row.sheet.label, item.row.number)):
        row = item.row
        cells = []
        for key, title in titles.items():
            text = as_text(row.cell(title)) if key in row.sheet.index else ""
            cells.append(text if key in keys else masked(text))
        reasons = masked(" ".join(item.reasons))
        writer.writerow(map(disarmed, (*row.origin, reasons, *cells)))
    return BOM + stream.getvalue().encode()


def summary(plan: Plan, rejects_file: Path | None) -> Iterator[str]:
    """Counts that add up to the rows read, then what deserves a look."""
    rejected = len(plan.rejected)
    yield f"Baris dibaca: {angka(plan.rows_read)}"
    yield f"  usulan baru       {angka(len(plan.new)):>7}"
    yield f"  usulan berubah    {angka(len(plan.changed)):>7}"
    yield f"  usulan tetap      {angka(plan.unchanged):>7}"
    yield f"  ditolak           {angka(rejected):>7}" + (
        f"  → {rejects_file}" if rejects_file else ""
    )
    yield from _ranked_reasons(plan.rejected)
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


def _ranked_reasons(rejected: Sequence[Rejected]) -> Iterator[str]:
    rows: dict[str, list[str]] = defaultdict(list)
    for item in rejected:
        reason = " ".join(_general(reason) for reason in item.reasons)
        rows[reason].append(str(item.row.number))
    ranked = sorted(rows.items(), key=lambda pair: -len(pair[1]))
    for reason, numbers in ranked[:_SHOWN]:
        yield f"    {angka(len(numbers)):>7} × {reason} Baris {_listed(numbers)}."
    rest = sum(len(numbers) for _, numbers in ranked[_SHOWN:])
    if rest:
        yield f"    {angka(rest):>7} × sebab lain"


def _ranked(counts: Counter[str]) -> Iterator[str]:
    for text, count in counts.most_common(_SHOWN):
        yield f"    {angka(count):>7} × {text}"
    rest = counts.total() - sum(count for _, count in counts.most_common(_SHOWN))
    if rest:
        yield f"    {angka(rest):>7} × sebab lain"


def _changes(plan: Plan) -> Iterator[str]:
    if plan.changed:
        yield "Berubah:"
        for path, fields in list(plan.changed.items())[:_SHOWN]:
            yield f"  {path}: {', '.join(field.bidang for field in fields)}"
        if len(plan.changed) > _SHOWN:
            yield f"  … dan {len(plan.changed) - _SHOWN} lagi"


def _remarks(plan: Plan) -> Iterator[str]:
    for kind, names in plan.added.items():
        if names:
            yield f"Ditambahkan {len(names)} {kind}: {_listed(names)}."
    if plan.gone:
        yield f"Tidak ada lagi di lembar, berkasnya dibiarkan: {_listed(plan.gone)}."
    if plan.twins:
        pairs = [f"{one.number} dan {other.number}" for one, other in plan.twins]
        yield (
            f"{len(pairs)} baris isinya sama dengan baris lain dan hanya berbeda pengenal; tetap "
            f"diimpor, periksa apakah memang dua usulan: baris {_listed(pairs)}."
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
            f"#), karena ditulis ulang: {_listed(plan.uncommented)}."
        )
    if plan.hidden:
        yield f"{plan.hidden} usulan memuat karakter tersembunyi, yang dibuang."
    if plan.unlisted_units:
        units = [f"{unit} ({count})" for unit, count in plan.unlisted_units.most_common()]
        yield f"Satuan yang tidak ada dalam pemetaan, ditulis apa adanya: {_listed(units)}."


def _listed(names: Sequence[str]) -> str:
    more = f" dan {len(names) - _SHOWN} lagi" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
