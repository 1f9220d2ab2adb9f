"""The forms through which residents take part (juknis D.6), without a server.

What a field may hold comes from the record types; its name is the identity of the same field in
the Git host's issue form, so that the browser hands the answers over as the address of that form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from musrenbang.files.published_folder import Output
from musrenbang.importing.issue_form import FIELDS, QUANTITY, TWO_WAYS
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.page_facts import YearFacts
from musrenbang.year.labels import TIPE
from musrenbang.year.personal_data import PATTERNS
from schemas import UsulanLangsung
from schemas.musrenbang import Situs
from schemas.scalars import MAX_VOLUME, MAX_VOLUME_DECIMALS, Kalimat, Uraian

_ONE_LINE = 300
"""From so many letters on an answer gets several lines."""
_HOST = re.compile(r"[a-z0-9.-]+(?::[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form."""

    id: str
    judul: str
    bantuan: str
    wajib: bool = True
    angka: bool = False
    panjang: int | None = None
    """The most letters it may have."""
    pilihan: tuple[tuple[str, str], ...] = ()
    """The answers to choose from, each with its name."""

    @property
    def baris(self) -> bool:
        """Whether it takes several lines."""
        return not self.pilihan and (self.panjang or 0) > _ONE_LINE


@dataclass(frozen=True, slots=True)
class ResidentForm:
    """A form and where its answers may go."""

    kunci: str
    """Also the name of the issue form."""
    judul: str
    fields: tuple[Question, ...]
    kirim: str | None
    """The address of the Git host's issue form."""
    host: str | None
    judul_cetak: str
    """What the sheet on paper is called."""


HELP: Mapping[str, str] = {
    "kelurahan": "Kelurahan tempat kegiatan.",
    "skpd_tujuan": "Unit kerja yang menurut Anda mengerjakannya.",
    "isu": "Misalnya Lingkungan, Perhubungan, Kesehatan.",
    "permasalahan": "Apa yang dialami warga dan sejak kapan, dalam satu dua kalimat.",
    "usulan_kegiatan": "Misalnya Perbaikan saluran tepi jalan.",
    "tipe": "Fisik: dibangun atau diperbaiki. Nonfisik: pelatihan, penyuluhan. Barang: pengadaan.",
    "lokasi": "Nama jalan, gang atau tempat umum, dengan RT dan RW. Bukan alamat rumah.",
    "volume": "Angka saja, misalnya 120 atau 12,5.",
    "satuan": "Misalnya m, m2, unit, orang.",
    "keterangan": "Yang mendukung usulan Anda.",
}
_IDS = {"skpd_tujuan": "skpd", "usulan_kegiatan": "usulan"}
"""Where the issue form calls a field otherwise than the record."""


def form_pages(engine: Engine, year: YearFacts | None) -> Iterator[Output]:
    """The two forms of juknis D.6, for the newest year."""
    situs = engine.site.situs
    crumbs = (Crumb("Ikut serta", addresses.TAKING_PART),)
    for path, form, deskripsi in (
        (addresses.DIRECT_PROPOSAL, direct_proposal(situs, year), "Usulan di luar Rembuk RW."),
        (addresses.FEEDBACK, feedback(situs, year), "Info, kritik atau saran bagi kecamatan."),
    ):
        page = Page(
            path,
            form.judul,
            f"{deskripsi} Formulir tanpa server.",
            crumbs,
            "panduan",
            skrip=("aset/formulir.js",),
            form_action=f"https://{form.host}" if form.kirim else "",
        )
        yield engine.page(
            "formulir",
            page,
            formulir=form,
            pola=PATTERNS,
            pola_angka=QUANTITY.pattern,
            dua_arti=TWO_WAYS.pattern,
            paling=MAX_VOLUME,
            pecahan=MAX_VOLUME_DECIMALS,
        )


def direct_proposal(situs: Situs, year: YearFacts | None) -> ResidentForm:
    """Kirim Usulan Langsung: the fields of D.6.c; everything but the remarks is needed."""
    schema = UsulanLangsung.model_json_schema()
    fields = []
    for label, name in FIELDS.items():
        rule = _rule(schema, name)
        fields.append(
            Question(
                _IDS.get(name, name),
                label,
                HELP[name],
                wajib=name != "keterangan",
                angka=rule.get("type") == "number",
                panjang=rule.get("maxLength"),
                pilihan=_choices(year, name, rule),
            )
        )
    return _form(situs, "usulan-langsung", "Kirim usulan langsung", fields)


def feedback(situs: Situs, year: YearFacts | None) -> ResidentForm:
    """Kirim Info dan Saran: the fields of D.6.d beside the identity."""
    line, text = _most_letters(Kalimat), _most_letters(Uraian)
    fields = [
        Question(
            *("skpd", "Perangkat daerah tujuan", "Boleh dikosongkan bila tidak tahu."),
            wajib=False,
            panjang=line,
            pilihan=_choices(year, "skpd_tujuan", {}),
        ),
        Question("judul", "Judul", "Bila menyangkut satu usulan, sebutkan nomornya.", panjang=line),
        Question("pesan", "Pesan", "Informasi, kritik atau saran Anda.", panjang=text),
    ]
    return _form(situs, "info-dan-saran", "Kirim info dan saran", fields)


def _most_letters(kind: Any) -> int:
    most: int = TypeAdapter(kind).json_schema()["maxLength"]
    return most


def _form(situs: Situs, kunci: str, judul: str, fields: list[Question]) -> ResidentForm:
    host = _host(situs)
    return ResidentForm(
        kunci,
        judul,
        tuple(fields),
        f"{(situs.repositori or '').rstrip('/')}/issues/new" if host else None,
        host,
        "Formulir Usulan Langsung Masyarakat"
        if kunci == "usulan-langsung"
        else "Formulir Info dan Saran Masyarakat",
    )


def _rule(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What the schema says of a field that is not empty; of a place, its address."""
    rule: Mapping[str, Any] = schema["properties"][name]
    rule = next((part for part in rule.get("anyOf", ()) if part.get("type") != "null"), rule)
    if "$ref" in rule:
        return _rule(schema["$defs"][rule["$ref"].rsplit("/", 1)[-1]], "alamat")
    return rule


def _choices(
    year: YearFacts | None, name: str, rule: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    if "enum" in rule:
        return tuple((kode, TIPE[kode]) for kode in rule["enum"])
    if year and name == "kelurahan":
        return tuple((folder.nama, folder.nama) for folder in year.year.kelurahan.values())
    if year and name == "skpd_tujuan":
        agencies = sorted(year.year.skpd.values(), key=lambda skpd: skpd.nama)
        return tuple((skpd.singkatan, skpd.nama) for skpd in agencies)
    return ()


def _host(situs: Situs) -> str | None:
    """The Git host, where it has issue forms that an address can fill in (not GitLab)."""
    repositori = situs.repositori
    if repositori is None or addresses.is_example(repositori):
        return None
    host = urlsplit(repositori).netloc.lower()
    return host if _HOST.fullmatch(host) and not host.startswith("gitlab.") else None
