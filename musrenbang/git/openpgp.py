"""OpenPGP as far as a Git host signs commits with it: RSA keys of version 4 and their signatures.

Verified here and not by `gpg`, which many a laptop lacks, so that pages are the same wherever they
are made. That takes public values only: a signature is right where the padded hash that it is
raised to equals, octet for octet, the one that it ought to be (RFC 8017, 8.2.2; RFC 4880, 5.2).
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

BEGIN = b"-----BEGIN PGP SIGNATURE-----"
_ARMOUR = re.compile(
    r"-----BEGIN PGP (?P<what>PUBLIC KEY BLOCK|SIGNATURE)-----[ \t\r]*\n"
    r"(?:[A-Za-z]+: .*\n)*[ \t\r]*\n(?P<data>[A-Za-z0-9+/=\s]+?)(?:\n=[A-Za-z0-9+/]{4}\s*)?"
    r"\n-----END PGP (?P=what)-----"
)


class OpenPgpError(ValueError):
    """Something is not of the form that is understood here; its message is Indonesian."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A primary key with the time in which it counts, as it says itself."""

    fingerprint: str
    """Forty hexadecimal digits, as `gpg --fingerprint` prints them without blanks."""
    modulus: int
    exponent: int
    since: datetime
    until: datetime | None = None
    name: str = ""
    """Whose key it says it is."""
    revoked: bool = False

    def counts(self, moment: datetime) -> bool:
        """Whether it may sign at a moment."""
        ends = self.until is not None and moment >= self.until
        return not self.revoked and moment >= self.since and not ends


class _Signature(NamedTuple):
    sort: int
    hashed: bytes
    digest: str
    value: int
    said: Mapping[int, bytes]
    """What its hashed part says, by the number of the subpacket."""

    @property
    def made(self) -> datetime:
        return _moment(self.said[_MADE])


def public_keys(text: bytes) -> tuple[PublicKey, ...]:
    """The primary keys of armoured blocks, in their order; what is around the blocks is no part.

    Raises `OpenPgpError` where there is none, or one that could never be verified by.
    """
    if len(text) > _MOST_BYTES:
        raise OpenPgpError("Berkas ini terlalu besar untuk beberapa kunci publik.")
    blocks = _blocks(text, "PUBLIC KEY BLOCK")
    found = tuple(key for block in blocks for key in _keys(block))
    if not found:
        raise OpenPgpError("Tidak ada kunci publik OpenPGP (BEGIN PGP PUBLIC KEY BLOCK) di sini.")
    return found


def signer(
    keys: tuple[PublicKey, ...], signature: bytes, data: bytes
) -> tuple[PublicKey | None, datetime]:
    """Which key has signed some bytes, and when it says so; `None` where none of them has.

    Raises `OpenPgpError` where that is no signature that could be verified.
    """
    packets = [packet for block in _blocks(signature, "SIGNATURE") for packet in _packets(block)]
    if [tag for tag, _ in packets] != [_SIGNATURE]:
        raise OpenPgpError(_ODD)
    ((_, body),) = packets
    made = _signature(body)
    if made.sort != _OF_BYTES or not made.said.keys() <= _KNOWN:
        raise OpenPgpError(_ODD)
    return next((key for key in keys if _is_by(key, made, data)), None), made.made


_ODD = "Tanda tangan OpenPGP ini tidak berbentuk seperti yang dibuat Git."
_KEY, _SIGNATURE, _USER, _SUBKEY, _ATTRIBUTE = 6, 2, 13, 14, 17
_OF_BYTES, _CERTIFIED, _DIRECT, _REVOKED = 0, range(0x10, 0x14), 0x1F, 0x20
_OF_THE_KEY = frozenset({_DIRECT, _REVOKED})
_KEY_MARK = b"\x99"
_MADE, _KEY_ENDS = 2, 9
_MOST_BYTES = 64 * 1024
_RSA = frozenset({1, 3})
_BITS = range(2048, 8193)
_EXPONENTS = range(65537, 1 << 32)
_KNOWN = frozenset({_MADE, 16, 20, 26, 27, 28, 33})
"""What a signature on bytes may say: when, by whom, and remarks. Not that it expires."""
_HASHES = {
    8: ("sha256", "3031300d060960864801650304020105000420"),
    9: ("sha384", "3041300d060960864801650304020205000430"),
    10: ("sha512", "3051300d060960864801650304020305000440"),
}
"""Those that nobody can make collide, with what stands before them (RFC 8017, 9.2)."""
_PREFIX = {name: bytes.fromhex(prefix) for name, prefix in _HASHES.values()}


def _blocks(text: bytes, what: str) -> list[bytes]:
    """The data of the armoured blocks of a kind."""
    found = []
    for match in _ARMOUR.finditer(text.decode("utf-8", "replace").replace("\r\n", "\n")):
        if match["what"] == what:
            try:
                found.append(b64decode("".join(match["data"].split()), validate=True))
            except ValueError:
                raise OpenPgpError("Kunci atau tanda tangan ini tidak tersalin utuh.") from None
    return found


def _packets(data: bytes) -> list[tuple[int, bytes]]:
    """The packets with their tags (RFC 4880, 4.2)."""
    found, rest = [], data
    while rest:
        first, rest = rest[0], rest[1:]
        if not first & 0x80:
            raise OpenPgpError(_CUT)
        if first & 0x40:
            tag = first & 0x3F
            size, used = _length(rest)
        else:
            tag, used = first >> 2 & 0xF, 1 << (first & 3)
            size = int.from_bytes(rest[:used], "big")
            if first & 3 == 3:  # noqa: PLR2004 - of a length that is not told
                raise OpenPgpError(_CUT)
        if len(rest) < used + size:
            raise OpenPgpError(_CUT)
        found.append((tag, rest[used : used + size]))
        rest = rest[used + size :]
    return found


