"""A paper signed by appending is recognised; whatever else was appended is a forgery, and named."""

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext

from musrenbang.verifying import signature_words
from musrenbang.verifying.documents import judged
from musrenbang.verifying.pdf_syntax import AppendedError, Ref, Stream
from musrenbang.verifying.proofs import refuse_other_extensions
from musrenbang.verifying.signature_look import refuse_other_looks
from musrenbang.verifying.signed_paper import Signature, signatures
from musrenbang.verifying.xmp import same_metadata
from tests.signing_support import (
    CAMAT_FIELD,
    CAMAT_PLACE,
    HEAD_FIELD,
    Change,
    Holder,
    appended,
    camat,
    changed,
    clock,
    head,
    last_list,
    listing,
    paper,
    root,
    signed,
    stamped,
)
from tests.verify_support import REPORT, Published, published

__all__ = ["published"]


MADE = datetime.now(UTC)
"""When the paper was made: just now, as its signatures."""


@pytest.fixture(scope="module")
def once() -> bytes:
    """The paper with the camat's signature."""
    return signed(paper())


def found(data: bytes) -> tuple[Signature, ...]:
    return signatures(data, paper())


def refusal(data: bytes) -> str:
    with pytest.raises(AppendedError) as caught:
        found(data)
    genuine, told, _ = judged(data, paper(), MADE)
    assert not genuine
    assert told[0] == "TIDAK COCOK dengan yang dihasilkan commit itu."
    return str(caught.value)


def test_two_offices_sign_one_after_the_other(once: bytes) -> None:
    """Who, when by whose clock, by which certificate; and what nobody here can judge."""
    one, other = found(signed(once, HEAD_FIELD, head(), clock=clock()))
    assert (one.place, one.seal.certificate.name) == (CAMAT_PLACE, "Ratna Wulandari")
    assert other.place == "Tanda tangan Kepala Kanppeko Jakarta Pusat, Budi Santoso"
    assert one.seal.top.name == "Induk Uji"
    assert (one.seal.authority, other.seal.authority) == ("", "Cap Waktu Uji")
    assert one.seal.moment
    assert other.seal.moment
    genuine, told, _ = judged(once, paper(), MADE)
    assert genuine
    text = "\n".join(told)
    assert told[0].startswith("COCOK: byte demi byte yang dihasilkan commit itu, dan sesudahnya")
    assert f"Tanda tangan elektronik: utuh, pada “{CAMAT_PLACE}”." in text
    assert "Menurut sertifikatnya: Ratna Wulandari, diterbitkan Induk Uji; berlaku" in text
    assert "menurut penanda tangan sendiri" in text
    assert "Yang TIDAK dinilai di sini: apakah penerbit" in told[-1]


def test_verify_judges_a_signed_report_as_any_other(published: Published, tmp_path: Path) -> None:
    """It is built again, and found behind the signatures; one digit more makes a forgery."""
    file = tmp_path / "laporan.pdf"
    data = (published.site / REPORT).read_bytes()
    file.write_bytes(signed(data, "laporan-camat-1"))
    done = published.verify(file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tanda tangan elektronik: utuh, pada “Tanda tangan Camat Cempaka Putih" in done.stdout
    assert "Tanda tangan: tidak ada (laporan.pdf.sig tidak ditemukan)." in done.stdout
    file.write_bytes(signed(data, "laporan-camat-1", change=other_title))
    done = published.verify(file)
    assert done.returncode == 1, done.stdout
    assert "bukan tanda tangan elektronik saja" in done.stdout
    assert "keterangan berkasnya diubah (/Title)." in done.stdout


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED}, CAMAT_PLACE),
        ({"by": head(), "signer": {"prefer_pss": True}, "md_algorithm": "sha512"}, CAMAT_PLACE),
        ({"place": "Signature1"}, ""),
        (
            {"place": "S", "new": SigFieldSpec("S", on_page=1, box=(330, 470, 530, 510))},
            CAMAT_PLACE,
        ),
        ({"reason": "Setuju (\\) é", "location": "Jakarta", "certify": False}, CAMAT_PLACE),
    ],
    ids=["pkcs7", "pss", "tanpa tampilan", "di dalam tempatnya", "alasan"],
)
def test_signatures_as_programs_make_them_are_recognised(
    options: dict[str, object], place: str
) -> None:
    (one,) = found(signed(paper(), **options))  # type: ignore[arg-type]
    assert one.place == place


def proven(data: bytes, place: str, by: Holder, *, lasting: bool) -> bytes:
    """A file with one more signature and its proofs: PAdES-LT, or -LTA with a stamp over both."""
    context = ValidationContext(trust_roots=[root().shown], allow_fetching=False)
    options = {"embed_validation_info": True, "validation_context": context}
    options["use_pades_lta"] = lasting
    return signed(data, place, by, clock=clock(), **options)  # type: ignore[arg-type]


