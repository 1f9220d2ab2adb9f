"""What the user is told: a summary that adds up, then what deserves a look."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from musrenbang.importing.column_roles import MEANINGS
from musrenbang.importing.drafts import NO_AGENCY, NO_PROBLEM, NO_UNIT
from musrenbang.importing.found_table import CANCELLED, EMPTY, HEAD_ROW, NOTE, PART_ROW
from musrenbang.importing.heading_words import (
    UNREAD,
    is_of_a_decision,
    is_of_validation,
    is_verdict,
)
from musrenbang.importing.import_plan import ImportPlan
from musrenbang.importing.recognition import Recognition
from musrenbang.importing.sheet_files import (
    SourceRow,
    masked,
)
from musrenbang.importing.totals import unlike_total
from musrenbang.sheets.cells import as_text
from musrenbang.text.indonesian import angka, beberapa

_SHOWN = 10


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
    yield from _about_blocking(plan)
    yield from _changes(plan)
    yield from _doubts(plan)
    yield from _remarks(plan)


def remarks(plan: ImportPlan, found: Recognition) -> Iterator[str]:
    """What deserves a look, the most important first: who decides, what was guessed, the rest."""
    yield from _about_blocking(plan)
    yield from _about_activities(plan)
    yield from found.guesses
    yield from _about_likeness(plan)
    yield from _about_rows(plan)
    yield from _doubts(plan)
    yield from _about_additions(plan)
    yield from _about_texts(plan)
    yield from _about_files(plan)
    yield from (line for line in recognition_lines(found) if line not in found.guesses)


def _about_blocking(plan: ImportPlan) -> Iterator[str]:
    """What is written and cannot be merged as it is."""
    alike: dict[str, list[str]] = defaultdict(list)
    for reason in plan.blocking:
        alike[_general(reason)].append(reason)
    for general, reasons in alike.items():
        rows = [plan.label(row) for reason in reasons for row in plan.blocking[reason]]
        where = f" Baris {beberapa(rows)}." if rows else ""
        what = reasons[0] if len(reasons) == 1 else general
        yield f"Akan ditolak `review` bila tetap begitu: {masked(what)}{where}"
    if alike:
        yield "Perbaiki pada lembarnya lalu impor lagi, atau pada berkas usulannya."


def _doubts(plan: ImportPlan) -> Iterator[str]:
    if plan.doubtful_rt_rw:
        doubts = plan.doubtful_rt_rw
        told = [f"baris {plan.label(row)} ({masked(why)})" for row, why in doubts[:_SHOWN]]
        told += [f"baris {plan.label(row)}" for row, _ in doubts[_SHOWN:]]
        yield f"{angka(len(told))} usulan perlu diperiksa RT dan RW-nya: {', '.join(told)}."


_NAMED = 60


def _left_out(plan: ImportPlan) -> Counter[str]:
    """What is no proposal, by kind; notes are quoted, so that a proposal among them is seen."""
    counts: Counter[str] = Counter()
    for what, rows in plan.outside.items():
        numbers = f" Baris {beberapa([plan.label(row) for row in rows])}."
        if what in {NOTE, CANCELLED, HEAD_ROW, PART_ROW}:
            quoted = [f"{plan.label(row)} “{masked(_said(row))}”" for row in rows]
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
        rows[_general(reason)].append(plan.label(row))
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


_SUPPLIED = {
    "skpd_tujuan": ("perangkat daerah", NO_AGENCY),
    "satuan": ("satuan", NO_UNIT),
    "permasalahan": ("permasalahan", NO_PROBLEM),
}


def _about_rows(plan: ImportPlan) -> Iterator[str]:
    for what, rows in (("RW", plan.without_rw), ("anggaran", plan.without_sum)):
        if rows:
            numbers = [plan.label(row) for row in rows]
            yield f"{len(numbers)} usulan tanpa {what}: baris {beberapa(numbers)}."
    if plan.twins:
        pairs = [f"{plan.label(one)} dan {plan.label(other)}" for one, other in plan.twins]
        yield (
            f"{len(pairs)} baris isinya sama dengan baris lain, atau menyebut usulan, tempat, "
            "RW dan volume yang sama pada lembar lain; tetap diimpor, periksa apakah memang dua "
            f"usulan: baris {beberapa(pairs)}."
        )
    if plan.wrong_sums:
        told = [f"baris {plan.label(row)} ({why})" for row, why in plan.wrong_sums]
        yield f"{len(told)} usulan jumlahnya bukan volume × harga satuan: {beberapa(told)}."
    if plan.rounded:
        told = [f"baris {plan.label(row)} ({why})" for row, why in plan.rounded]
        yield f"{len(told)} anggaran dibulatkan ke rupiah penuh: {beberapa(told)}."
    if plan.unseen:
        numbers = [plan.label(row) for row in plan.unseen]
        yield f"{len(numbers)} baris tersembunyi ikut dibaca: baris {beberapa(numbers)}."


def recognition_lines(found: Recognition) -> Iterator[str]:
    """What was taken for likely, what is not read, and where it is remembered."""
    yield from found.guesses
    yield from filter(None, map(unlike_total, found.sheets))
    guessed = [
        f"“{column.title}” = {MEANINGS.get(column.role or '', column.role)}"
        for _, columns in found.columns
        for column in columns
        if column.is_guess and column.role != "pribadi"
    ]
    if guessed:
        yield (
            f"Kolom yang diduga saja, periksa: {beberapa(guessed)}. Bila keliru, sebutkan --kolom "
            f'BIDANG="JUDUL", atau --kolom {UNREAD}="JUDUL" bila jangan dibaca.'
        )
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
    numbering = {
        column.title for _, columns in found.columns for column in columns if column.role == "nomor"
    }
    unread = sorted(
        {title for sheet in found.sheets for title in sheet.mapping.tidak_dibaca} - numbering
    )
    verdicts = {
        column.title
        for _, columns in found.columns
        for column in columns
        if column.samples and all(map(is_verdict, column.samples))
    }
    decided = [
        title
        for title in unread
        if not is_of_validation(title) and (is_of_a_decision(title) or title in verdicts)
    ]
    if decided:
        yield (
            f"Kolom hasil pembahasan tidak dibaca, yang dicatat usulannya: {', '.join(decided)}."
        )
    yield from _about_validation(unread)
    others = [title for title in unread if title not in decided and not is_of_validation(title)]
    if others:
        yield f"Kolom lain yang tidak dibaca: {', '.join(others)}."
    if found.known:
        yield f"Bentuk lembarnya sudah dikenal: {', '.join(sorted(set(found.known)))}."


def _about_validation(unread: Sequence[str]) -> Iterator[str]:
    """Columns of a validation of which the sheet does not say whose, or with what result."""
    dates = [title for title in unread if is_of_validation(title) and _DATE.search(title)]
    results = [title for title in unread if is_of_validation(title) and title not in dates]
    for title in results:
        yield (
            f"Kolom “{title}” tidak dibaca. Bila isinya hasil validasi lurah, impor lagi dengan "
            f'--kolom hasil_lurah="{title}".'
        )
    if dates and not results:
        yield (
            f"Tanggal validasi tanpa hasilnya tidak dibaca: {', '.join(dates)}. Bila lurah "
            "meneruskan semua usulan lembar ini, impor lagi dengan --divalidasi TANGGAL; bila "
            "tidak, tambahkan kolom “Hasil validasi lurah” pada lembar."
        )


_DATE = re.compile(r"(?i)\b(?:tanggal|tgl|waktu)\b")
