"""The signature itself: that a certificate's key signed exactly these bytes, and what it says.

The mathematics is that of `cryptography`, the structure that of `asn1crypto`. Whether the issuer
is the state's and the certificate still stood is not judged here: neither is known offline.
"""

import hashlib
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from asn1crypto import cms, parser, tsp  # noqa: F401 - tsp makes cms know time stamps
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_CHAIN = 8
"""More certificates above one another than any state has."""
_LARGEST = 2**18
_CERTIFICATES = 20
_RSA_BITS, _EC_BITS = 2048, 256


_UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError, RecursionError, UnsupportedAlgorithm),
    *(x509.DuplicateExtension, x509.ExtensionNotFound, x509.UnsupportedGeneralNameType),
    *(x509.InvalidVersion, UserWarning),
)
"""What the two libraries raise on what is no signature or certificate, or an odd one."""


class SignatureError(Exception):
    """Why a signature does not count, in Indonesian."""


@dataclass(frozen=True)
class Certificate:
    """What a certificate says of itself."""

    name: str
    issuer: str
    """Empty where no certificate in the file shows that this one is its issuer's."""
    serial: str
    first: datetime
    last: datetime
    fingerprint: str
    """SHA-256 of the whole, in hexadecimal digits."""

    @classmethod
    def of(cls, found: x509.Certificate, issuers: Sequence[x509.Certificate]) -> Self:
        return cls(
            _common_name(found.subject),
            _common_name(issuers[0].subject) if issuers else "",
            f"{found.serial_number:X}",
            found.not_valid_before_utc,
            found.not_valid_after_utc,
            found.fingerprint(hashes.SHA256()).hex(),
        )


@dataclass(frozen=True)
class Seal:
    """Who signed according to the certificate, and when according to whom."""

    certificate: Certificate
    top: Certificate
    """The highest issuer that the file brings with it; perhaps the certificate itself."""
    moment: datetime | None
    authority: str
    """Who vouches for the moment: a time-stamping authority, or nobody but the signer."""
    names_certificate: bool = True
    """Whether it signs for its certificate too; else another for the same key could stand here."""


def read_seal(packed: bytes, signed: bytes, claimed: datetime | None, *, must_name: bool) -> Seal:
    """The signature over some bytes; `claimed` is the time that stands beside it.

    PAdES signs for its certificate (ETSI EN 319 142-1, table 1) and so `must_name` it; what was
    common before (ISO 32000-1, 12.8.3.3) need not, which the seal then tells.

    Raises `SignatureError`.
    """
    try:
        with warnings.catch_warnings(action="error"):
            return _seal(packed, signed, claimed, must_name=must_name)
    except _UNREADABLE:
        raise SignatureError("tanda tangannya (CMS) tidak dapat dibaca") from None


def read_stamp(packed: bytes, signed: bytes) -> Seal:
    """A time stamp (RFC 3161) over some bytes. Raises `SignatureError`."""
    try:
        with warnings.catch_warnings(action="error"):
            return _stamp(_content(packed), signed)
    except _UNREADABLE:
        raise SignatureError("cap waktunya tidak dapat dibaca") from None


def _seal(packed: bytes, signed: bytes, claimed: datetime | None, *, must_name: bool) -> Seal:
    content = _content(packed)
    inner = content["encap_content_info"]
    if inner["content_type"].native != "data" or inner["content"].native is not None:
        raise SignatureError("tanda tangannya membawa isinya sendiri")
    signer, certificate, attributes = _verified(content, signed, "data")
    if must_name and not _NAMES & attributes.keys():
        raise SignatureError(_UNNAMED)
    stamps = [
        token
        for one in signer["unsigned_attrs"] or ()
        if one["type"].native == "signature_time_stamp_token"
        for token in one["values"]
    ]
    moment, authority = claimed or attributes.get("signing_time"), ""
    for token in stamps:
        stamp = _stamp(token["content"], signer["signature"].native)
        moment, authority = stamp.moment, stamp.certificate.name
    seal = _in_its_time(certificate, content, moment, authority)
    return replace(seal, names_certificate=bool(_NAMES & attributes.keys()))