def test_proofs_of_validity_that_nobody_signed_are_told_and_not_judged() -> None:
    """A DSS behind one signature; it grows with the next, and behind the time stamp over both."""
    data = proven(paper(), CAMAT_FIELD, camat(), lasting=False)
    data = proven(data, HEAD_FIELD, head(), lasting=True)
    signs = [(one.is_stamp, one.has_proofs) for one in found(data)]
    assert signs == [(False, True), (False, False), (True, True)]
    genuine, told, somebody = judged(data, paper(), MADE)
    assert genuine
    assert somebody
    assert sum("bukti keabsahan (DSS) yang tidak ditandatangani" in line for line in told) == 2


def test_a_time_stamp_alone_is_nobodys_signature_and_takes_nobodys_place() -> None:
    data = stamped(paper(), "Cap")
    genuine, told, somebody = judged(data, paper(), MADE)
    assert genuine
    assert not somebody
    assert "Cap waktu elektronik atas dokumen: utuh, tanpa tampilan." in told
    assert "menempati tempat tanda tangan" in refusal(stamped(paper(), CAMAT_FIELD))


def test_the_first_signature_says_whether_another_may_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A certification (DocMDP)."""
    opened = signed(paper(), certify=True)
    assert len(found(signed(opened, HEAD_FIELD, head()))) == 2
    closed = signed(paper(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    assert len(found(closed)) == 1
    monkeypatch.setattr("pyhanko.sign.validation.read_certification_data", lambda _: None)
    assert "padahal sudah dikunci" in refusal(signed(closed, HEAD_FIELD, head()))


def test_an_old_signature_counts_but_its_name_could_be_swapped(once: bytes) -> None:
    """PKCS#7 as iText 5 and PDFBox make it: nobody signs for the certificate."""

    def unnamed(content: cms.SignedData) -> None:
        signer = content["signer_infos"][0]
        kept = [one for one in signer["signed_attrs"] if "certificate" not in one["type"].native]
        signer["signed_attrs"] = cms.CMSAttributes(kept)
        key = camat().key
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        said = b"\x31" + signer["signed_attrs"].dump()[1:]
        signer["signature"] = key.sign(said, ec.ECDSA(hashes.SHA256()))

    old = signed(paper(), subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    genuine, told, _ = judged(rewritten(old, unnamed), paper(), MADE)
    assert genuine
    assert any("sertifikatnya tidak ikut ditandatangani" in line for line in told)
    assert "padahal PAdES mewajibkannya" in refusal(rewritten(once, unnamed))


def test_a_time_far_from_when_the_paper_was_made_is_told(once: bytes) -> None:
    def told(made: datetime) -> str:
        return "\n".join(judged(once, paper(), made).told)

    assert "hari sesudah dokumen" not in told(MADE - timedelta(days=30))
    assert "Waktu itu 40 hari sesudah dokumen ini dibuat." in told(MADE - timedelta(days=40))
    assert "mendahului pembuatan dokumennya" in told(MADE + timedelta(days=2))


def test_a_number_that_held_or_listed_objects_is_never_used_again() -> None:
    """Readers that look for objects themselves find what such a stream held."""

    def packed(file: Writer) -> None:
        fonts_for_text(file)
        holders.append(next(iter(file.object_streams)))

    def again(file: Writer) -> None:
        number = int(re.findall(rb"(\d+) 0 obj\s*<<[^>]*/ObjStm", data[len(paper()) :])[0])
        file.objects[0, number] = generic.DictionaryObject()
        form_of(file)["/DR"] = generic.IndirectObject(number, 0, file)

    holders: list[object] = []
    data = signed(paper(), change=packed)
    assert found(data)
    assert "menimpa objek yang sudah ada" in refusal(signed(data, HEAD_FIELD, head(), change=again))


def form_of(file: Writer) -> generic.DictionaryObject:
    form: generic.DictionaryObject = file.root["/AcroForm"]
    file.update_container(form)
    return form


def field_of(file: Writer, number: int = 1) -> generic.DictionaryObject:
    """A field: the head of planning's is the first, the camat's the second."""
    field: generic.DictionaryObject = form_of(file)["/Fields"][number]
    file.update_container(field)
    return field


def page_of(file: Writer, number: int = 1) -> generic.DictionaryObject:
    page: generic.DictionaryObject = file.root["/Pages"]["/Kids"][number]
    file.update_container(page)
    return page


def shape(file: Writer, drawn: bytes = b"0 0 99 99 re f") -> generic.IndirectObject:
    """A drawing, as an object of its own."""
    facts = {
        name("/Type"): name("/XObject"),
        name("/Subtype"): name("/Form"),
        name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99))),
    }
    return file.add_object(generic.StreamObject(facts, stream_data=drawn))


def annotation(file: Writer, kind: str = "/FreeText") -> generic.IndirectObject:
    facts = {
        name("/Type"): name("/Annot"),
        name("/Subtype"): name(kind),
        name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 600, 300, 700))),
        name("/AP"): generic.DictionaryObject({name("/N"): shape(file)}),
    }
    return file.add_object(generic.DictionaryObject(facts))


def script(file: Writer) -> generic.DictionaryObject:
    said = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
    return generic.DictionaryObject(said)


