"""A certificate authority of the tests, and papers signed by appending as offices sign them."""

import io
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents_support import FINISHED, render

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Change = Callable[[IncrementalPdfFileWriter], object]
CAMAT_FIELD = "berita-acara-camat-2"
HEAD_FIELD = "berita-acara-kepala-perencanaan-1"
CAMAT_PLACE = "Tanda tangan Camat Cempaka Putih, Ratna Wulandari"


@cache
def paper() -> bytes:
    """The Berita Acara of the finished year, as published."""
    return render(FINISHED)["berita-acara.pdf"].data


_RIGHTS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    name: str
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    issuer: "Holder | None" = None
    ca: bool = False
    usage: x509.ObjectIdentifier | None = None
    until: int = 2060
    path: int | None = None
    may_issue: bool = True

    def __post_init__(self) -> None:
        issuer = self.issuer or self
        made = (
            x509.CertificateBuilder()
            .subject_name(_name(self.name))
            .issuer_name(_name(issuer.name))
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2016, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(self.until, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=self.ca, path_length=self.path), critical=True)
        )
        rights = dict.fromkeys(_RIGHTS, False) | {
            "digital_signature": True,
            "content_commitment": True,
            "key_cert_sign": self.ca and self.may_issue,
        }
        made = made.add_extension(x509.KeyUsage(**rights), critical=True)
        if self.usage:
            made = made.add_extension(x509.ExtendedKeyUsage([self.usage]), critical=True)
        object.__setattr__(self, "certificate", made.sign(issuer.key, hashes.SHA256()))

    certificate: x509.Certificate = field(init=False)

    @property
    def shown(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def secret(self) -> keys.PrivateKeyInfo:
        packed = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return keys.PrivateKeyInfo.load(packed)

    @property
    def chain(self) -> SimpleCertificateStore:
        store = SimpleCertificateStore()
        above = self.issuer
        while above:
            store.register(above.shown)
            above = above.issuer
        return store

    def signer(self, **options: Any) -> SimpleSigner:
        return SimpleSigner(
            signing_cert=self.shown, signing_key=self.secret, cert_registry=self.chain, **options
        )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@cache
def root() -> Holder:
    return Holder("Induk Uji", ca=True)


@cache
def camat() -> Holder:
    return Holder("Ratna Wulandari", issuer=root())


@cache
def head() -> Holder:
    key = rsa.generate_private_key(65537, 2048)
    return Holder("Budi Santoso", key, issuer=root())


@cache
def clock() -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    usage = ExtendedKeyUsageOID.TIME_STAMPING
    holder = Holder("Cap Waktu Uji", key, issuer=root(), usage=usage)
    return DummyTimeStamper(holder.shown, holder.secret, certs_to_embed=holder.chain)


def signed(
    data: bytes,
    place: str = CAMAT_FIELD,
    by: Holder | None = None,
    change: Change | None = None,
    *,
    new: SigFieldSpec | None = None,
    clock: DummyTimeStamper | None = None,
    signer: Mapping[str, Any] | None = None,
    **options: Any,
) -> bytes:
    """A file with one more signature, and in the same update whatever `change` does to it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    if change:
        change(writer)
    options = {"subfilter": SigSeedSubFilter.PADES, "md_algorithm": "sha256", **options}
    made = PdfSigner(
        PdfSignatureMetadata(field_name=place, **options),
        (by or camat()).signer(**(signer or {})),
        timestamper=clock,
        new_field_spec=new,
    )
    # it begins a loop of its own, which a thread with a browser already runs
    with ThreadPoolExecutor(1) as apart:
        result: io.BytesIO = apart.submit(made.sign_pdf, writer).result()
    return result.getvalue()


def stamped(data: bytes, place: str) -> bytes:
    """A file with a time stamp over it."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(data)), io.BytesIO()
    made = PdfTimeStamper(clock(), field_name=place)
    with ThreadPoolExecutor(1) as apart:
        apart.submit(made.timestamp_pdf, writer, "sha256", output=out).result()
    return out.getvalue()


def changed(data: bytes, change: Change) -> bytes:
    """A file with one more update, which nobody signs."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def appended(data: bytes, objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file with one more update, written by hand with these objects."""
    out, places = bytearray(data), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return bytes(out) + listing(bytes(out), places, last_list(data), trailer)


def last_list(data: bytes) -> int:
    """Where the newest list of objects of a file is."""
    return int(data[data.rindex(b"startxref") :].split()[1])


def listing(data: bytes, places: Mapping[int, int], before: int, trailer: bytes = b"") -> bytes:
    """A list of objects by hand, to follow some bytes."""
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, at) for number, at in places.items())
    known = [int(size) for size in re.findall(rb"/Size (\d+)", data)]
    size = max(*known, *(number + 1 for number in places))
    said = b"/Size %d /Root 3 0 R /Info 7 0 R /Prev %d %s" % (size, before, trailer)
    return b"xref\n%strailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (rows, said, len(data))
