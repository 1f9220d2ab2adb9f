"""Refusing: findings and problems in the words of the page, beside the form that answers them."""

from collections.abc import Iterable
from dataclasses import dataclass

from musrenbang.records.findings import Finding, Problem


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why nothing was written."""

    pesan: str
    saran: str
    formulir: str = ""
    """The form that can answer it: `setujui`, `tolak` or `survei`; empty where none can."""
    bidang: str = ""
    """The field of that form."""


_EXPLAIN = "Isi penjelasan mengapa tetap disetujui, ubah angkanya, atau tolak."
_SURVEY = "Isi hasil survei (V)."
_ANSWERS: tuple[tuple[str, str, str, str], ...] = (
    (
        "survei.volume-diputuskan",
        "setujui",
        "volume",
        "Pakai volume terukur, atau isi penjelasan mengapa volumenya lain.",
    ),
    ("survei.tidak-layak", "setujui", "penjelasan", _EXPLAIN),
    ("kewajaran.", "setujui", "penjelasan", _EXPLAIN),
    ("usulan.kembar", "setujui", "penjelasan", _EXPLAIN),
    ("keputusan.alasan-perubahan", "setujui", "alasan_perubahan", "Isi alasan perubahan."),
    ("keputusan.anggaran-ikut-volume", "setujui", "anggaran", "Isi anggaran yang baru."),
    ("keputusan.survei", "survei", "", _SURVEY),
    ("survei.sebelum-keputusan", "survei", "tanggal", "Periksa tanggal survei."),
    ("survei.sesuai-jadwal", "survei", "tanggal", "Periksa tanggal survei."),
    ("survei.volume-terukur", "survei", "volume_terukur", "Isi volume hasil pengukuran ulang."),
    ("alasan.menunjuk-pekerjaan", "tolak", "tahun", "Isi tahun pekerjaan, atau nomor usulannya."),
    ("alasan.tahun", "tolak", "tahun", ""),
    ("alasan.usulan", "tolak", "usulan", ""),
    ("alasan.", "tolak", "uraian", ""),
    ("keputusan.alasan-penolakan", "tolak", "kode", "Pilih alasan dan isi uraiannya."),
)
_FIELDS = {"perkiraan_anggaran": "anggaran"}


def from_findings(findings: Iterable[Finding], decision_file: str) -> list[Refusal]:
    """What rules and guards say of a decision; of another file, with its name."""
    found = []
    for finding in findings:
        elsewhere = "" if finding.file == decision_file else f" ({finding.file})"
        for rule, form, field, hint in _ANSWERS:
            if finding.rule.startswith(rule):
                found.append(Refusal(_plain(finding.message), hint or _hint(finding), form, field))
                break
        else:
            found.append(Refusal(_plain(finding.message) + elsewhere, _hint(finding)))
    return found


def from_problems(problems: Iterable[Problem], action: str) -> list[Refusal]:
    """What keeps a form from being a record, field by field."""
    found = []
    for problem in problems:
        keys = problem.where if isinstance(problem.where, tuple) else ()
        name = str(keys[-1]) if keys else ""
        field = _FIELDS.get(name, name)
        if problem.rule == "skema.wajib":
            found.append(Refusal("Belum diisi.", "", action, field))
        else:
            found.append(Refusal(_plain(problem.message), _plain(problem.hint), action, field))
    return found


def _hint(finding: Finding) -> str:
    return _plain(finding.hint)


def _plain(text: str) -> str:
    """Text without the marks that set off what is written in files."""
    return text.replace("`", "").replace("_", " ")