def fonts_for_text(file: Writer) -> None:
    """What iText and PDFBox add with every new field, though nothing shows in it."""
    packed = file.prepare_object_stream()
    form = form_of(file)
    form["/DR"] = file.add_object(generic.DictionaryObject(), obj_stream=packed)
    form["/DA"] = generic.pdf_string("/Helv 0 Tf 0 g ")


def profile_apart(file: Writer) -> None:
    """As PDFBox does: the same, but as an object of its own."""
    intents = file.root["/OutputIntents"]
    intents[0] = file.add_object(intents[0])
    file.update_root()


@pytest.mark.parametrize("change", [fonts_for_text, profile_apart])
def test_what_programs_write_anew_without_changing_anything_is_no_forgery(change: Change) -> None:
    (one,) = found(signed(paper(), change=change))
    assert one.place == CAMAT_PLACE


# What an office that may sign could slip into its own update; each is signed by a good key.


def other_content(file: Writer) -> None:
    page_of(file)["/Contents"] = file.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f"))


def content_overwritten(file: Writer) -> None:
    reference = page_of(file, 0)["/Contents"].raw_get(1).reference
    file.objects[0, reference.idnum] = generic.StreamObject(stream_data=b"")


def furniture_overwritten(file: Writer) -> None:
    """Shadow attack, replace: what the page refers to gets another content."""
    shapes = page_of(file)["/Resources"]["/XObject"]
    reference = shapes.raw_get(next(iter(shapes))).reference
    file.objects[0, reference.idnum] = generic.StreamObject(
        {name("/Type"): name("/XObject"), name("/Subtype"): name("/Form")}, stream_data=b"0 g"
    )


def font_overwritten(file: Writer) -> None:
    """Shadow attack: the same codes, other letters."""
    fonts = page_of(file)["/Resources"]["/Font"]
    reference = fonts.raw_get(next(iter(fonts))).reference
    file.objects[0, reference.idnum] = generic.DictionaryObject({name("/Type"): name("/Font")})


def attachment_overwritten(file: Writer) -> None:
    spec = file.root["/AF"][0]
    reference = spec["/EF"].raw_get("/F").reference
    file.objects[0, reference.idnum] = generic.StreamObject(stream_data=b"{}")


def attachment_added(file: Writer) -> None:
    file.root["/AF"].append(file.add_object(generic.DictionaryObject()))
    file.update_root()


def page_added(file: Writer) -> None:
    pages = file.root["/Pages"]
    pages["/Kids"].append(file.add_object(generic.DictionaryObject({name("/Type"): name("/Page")})))
    pages["/Count"] = generic.NumberObject(3)
    file.update_container(pages)


def page_gone(file: Writer) -> None:
    pages = file.root["/Pages"]
    del pages["/Kids"][0]
    file.update_container(pages)


def page_turned(file: Writer) -> None:
    page_of(file)["/Rotate"] = generic.NumberObject(180)


def note_over_text(file: Writer) -> None:
    page_of(file)["/Annots"].append(annotation(file))


def note_alone(file: Writer) -> None:
    page_of(file, 0)["/Annots"] = generic.ArrayObject([annotation(file, "/Stamp")])


def field_taken_from_page(file: Writer) -> None:
    """Shadow attack, hide: the other office's place disappears."""
    del page_of(file)["/Annots"][0]


def other_field_renamed(file: Writer) -> None:
    field_of(file, 0)["/TU"] = generic.pdf_string("Tanda tangan Lurah")


def place_renamed(file: Writer) -> None:
    field_of(file)["/TU"] = generic.pdf_string("Tanda tangan Gubernur")


def place_moved(file: Writer) -> None:
    field_of(file)["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (70, 70, 500, 800)))


def place_hidden(file: Writer) -> None:
    field_of(file)["/F"] = generic.NumberObject(2)


def place_without_size(file: Writer) -> None:
    """Some readers draw what has no size unscaled and uncut."""
    drawn = shape(file)
    drawn.get_object()["/BBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 0, 0)))
    field = generic.DictionaryObject(
        {
            name("/FT"): name("/Sig"),
            name("/T"): generic.pdf_string("Ruas"),
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (330, 470, 330, 470))),
            name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
        }
    )
    form_of(file)["/Fields"].append(reference := file.add_object(field))
    page_of(file)["/Annots"].append(reference)


def look_moved(file: Writer) -> None:
    """What is drawn within its sides, but elsewhere; readers round differently."""
    place_without_size(file)
    moved = map(generic.NumberObject, (1, 0, 0, 1, 10**12, 10**12))
    form_of(file)["/Fields"][-1]["/AP"]["/N"]["/Matrix"] = generic.ArrayObject(moved)


def place_acts(file: Writer) -> None:
    field_of(file)["/AA"] = generic.DictionaryObject({name("/E"): script(file)})


def text_field(file: Writer) -> None:
    field = annotation(file, "/Widget").get_object()
    field["/FT"], field["/T"] = name("/Tx"), generic.pdf_string("Nilai")
    form_of(file)["/Fields"].append(file.add_object(field))


def text_look(file: Writer) -> None:
    form_of(file)["/DA"] = generic.pdf_string("/Helv 40 Tf 1 g")


def another_form_inside(file: Writer) -> None:
    form_of(file)["/XFA"] = file.add_object(generic.StreamObject(stream_data=b"<xdp/>"))


