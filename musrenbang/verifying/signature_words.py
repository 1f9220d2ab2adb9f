"""What the signatures of a paper say, and what nobody here can say of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka, tanggal, waktu_wib
from musrenbang.verifying.signed_paper import Signature


def signature_lines(found: Iterable[Signature], made: datetime) -> Iterator[str]:
    """What the signatures of a paper say that was `made` at some time."""
    for one in found:
        seal, own = one.seal, one.seal.certificate
        what = "Cap waktu elektronik atas dokumen" if one.is_stamp else "Tanda tangan elektronik"
        yield f"{what}: utuh, {f'pada “{visible(one.place)}”' if one.place else 'tanpa tampilan'}."
        issuer = f"diterbitkan {visible(own.issuer)}" if own.issuer else _NO_ISSUER
        yield (
            f"  Menurut sertifikatnya: {visible(own.name)}, {issuer}; "
            f"berlaku {tanggal(own.first.date())} s.d. {tanggal(own.last.date())}; "
            f"nomor seri {own.serial}; SHA-256 {own.fingerprint}"
        )
        if seal.top != own:
            top = f"{visible(seal.top.name)}; SHA-256 {seal.top.fingerprint}"
            yield f"  Penerbit teratas yang dibawa berkas ini: {top}"
        if not seal.names_certificate:
            yield _UNNAMED
        by = f"cap waktu {visible(seal.authority)}" if seal.authority else "penanda tangan sendiri"
        if seal.moment and seal.moment > datetime.now(UTC) + _CLOCKS_DIFFER:
            by += ", padahal itu masa depan menurut jam komputer ini"
        yield f"  Waktu: {waktu_wib(seal.moment)}, menurut {by}." if seal.moment else _NO_MOMENT
        if seal.moment and (far := _far(seal.moment - made)):
            yield f"  {far}"
        if one.has_proofs:
            yield _PROOFS
    yield _NOT_JUDGED


def _far(after: timedelta) -> str:
    """What is odd about how long after its commit a paper was signed."""
    if after < -_CLOCKS_DIFFER:
        return "Waktu itu mendahului pembuatan dokumennya, jadi salah satu jamnya salah. Tanyakan."
    if after > _LONG:
        return f"Waktu itu {angka(after.days)} hari sesudah dokumen ini dibuat."
    return ""


_LONG = timedelta(days=31)
_CLOCKS_DIFFER = timedelta(days=1)
_NO_ISSUER = "penerbitnya tidak dapat diperiksa (sertifikatnya tidak ikut dalam berkas)"
_NO_MOMENT = "  Waktu: tidak disebut."
_UNNAMED = (
    "  Cara lama (PKCS#7 tanpa ESS): sertifikatnya tidak ikut ditandatangani, sehingga nama itu "
    "dapat ditukar orang lain. Bandingkan SHA-256 itu dengan sertifikat penanda tangan."
)
_PROOFS = (
    "  Sesudahnya ada bukti keabsahan (DSS) yang tidak ditandatangani dan tidak dinilai di sini; "
    "tidak mengubah yang tampak."
)
_NOT_JUDGED = (
    "Yang TIDAK dinilai di sini: apakah penerbit sertifikat itu, dan cap waktunya, diakui negara "
    "(BSrE), dan apakah sertifikatnya pernah dicabut. Siapa pun dapat membuat sertifikat atas nama "
    "orang lain: periksa berkas ini juga pada layanan verifikasi BSrE."
)