def _stamp(content: Any, signed: bytes) -> Seal:
    inner = content["encap_content_info"]
    _, certificate, attributes = _verified(content, inner["content"].contents, "tst_info")
    if not _NAMES & attributes.keys():
        raise SignatureError("cap waktunya tidak menyebut sertifikatnya sendiri (ESS)")
    told: Any = inner["content"].parsed
    imprint = told["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    if (
        name not in _HASHES
        or hashlib.new(name, signed).digest() != imprint["hashed_message"].native
    ):
        raise SignatureError("cap waktunya bukan atas tanda tangan ini")
    uses = [
        one.value for one in certificate.extensions if one.oid == ExtensionOID.EXTENDED_KEY_USAGE
    ]
    if uses != [x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])]:
        raise SignatureError("cap waktunya bukan dari otoritas cap waktu")
    return _in_its_time(
        certificate, content, told["gen_time"].native, _common_name(certificate.subject)
    )


def _in_its_time(
    certificate: x509.Certificate, content: Any, moment: datetime | None, authority: str
) -> Seal:
    issuers = _issuers(certificate, content)
    own = Certificate.of(certificate, issuers)
    if moment and not own.first <= moment <= own.last:
        raise SignatureError("waktunya di luar masa berlaku sertifikatnya")
    top = Certificate.of(issuers[-1], ()) if issuers else own
    return Seal(own, top, moment, authority)


def _content(packed: bytes) -> Any:
    """The signed data of a signature, behind which only zeros may stand."""
    if len(packed) > _LARGEST:
        raise SignatureError("tanda tangannya (CMS) jauh lebih besar daripada semestinya")
    _, _, _, head, body, trailer = parser.parse(packed)
    size = len(head) + len(body) + len(trailer)
    if any(packed[size:]):
        raise SignatureError("di belakang tanda tangannya ada isi lain")
    found = cms.ContentInfo.load(packed[:size], strict=True)
    if found["content_type"].native != "signed_data":
        raise SignatureError("tanda tangannya (CMS) tidak dapat dibaca")
    return found["content"]


def _verified(
    content: Any, signed: bytes, kind: str
) -> tuple[Any, x509.Certificate, dict[str, Any]]:
    """The one signer, the certificate and the signed attributes, where all of them fit."""
    if len(content["signer_infos"]) != 1:
        raise SignatureError("penandatangannya bukan satu")
    if len(content["certificates"]) > _CERTIFICATES:
        raise SignatureError("sertifikat yang ikut terlalu banyak")
    signer = content["signer_infos"][0]
    packed = _signing(signer, content["certificates"])
    certificate = x509.load_der_x509_certificate(packed)
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in _HASHES:
        raise SignatureError(f"sidik jari isinya memakai cara yang tidak aman lagi ({name})")
    attributes: dict[str, Any] = {}
    for one in signer["signed_attrs"]:
        key = one["type"].native
        if key in attributes or len(one["values"]) != 1:
            raise SignatureError("keterangan yang ditandatangani berulang")
        attributes[key] = one["values"][0].native
    if attributes.get("content_type") != kind:
        raise SignatureError("tanda tangannya dibuat untuk jenis isi yang lain")
    if attributes.get("message_digest") != hashlib.new(name, signed).digest():
        raise SignatureError("isi yang ditandatangani lain dari isi berkas ini")
    _refuse_other(attributes, packed)
    said = signer["signed_attrs"].dump()
    _check(certificate, signer, name, b"\x31" + said[1:])
    return signer, certificate, attributes


_NAMES = frozenset({"signing_certificate", "signing_certificate_v2"})
_UNNAMED = (
    "tanda tangannya tidak menyebut sertifikatnya sendiri (ESS), padahal PAdES mewajibkannya: "
    "sertifikatnya dapat ditukar"
)