def action_on_opening(file: Writer) -> None:
    file.root["/OpenAction"] = script(file)
    file.update_root()


def scripts_by_name(file: Writer) -> None:
    file.root["/Names"]["/JavaScript"] = script(file)
    file.update_root()


def layers(file: Writer) -> None:
    """Shadow attack, hide: optional content that is switched later."""
    file.root["/OCProperties"] = generic.DictionaryObject()
    file.update_root()


def other_form(file: Writer) -> None:
    fields = generic.DictionaryObject({name("/Fields"): file.root["/AcroForm"]["/Fields"]})
    file.root["/AcroForm"] = file.add_object(fields)
    file.update_root()


def read_otherwise(file: Writer) -> None:
    """What is read aloud is another text."""
    tree = file.root["/StructTreeRoot"]
    tree["/K"] = generic.ArrayObject()
    file.update_container(tree)


def other_title(file: Writer) -> None:
    info = file.trailer["/Info"]
    info["/Title"] = generic.pdf_string("Lain")
    file.update_container(info)


def usage_rights(file: Writer) -> None:
    """What once let Adobe's reader change more."""
    rights = generic.DictionaryObject({name("/UR3"): generic.DictionaryObject()})
    file.root["/Perms"] = rights
    file.update_root()


def hidden_object(file: Writer) -> None:
    """Shadow attack, hide and replace: put in now, brought out by a later update."""
    shape(file)


WITH_SIGNATURE: dict[Change, str] = {
    other_content: "halaman 2 diubah (/Contents)",
    content_overwritten: "dari dokumen aslinya diganti",
    furniture_overwritten: "dari dokumen aslinya diganti",
    font_overwritten: "dari dokumen aslinya diganti",
    attachment_overwritten: "dari dokumen aslinya diganti",
    attachment_added: "katalognya diubah (/AF)",
    page_added: "dari dokumen aslinya diganti",
    page_gone: "dari dokumen aslinya diganti",
    page_turned: "halaman 2 diubah (/Rotate)",
    note_over_text: "halaman 2 mendapat catatan (anotasi) yang bukan tanda tangan",
    note_alone: "halaman 1 mendapat catatan (anotasi) yang bukan tanda tangan",
    field_taken_from_page: "halaman 2 mendapat catatan (anotasi) yang bukan tanda tangan",
    other_field_renamed: "lebih dari satu ruas diubah sekaligus",
    place_renamed: f"ruas “{CAMAT_PLACE}” diubah (/TU)",
    place_moved: "tampilan tanda tangannya berada di luar tempat yang disediakan",
    place_hidden: "ruas tanda tangannya disembunyikan",
    place_without_size: "tampilan tanda tangannya tidak berukuran",
    look_moved: "tampilan tanda tangannya digeser atau diubah ukurannya (/Matrix)",
    place_acts: f"ruas “{CAMAT_PLACE}” diubah (/AA)",
    text_field: "lebih dari satu ruas diubah sekaligus",
    text_look: "formulirnya diubah (/DA)",
    another_form_inside: "formulirnya diubah (/XFA)",
    action_on_opening: "katalognya diubah (/OpenAction)",
    scripts_by_name: "katalognya diubah (/Names)",
    layers: "katalognya diubah (/OCProperties)",
    usage_rights: "katalognya diubah (/Perms)",
    other_form: "formulirnya diganti",
    read_otherwise: "dari dokumen aslinya diganti",
    other_title: "keterangan berkasnya diubah (/Title)",
    hidden_object: "bukan bagian tanda tangan",
}


@pytest.mark.parametrize("change", WITH_SIGNATURE, ids=lambda one: one.__name__)
def test_what_was_altered_and_signed_at_once_is_a_forgery(change: Change) -> None:
    place = "Ruas" if change in {place_without_size, look_moved} else CAMAT_FIELD
    assert WITH_SIGNATURE[change] in refusal(signed(paper(), place, change=change))


@pytest.mark.parametrize(
    "change",
    [other_content, note_over_text, attachment_overwritten, layers, hidden_object, text_look],
    ids=lambda one: one.__name__,
)
def test_what_was_altered_after_signing_is_a_forgery(once: bytes, change: Change) -> None:
    """Incremental saving attack: the signature itself still fits."""
    assert refusal(changed(once, change))
    assert refusal(signed(once, HEAD_FIELD, head(), change=change))


def fields_of(data: bytes) -> bytes:
    """The camat's field as a signed file has it."""
    found = re.findall(rb"\n38 0 obj\n(.*?)\nendobj", data, re.DOTALL)
    return bytes(found[-1])