_CUT = "Kunci atau tanda tangan OpenPGP ini terpotong, atau memuat yang tidak dikenal."


def _length(data: bytes) -> tuple[int, int]:
    """A length in the newer form, and of how many octets it consists."""
    first = data[0] if data else 0xE0
    if first < 0xC0:  # noqa: PLR2004 - RFC 4880, 4.2.2
        return first, 1
    if first < 0xE0:  # noqa: PLR2004
        return ((first - 0xC0) << 8) + int.from_bytes(data[1:2], "big") + 0xC0, 2
    if first < 0xFF:  # noqa: PLR2004 - told in parts, as no key or signature is
        raise OpenPgpError(_CUT)
    return int.from_bytes(data[1:5], "big"), 5


def _number(data: bytes) -> tuple[int, bytes]:
    """A number with its length in bits before it, and what follows."""
    size = (int.from_bytes(data[:2], "big") + 7) // 8
    if len(data) < 2 + size:
        raise OpenPgpError(_CUT)
    return int.from_bytes(data[2 : 2 + size], "big"), data[2 + size :]


def _moment(data: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(data, "big"), UTC)


def _keys(data: bytes) -> Iterator[PublicKey]:
    """The primary keys, as the newest statement that each has signed about itself has them.

    What others say of a key, what is only said and not signed, and subkeys count nothing.
    """
    key: PublicKey | None = None
    own = about = b""
    statements: list[tuple[_Signature, bytes]] = []
    for tag, body in _packets(data):
        if tag == _KEY:
            if key:
                yield _as_stated(key, statements)
            key, statements = _key(body), []
            own = about = _KEY_MARK + len(body).to_bytes(2, "big") + body
        elif tag == _USER and key:
            about = own + b"\xb4" + len(body).to_bytes(4, "big") + body
            key = replace(key, name=key.name or body.decode("utf-8", "replace"))
        elif tag in {_SUBKEY, _ATTRIBUTE}:
            about = b""
        elif tag == _SIGNATURE and about:
            with suppress(OpenPgpError):  # Of another kind, it says nothing here.
                said = _signature(body)
                statements.append((said, own if said.sort in _OF_THE_KEY else about))
    if key:
        yield _as_stated(key, statements)


def _as_stated(key: PublicKey, statements: list[tuple[_Signature, bytes]]) -> PublicKey:
    """A key with the end that it has given itself last."""
    own = [said for said, covered in statements if _is_by(key, said, covered)]
    about = [said for said in own if said.sort in _CERTIFIED or said.sort == _DIRECT]
    newest = max(about, key=lambda said: said.made, default=None)
    lasts = int.from_bytes(newest.said.get(_KEY_ENDS, b"")[:4], "big") if newest else 0
    return replace(
        key,
        until=key.since + timedelta(seconds=lasts) if lasts else None,
        revoked=any(said.sort == _REVOKED for said in own),
    )


def _key(body: bytes) -> PublicKey:
    if body[:1] != b"\x04" or not _RSA.issuperset(body[5:6]):
        raise OpenPgpError("Hanya kunci OpenPGP RSA yang dapat dinilai; kunci ini bukan RSA.")
    modulus, rest = _number(body[6:])
    exponent, rest = _number(rest)
    if rest or modulus.bit_length() not in _BITS or exponent not in _EXPONENTS:
        raise OpenPgpError("Kunci RSA ini terlalu lemah, terlalu besar, atau rusak.")
    name = hashlib.sha1(_KEY_MARK + len(body).to_bytes(2, "big") + body, usedforsecurity=False)
    return PublicKey(name.hexdigest().upper(), modulus, exponent, _moment(body[1:5]))


def _signature(body: bytes) -> _Signature:
    """A signature of version 4 by RSA and a hash that counts (RFC 4880, 5.2.3)."""
    if len(body) < _SHORTEST or body[0] != 4 or body[2] not in _RSA or body[3] not in _HASHES:  # noqa: PLR2004
        raise OpenPgpError(_ODD)
    end = 6 + int.from_bytes(body[4:6], "big")
    hashed = body[:end]
    after = end + 2 + int.from_bytes(body[end : end + 2], "big")
    value, rest = _number(body[after + 2 :])
    said = dict(_subpackets(hashed[6:]))
    if rest or len(said.get(_MADE, b"")) != 4:  # noqa: PLR2004
        raise OpenPgpError(_ODD)
    return _Signature(body[1], hashed, _HASHES[body[3]][0], value, said)


_SHORTEST = 12


def _subpackets(data: bytes) -> Iterator[tuple[int, bytes]]:
    rest = data
    while rest:
        size, used = _length(rest)
        if not size or len(rest) < used + size:
            raise OpenPgpError(_CUT)
        yield rest[used] & 0x7F, rest[used + 1 : used + size]
        rest = rest[used + size :]


def _is_by(key: PublicKey, made: _Signature, data: bytes) -> bool:
    """Whether a key has made a signature on some bytes (RFC 8017, 8.2.2)."""
    size = (key.modulus.bit_length() + 7) // 8
    tail = made.hashed + b"\x04\xff" + len(made.hashed).to_bytes(4, "big")
    digest = hashlib.new(made.digest, data + tail).digest()
    told = b"\0" + _PREFIX[made.digest] + digest
    wanted = b"\0\x01" + b"\xff" * (size - 2 - len(told)) + told
    if made.value >= key.modulus:
        return False
    return pow(made.value, key.exponent, key.modulus).to_bytes(size, "big") == wanted
