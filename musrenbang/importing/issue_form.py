"""A direct proposal from the text of an issue form (juknis D.6).

Whoever opens an issue writes its whole text, so nothing in it is believed: known headings are read
in the order of the form, everything else is text, and the result passes the same validation and
rules as any other file before it goes anywhere.
"""

import re
from collections.abc import Mapping

from musrenbang.files.paths import USULAN_LANGSUNG, usulan_path
from musrenbang.records.canonical import dump
from musrenbang.records.snapshot import Year
from musrenbang.records.validation import meant, validate
from musrenbang.text.errors import CommandError
from schemas import UsulanLangsung

FIELDS: Mapping[str, str] = {
    UsulanLangsung.model_fields[name].title or name: name
    for name in (
        *("kelurahan", "skpd_tujuan", "isu", "permasalahan", "usulan_kegiatan"),
        *("tipe", "lokasi", "volume", "satuan", "keterangan"),
    )
}
"""The labels of `.github/ISSUE_TEMPLATE/usulan-langsung.yml`, in their order, and the fields."""

QUANTITY = re.compile(
    r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,][0-9]+)?"
    r"|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|(?:,[0-9]{3})+(?:\.[0-9]+)?)"
)
"""A number as residents write it: decimal comma or point, thousands in groups or not."""
TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""Thousands to one reader, a fraction to another: only who wrote it can say."""

_EMPTY = frozenset({"", "_No response_", "None"})
_FORMER_LABEL = re.compile(r"^### SKPD/UKPD tujuan\b", re.MULTILINE)
"""Repositories founded earlier have forms of their own."""
_HEADING = re.compile(r"^### (.+?)\s*$", re.MULTILINE)


def answers(body: str) -> dict[str, str]:
    """The answers of a form by field; those left empty are absent."""
    body = _FORMER_LABEL.sub("### Perangkat daerah tujuan", body.replace("\r\n", "\n"))
    labels = list(FIELDS)
    headings: list[re.Match[str]] = []
    for match in _HEADING.finditer(body):
        if match[1] in labels:
            headings.append(match)
            labels = labels[labels.index(match[1]) + 1 :]
    ends = [heading.start() for heading in headings[1:]]
    if headings:
        # What follows the last field is the form's own assurance, not the resident's words.
        closing = _HEADING.search(body, headings[-1].end())
        ends.append(closing.start() if closing else len(body))
    found = {
        FIELDS[heading[1]]: body[heading.end() : end].strip()
        for heading, end in zip(headings, ends, strict=True)
    }
    return {field: text for field, text in found.items() if text not in _EMPTY}


def proposal(body: str, issue: int, year: Year) -> tuple[str, str]:
    """Path and content of the proposal an issue asks for; `CommandError` where it cannot be one."""
    said = answers(body)
    code = f"isu-{issue}"
    for nomor, usulan in year.langsung.usulan.items():
        if usulan.kode_tracking == code:
            raise CommandError(f"Isu {issue} sudah menjadi usulan langsung {nomor}.")
    values: dict[str, object] = {**said, "kode_tracking": code}
    values["kelurahan"] = _chosen(
        said.get("kelurahan", ""),
        {slug: (folder.nama,) for slug, folder in year.kelurahan.items()},
        "Kelurahan",
    )
    values["skpd_tujuan"] = _chosen(
        said.get("skpd_tujuan", ""),
        {slug: (skpd.nama, skpd.singkatan) for slug, skpd in year.skpd.items()},
        "Perangkat daerah tujuan",
    )
    if "lokasi" in said:
        values["lokasi"] = {"alamat": said["lokasi"]}
    if "tipe" in said:
        values["tipe"] = said["tipe"].casefold()
    if "volume" in said:
        values["volume"] = residents_volume(said["volume"])
    number = max(map(int, year.langsung.usulan), default=0) + 1
    path = usulan_path(year.tahun, USULAN_LANGSUNG, f"{number:04d}")
    record, problems = validate(UsulanLangsung, values, path)
    if record is None:
        raise CommandError("\n".join(f"{item.message} {item.hint}" for item in problems))
    return path, dump(record)


def residents_volume(text: str) -> str:
    """A resident's number as records write it; any other text is left for the model to refuse."""
    if TWO_WAYS.fullmatch(text) or not QUANTITY.fullmatch(text):
        return text
    sign = re.search(r"[.,](?=[0-9]*$)", text)
    whole, fraction = text, ""
    if sign and text.count(sign[0]) == 1:
        whole, fraction = text[: sign.start()], f".{text[sign.end() :]}"
    return re.sub(r"[^0-9]", "", whole) + fraction


def _chosen(answer: str, names: Mapping[str, tuple[str, ...]], what: str) -> str:
    """The code a resident's answer stands for."""
    codes = {name.casefold(): slug for slug, known in names.items() for name in (slug, *known)}
    if answer.casefold() in codes:
        return codes[answer.casefold()]
    close = meant(answer, codes)
    hint = f"Maksudnya {codes[close]}?" if close else f"Pilihan: {', '.join(names)}."
    raise CommandError(f"{what} pada isu ini tidak dikenal. {hint}")