def by_hand(once: bytes) -> dict[str, tuple[bytes, str]]:
    """Updates that no library writes, behind a good signature; and what is said of each."""
    bare, end, first = paper(), len(once), last_list(paper())
    free = b"xref\n10 1\n0000000000 00001 f \n"
    free += b"trailer\n<< /Size 600 /Root 3 0 R /Info 7 0 R /Prev %d >>\n"
    ending = b"startxref\n%d\n%%%%EOF\n" % end
    one = b"500 0 obj\n<< >>\nendobj\n"
    twice = b"xref\n500 1\n%010d 00000 n \n500 1\n%010d 00000 n \ntrailer\n<< /Prev %d >>\n"
    gone = fields_of(once).replace(b"/V ", b"/W ")
    to_original = once[: once.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % first
    hidden = b"<< /Type /ObjStm /N 0 /First 0 /Length 0 >>\nstream\n\nendstream"
    before = last_list(once)
    row, info = b"\1%s\0\0" % end.to_bytes(4), b"/Root 3 0 R /Info 7 0 R /Prev %d" % before

    def stream(facts: bytes, data: bytes = row) -> bytes:
        made = b"500 0 obj\n<< /Type /XRef /Length %d %s %s >>\nstream\n%s\nendstream\nendobj\n"
        return once + made % (len(data), info, facts, data) + ending

    many = b"xref\n" + b"".join(b"%d 1\n%010d 00001 f \n" % (n, 0) for n in range(600, 2700))
    odd = "tidak tersusun menurut aturan"
    listed = b"/W [1 4 2] /Index [500 1] /Size 501"
    return {
        "daftar": (stream(listed), "ada pembaruan tanpa tanda tangan"),
        "jumlah kurang": (stream(listed.replace(b"501", b"5")), "(/Size) tidak benar"),
        "jumlah lebih": (stream(listed.replace(b"501", b"4194305")), "(/Size) tidak benar"),
        "tanpa jumlah": (stream(listed.replace(b"501", b"(501)")), "(/Size) tidak benar"),
        "lebar": (stream(b"/W [1 40 2] /Index [500 1] /Size 501", b"\1" + bytes(42)), odd),
        "indeks": (stream(b"/W [1 4 2] /Index [500] /Size 501"), odd),
        "berbaris": (
            stream(
                listed + b" /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >>",
                zlib.compress(b"\2" + row),
            ),
            "ada pembaruan tanpa tanda tangan",
        ),
        "cara lain": (
            stream(
                listed + b" /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >>",
                zlib.compress(b"\4" + row),
            ),
            "dimampatkan dengan cara lain",
        ),
        "teks": (
            appended(once, {500: b"(\n7 0 obj\n<< >>\nendobj\n)"}),
            "dapat dibaca sebagai objek lain",
        ),
        "saringan": (stream(listed + b" /Filter [/FlateDecode]"), "dimampatkan dengan cara lain"),
        "di luar": (stream(listed + b" /F (x)"), "disimpan di tempat lain"),
        "terlalu banyak": (once + many + ending, "jauh lebih banyak"),
        "untai": (appended(once, {500: b"(%s)" % (rb"\a" * 99999)}), "jauh lebih banyak"),
        "angka besar": (appended(once, {500: b"9" * 5000}), odd),
        "nomor besar": (appended(once, {500: b"[4294967306 1 R]"}), odd),
        "tersembunyi": (appended(once, {500: hidden}), "memuat atau mendaftar objek di luar"),
        "renggang": (
            once.replace(b"startxref\n%d" % before, b"startxref\n\n%d" % before),
            "akhir berkasnya bukan akhir PDF",
        ),
        "jauh": (appended(once + b" " * 2000, {}), "ruang kosong atau catatan yang panjang"),
        "catatan": (appended(once + b"%trailer 0\n", {}), "byte di antara objek-objeknya"),
        "catatan akhir": (once + b"% catatan\n", "akhir berkasnya bukan akhir PDF"),
        "kosong": (appended(once, {}), "ada pembaruan tanpa tanda tangan"),
        "belum ada tanda tangan": (appended(bare, {}), "ada pembaruan tanpa tanda tangan"),
        "ditarik": (appended(once, {38: gone}), "ada pembaruan tanpa tanda tangan"),
        "dikosongkan": (appended(once, {38: b"null"}), "ada pembaruan tanpa tanda tangan"),
        "katalog": (appended(once, {3: b"[ ]"}), "isinya tidak tersusun menurut aturan PDF"),
        "dihapus": (once + free % last_list(once) + ending, "menimpa objek yang sudah ada"),
        "tidak didaftar": (
            once + one + listing(once + one, {}, last_list(once)),
            "ada byte di antara objek-objeknya yang tidak didaftar",
        ),
        "tempat lain": (
            once + one + listing(once + one, {500: end + 1}, last_list(once)),
            "objek 500 tidak ada di tempat yang didaftar",
        ),
        "nomor lain": (
            once + one + listing(once + one, {501: end}, last_list(once)),
            "objek 501 tidak ada di tempat yang didaftar",
        ),
        "dua kali": (
            once + twice % (end, end, last_list(once)) + ending,
            "objek 500 didaftar dua kali",
        ),
        "melompati tanda tangan": (
            once + one + listing(once + one, {500: end}, first),
            "tidak ada di tempat yang didaftar",
        ),
        "menunjuk aslinya": (to_original, "byte yang tidak termasuk pembaruan mana pun"),
        "menunjuk dirinya": (once + listing(once, {}, end), "tidak bersambung sampai dokumen asli"),
        "bercabang": (appended(once, {}, b"/XRefStm 99"), "bercabang atau terenkripsi"),
        "terenkripsi": (appended(once, {}, b"/Encrypt 500 0 R"), "bercabang atau terenkripsi"),
        "kunci ganda": (appended(once, {}, b"/Root 500 0 R"), "tertulis dua kali"),
        "menjorok": (appended(once, {500: b"[" * 99 + b"]" * 99}), "tidak tersusun menurut aturan"),
        "angka": (appended(once, {500: b"<< /A 1.2.3 >>"}), "tidak tersusun menurut aturan"),
        "generasi": (
            once
            + b"500 1 obj\nnull\nendobj\n"
            + listing(once + b"500 1 obj\nnull\nendobj\n", {500: end}, last_list(once)),
            "ada objek bergenerasi lain dari 0",
        ),
        "panjang": (
            appended(once, {500: b"<< /Length 9999999 >>\nstream\nx\nendstream"}),
            "tidak tersusun menurut aturan",
        ),
    }


def test_no_game_with_lists_and_objects_passes(once: bytes) -> None:
    for kind, (data, told) in by_hand(once).items():
        assert told in refusal(data), kind


def dss(once: bytes, store: bytes, proof: bytes, more: bytes = b"", behind: bytes = b"") -> bytes:
    """A signed file, or another it may be `behind`, with one more update: only proofs."""
    catalogue = re.findall(rb"\n3 0 obj\n?(.*?)\n?endobj", once, re.DOTALL)[-1].rstrip()
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(proof), proof)
    root_with = catalogue[:-2] + b" /DSS 500 0 R %s >>" % more
    return appended(behind or once, {3: root_with, 500: store, 501: stream})