def _refuse_other(attributes: dict[str, Any], packed: bytes) -> None:
    """Raise where another certificate than this one is signed for (ESS)."""
    for key in _NAMES & attributes.keys():
        first = attributes[key]["certs"][0]
        way = first.get("hash_algorithm", {"algorithm": "sha1"})["algorithm"]
        if way not in {*_HASHES, "sha1"} or hashlib.new(way, packed).digest() != first["cert_hash"]:
            raise SignatureError("sertifikatnya bukan yang disebut tanda tangannya")


def _signing(signer: Any, certificates: Iterable[Any]) -> bytes:
    """The certificate that a signer names."""
    wanted = signer["sid"]
    for one in certificates:
        if one.name != "certificate":
            continue
        certificate = one.chosen
        if wanted.name == "issuer_and_serial_number":
            same = (
                certificate.issuer.dump() == wanted.chosen["issuer"].dump()
                and certificate.serial_number == wanted.chosen["serial_number"].native
            )
        else:
            same = certificate.key_identifier == wanted.chosen.native
        if same:
            return bytes(certificate.dump())
    raise SignatureError("sertifikat penandatangannya tidak ikut dalam berkas")


def _check(certificate: x509.Certificate, signer: Any, digest: str, said: bytes) -> None:
    """Raise `SignatureError` where the certificate's key did not sign this."""
    key, signature = certificate.public_key(), signer["signature"].native
    algorithm = signer["signature_algorithm"]
    way = algorithm.signature_algo
    try:
        name = digest if way == "rsassa_pkcs1v15" else algorithm.hash_algo
    except ValueError:
        name = digest
    if name != digest:
        raise SignatureError("sidik jari isi dan tanda tangannya memakai cara yang berbeda")
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < _RSA_BITS:
        raise SignatureError(f"kuncinya terlalu lemah (RSA {key.key_size} bit)")
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < _EC_BITS:
        raise SignatureError(f"kuncinya terlalu lemah (EC {key.key_size} bit)")
    try:
        match key:
            case rsa.RSAPublicKey() if way == "rsassa_pkcs1v15":
                key.verify(signature, said, padding.PKCS1v15(), _HASHES[name])
            case rsa.RSAPublicKey() if way == "rsassa_pss":
                mask = algorithm["parameters"]["mask_gen_algorithm"]["parameters"]["algorithm"]
                length = algorithm["parameters"]["salt_length"].native
                made = padding.PSS(padding.MGF1(_HASHES[mask.native]), length)
                key.verify(signature, said, made, _HASHES[name])
            case ec.EllipticCurvePublicKey() if way == "ecdsa":
                key.verify(signature, said, ec.ECDSA(_HASHES[name]))
            case _:
                raise SignatureError(f"cara tanda tangannya tidak dikenal ({way})")
    except InvalidSignature:
        raise SignatureError("tanda tangannya tidak dibuat dengan kunci sertifikatnya") from None


def _issuers(certificate: x509.Certificate, content: Any) -> list[x509.Certificate]:
    """Who issued a certificate, who issued that, and so on, as far as signatures show it."""
    others = [
        x509.load_der_x509_certificate(one.chosen.dump())
        for one in content["certificates"]
        if one.name == "certificate"
    ]
    found: list[x509.Certificate] = []
    while len(found) < _CHAIN:
        below = found[-1] if found else certificate
        above = (
            one for one in others if one not in {below, *found} and _issued(below, one, len(found))
        )
        if (issuer := next(above, None)) is None:
            break
        found.append(issuer)
    return found


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, between: int) -> bool:
    """Whether a certificate is of this issuer, who may issue any: holders of one may not.

    So many issuers stand `between` this one and the signer (RFC 5280, 4.2.1.3 and 4.2.1.9).
    """
    try:
        rights = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(issuer)
        with suppress(x509.ExtensionNotFound):
            usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
            if not usage.key_cert_sign:
                return False
    except (*_UNREADABLE, InvalidSignature):
        return False
    return rights.ca and (rights.path_length is None or between <= rights.path_length)


def _common_name(name: x509.Name) -> str:
    """What a certificate calls somebody; the whole name where it has no common one."""
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