def test_proofs_of_validity_are_that_and_nothing_else(once: bytes) -> None:
    """Nobody signs them, so anybody could append something else in their place."""
    one, good = b"<< /Certs [501 0 R] >>", root().shown.dump()
    assert [one.has_proofs for one in found(dss(once, one, good))] == [True]
    other = "bukti keabsahannya (DSS) memuat isi lain"
    for data, told in {
        dss(once, one, b"0 0 99 99 re f"): other,
        dss(once, one, good + b"<< >>"): other,
        dss(once, one, good[:4] + b"\n7 0 obj\n" + good[13:]): "sebagai objek lain",
        dss(once, b"<< /Certs [501 0 R] /JS (app.alert) >>", good): other,
        dss(once, b"<< /VRI << /A << /Cert [501 0 R] >> >> >>", good): other,
        dss(once, b"<< /Certs [501 0 R] /Type (%s) >>" % (b"x" * 99), good): other,
        dss(once, b"<< /Certs [81 0 R] >>", good): other,
        dss(once, b"<< /VRI 501 0 R >>", good): "tidak tersusun menurut aturan",
        dss(once, b"<< >>", good): "bukan bagian tanda tangan",
        dss(once, one, good, b"/OpenAction << /S /JavaScript >>"): "(/OpenAction)",
        dss(once, one, good, behind=paper()): "ada pembaruan tanpa tanda tangan",
    }.items():
        assert told in refusal(data), told


def test_extensions_name_versions_of_the_rules_and_nothing_else() -> None:
    named = {"/BaseVersion": "/2.0", "/ExtensionLevel": 32002}
    held = {8: named, 9: [Ref(8, 0)]}.get
    refuse_other_extensions({"/ESIC": named, "/ISO_": Ref(9, 0)}, held)
    odd: list[Any] = [{"/S": "/JavaScript"}, {"/URL": Ref(8, 0)}, [[]]]
    for value in odd:
        with pytest.raises(AppendedError):
            refuse_other_extensions({"/A": value}, held)


def test_a_truth_is_no_number(once: bytes) -> None:
    """To programs that read PDF, `/Marked 1` is not what `/Marked true` was."""
    data = dss(once, b"<< /Certs [501 0 R] >>", root().shown.dump())
    assert b"/Marked true" in data
    assert "(/MarkInfo" in refusal(data[: len(once)] + data[len(once) :].replace(b"true", b"1   "))


def test_what_other_programs_draw_otherwise_is_no_look_of_a_signature() -> None:
    """Drawings from elsewhere, in layers, for printers only; or without any size."""
    rect, plain = [330, 470, 365, 505], {"/Subtype": "/Form", "/BBox": [0, 0, 35, 35]}

    def judge(rect: list[int], facts: dict[str, Any], inner: dict[str, Any]) -> None:
        within = {"/Resources": {"/XObject": {"/X": Ref(8, 0)}}}
        drawings = {9: Stream({**facts, **within}, b"/X Do"), 8: Stream(inner, b"x")}
        refuse_other_looks({"/AP": {"/N": Ref(9, 0)}, "/Rect": rect}, 5, drawings.get)

    judge(rect, plain, {"/Subtype": "/Image"})
    elsewhere, flat = "dapat tampil lain", "tidak berukuran"
    for place, facts, inner, told in (
        (rect, plain, {"/Subtype": "/Form", "/Ref": {}}, elsewhere),
        (rect, {**plain, "/OC": {}}, {}, elsewhere),
        (rect, plain, {"/Subtype": "/Image", "/Alternates": []}, elsewhere),
        (rect, plain, {"/Subtype": "/PS"}, elsewhere),
        ([0, 0, 0, 0], {**plain, "/BBox": [0, 0, 595, 842]}, {}, flat),
        ([330, 470, 330, 505], plain, {}, flat),
        (rect, {**plain, "/BBox": [0, 0, 0, 35]}, {}, flat),
    ):
        with pytest.raises(AppendedError, match=told):
            judge(place, facts, inner)


def with_contents(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A signed file whose signature is written otherwise, in as many bytes."""
    found = re.search(rb"/Contents <([0-9a-fA-F]+)>", data)
    assert found
    digits = change(found[1])
    assert len(digits) == len(found[1])
    return data[: found.start(1)] + digits + data[found.end(1) :]


def with_range(data: bytes, *wanted: int) -> bytes:
    """A signed file that says to be signed over these pieces, in as many bytes."""
    found = re.search(rb"/ByteRange \[[0-9 ]+\]", data)
    assert found
    said = b"/ByteRange [" + b" ".join(b"%d" % one for one in wanted)
    return data[: found.start()] + said.ljust(len(found[0]) - 1) + b"]" + data[found.end() :]


def test_a_signature_counts_only_over_everything_before_it_and_as_it_was_made(once: bytes) -> None:
    begin, stop = re.search(rb"<[0-9a-fA-F]{999,}>", once).span()  # type: ignore[union-attr]
    rest = len(once) - stop
    assert found(with_range(once, 0, begin, stop, rest)) == found(once)
    for pieces in (
        (0, begin, stop, rest - 200),
        (0, begin, stop + 50, rest - 50),
        (0, begin - 50, stop, rest),
        (9, begin - 9, stop, rest),
        (0, begin, stop, rest + 9),
        (0, 10, 20, begin - 20),
        (0, begin, stop, 0),
        (0, len(once)),
    ):
        assert "bukan seluruh berkas" in refusal(with_range(once, *pieces)), pieces
    another = re.search(rb"<([0-9a-fA-F]{999,})>", signed(paper(), reason="Lain"))
    assert another
    for change, told in {
        lambda digits: digits[:-2] + b"41": "di belakang tanda tangannya ada isi lain",
        lambda digits: digits[:-2] + b"  ": "bukan satu deret angka heksadesimal",
        lambda digits: b"0" * len(digits): "tidak dapat dibaca",
        lambda digits: b"04" + digits[2:]: "tidak dapat dibaca",
        lambda digits: another[1][: len(digits)].ljust(len(digits), b"0"): "lain dari isi berkas",
    }.items():
        assert told in refusal(with_contents(once, change)), told


def test_wrapping_a_signature_around_other_content_fails(once: bytes) -> None:
    """The signed pieces stay as they are, but something stands between them or elsewhere."""
    begin, stop = re.search(rb"<[0-9a-fA-F]{999,}>", once).span()  # type: ignore[union-attr]
    slipped = b"\n500 0 obj\n(Lain)\nendobj\n"
    assert refusal(once[:stop] + slipped + once[stop:])
    assert refusal(once[:begin] + slipped + once[begin:])
    assert refusal(once[: len(paper())] + slipped + once[len(paper()) :])
    assert refusal(once + once[len(paper()) :])


def stranger(**options: object) -> bytes:
    return signed(paper(), **options)  # type: ignore[arg-type]


def test_a_signature_that_does_not_fit_its_certificate_says_why() -> None:
    ended = Holder("Ratna Wulandari", issuer=root(), until=2017)
    assert "di luar masa berlaku" in refusal(stranger(by=ended))
    wrong = Holder("Ratna Wulandari", issuer=root())
    object.__setattr__(wrong, "key", camat().key)
    assert "tidak dibuat dengan kunci sertifikatnya" in refusal(stranger(by=wrong))
    weak = {"md_algorithm": "sha1", "subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED}
    assert "tidak aman lagi (sha1)" in refusal(stranger(by=head(), **weak))


def test_an_issuer_may_issue_only_what_it_was_allowed_to() -> None:
    below = Holder("Anak", issuer=Holder("Induk Lain", ca=True, path=0), ca=True)
    for issuer, top in (
        (below.issuer, "Induk Lain"),
        (below, "Anak"),
        (Holder("Tanpa hak", ca=True, may_issue=False), "Ratna Wulandari"),
    ):
        (one,) = found(stranger(by=Holder("Ratna Wulandari", issuer=issuer)))
        assert one.seal.top.name == top


def test_who_holds_a_certificate_does_not_thereby_issue_others() -> None:
    """Or anybody with one could let the state's own root stand above an invented name."""
    data = stranger(by=Holder("Gubernur", issuer=camat()))
    (one,) = found(data)
    assert one.seal.top == one.seal.certificate
    told = "\n".join(judged(data, paper(), MADE)[1])
    assert "Gubernur, penerbitnya tidak dapat diperiksa" in told
    assert "diterbitkan" not in told


def test_a_key_too_weak_and_a_clock_of_anybody_are_refused() -> None:
    weak = Holder("Ratna Wulandari", rsa.generate_private_key(65537, 1024), issuer=root())  # noqa: S505 - what is to be refused
    assert "kuncinya terlalu lemah (RSA 1024 bit)" in refusal(stranger(by=weak))
    short = Holder("Ratna Wulandari", ec.generate_private_key(ec.SECP224R1()), issuer=root())
    assert "kuncinya terlalu lemah (EC 224 bit)" in refusal(stranger(by=short))
    anybody = DummyTimeStamper(head().shown, head().secret, certs_to_embed=head().chain)
    assert "cap waktunya" in refusal(stranger(clock=anybody))


def rewritten(data: bytes, change: Callable[[cms.SignedData], object]) -> bytes:
    """A signed file whose signature is other, but still whole."""

    def other(digits: bytes) -> bytes:
        info = cms.ContentInfo.load(bytes.fromhex(digits.decode()))
        change(info["content"])
        return bytes(info.dump(force=True).hex().encode().ljust(len(digits), b"0"))

    return with_contents(data, other)


def test_metadata_say_nothing_beside_what_programs_change() -> None:
    packet = b"<a xmlns:p='http://ns.adobe.com/pdf/1.3/'><p:Producer>%s</p:Producer><b>x</b>%s</a>"
    before = packet % (b"Satu", b"")
    assert same_metadata(before, packet % (b"Dua", b""))
    assert not same_metadata(before, packet % (b"Satu", b"Tambahan"))
    assert not same_metadata(before, packet % (b"<b>Tambahan</b>", b""))


def test_a_time_in_the_future_is_the_word_of_the_signer(
    once: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature_words, "_CLOCKS_DIFFER", timedelta(days=-1))
    told = "\n".join(judged(once, paper(), MADE)[1])
    assert "menurut penanda tangan sendiri, padahal itu masa depan" in told


def test_a_certificate_beside_the_signers_that_nobody_can_read_is_refused(once: bytes) -> None:
    def odd(field: str, value: object) -> Callable[[cms.SignedData], object]:
        def change(content: cms.SignedData) -> None:
            made = camat().shown.copy()
            made["tbs_certificate"][field] = value
            more = cms.CertificateChoices("certificate", made)
            content["certificates"] = cms.CertificateSet([*content["certificates"], more])

        return change

    assert "tidak dapat dibaca" in refusal(rewritten(once, odd("serial_number", -5)))
    assert "tidak dapat dibaca" in refusal(rewritten(once, odd("version", 1)))


def test_a_field_is_signed_once(once: bytes) -> None:
    def again(file: Writer) -> None:
        field = field_of(file)
        del field["/V"]

    assert "ada pembaruan tanpa tanda tangan" in refusal(
        signed(once, CAMAT_FIELD, head(), change=again)
    )
    box = SigFieldSpec("S", on_page=1, box=(330, 470, 530, 510))
    assert "di luar tempat yang disediakan" in refusal(signed(once, "S", head(), new=box))
    form = b"<< /Fields [ 37 0 R 38 0 R 500 0 R ] /SigFlags 3 >>"
    field = b"<< /FT /Sig /T (%s) /Rect [0 0 0 0] /V 501 0 R >>"
    taken = field % CAMAT_FIELD.encode()
    wide = b"\xfe\xff" + CAMAT_FIELD.encode("utf-16-be")
    for value, told in (
        (taken, "nama ruas barunya sudah dipakai"),
        (field % b"a.b", "nama ruas barunya sudah dipakai"),
        (
            (field % b"?").replace(b"(?)", f"<{wide.hex()}>".encode()),
            "nama ruas barunya sudah dipakai",
        ),
        (taken.replace(b"/V", b"/A << >> /V"), "bukan ruas tanda tangan saja"),
        (taken.replace(b"/Sig", b"/Btn"), "bukan ruas tanda tangan saja"),
        ((field % b"X").replace(b"0 0 0 0", b"0 0 0"), "tidak bersisi empat"),
        (field % b"X", "diubah tetapi tidak ditandatangani"),
    ):
        data = appended(once, {77: form, 500: value, 501: b"<< /Type /Sig >>"})
        assert told in refusal(data), value


def told(data: bytes, **changed: Any) -> tuple[object, ...]:
    (one,) = found(data)
    seal = one.seal
    return (
        one.place,
        one.is_stamp,
        seal.moment,
        seal.authority,
        replace(seal.certificate, **changed),
    )


@given(
    at=st.integers(0, 10**6),
    gone=st.sampled_from([0, 1, 1, 1, 7]),
    put=st.binary(min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_no_byte_of_what_was_appended_can_be_another(
    once: bytes, at: int, gone: int, put: bytes
) -> None:
    """Refused in words, or the same signature: letters of its digits are upper or lower case.

    Nobody signs for the certificates above the signer's: spoilt, they show no issuer.
    """
    at = len(paper()) + at % (len(once) - len(paper()))
    other = once[:at] + (put[:1] if gone == 1 else put) + once[at + gone :]
    with suppress(AppendedError):
        assert told(other) in {told(once), told(once, issuer="")}
