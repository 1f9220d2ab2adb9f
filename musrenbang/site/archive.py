"""ZIP archives from parts that were compressed before, each kept until its own content changes.

`zipfile` compresses whatever it is given again; a large workbook's rows would then cost the same
for one changed cell as for all.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LEVEL = 6
_POLYNOMIAL = 0xEDB88320
_TIME, _DATE = 0, 0x21  # 1 January 1980, the first day that ZIP knows
_VERSION = 20
_DEFLATED = 8
_UTF8_NAMES = 0x800
_PIECE = struct.Struct("<IQ")


class Member(NamedTuple):
    """A file of an archive, compressed piece by piece (`piece`)."""

    name: str
    pieces: Sequence[bytes]


def piece(text: str) -> bytes:
    """A part of a file: checksum and length of its bytes, and what they are compressed to."""
    data = text.encode()
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    return _PIECE.pack(zlib.crc32(data), len(data)) + packed


def archive(members: Iterable[Member]) -> bytes:
    """A ZIP archive; the same members give the same bytes."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        check, length, packed = _joined(member.pieces)
        name = member.name.encode()
        common = struct.pack(
            "<HHHHHIIIHH",
            _VERSION,
            _UTF8_NAMES,
            _DEFLATED,
            _TIME,
            _DATE,
            check,
            len(packed),
            length,
            len(name),
            0,
        )
        entry = b"PK\x03\x04" + common + name + packed
        directory.append(
            b"PK\x01\x02"
            + struct.pack("<H", _VERSION)
            + common
            + struct.pack("<HHHII", 0, 0, 0, 0, offset)
            + name
        )
        parts.append(entry)
        offset += len(entry)
    listing = b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, len(directory), len(directory), len(listing), offset, 0)
    return b"".join((*parts, listing, b"PK\x05\x06", end))


def _joined(pieces: Sequence[bytes]) -> tuple[int, int, bytes]:
    """Checksum, length and compressed bytes of pieces, one after another."""
    check = length = 0
    for one in pieces:
        own_check, own_length = _PIECE.unpack_from(one)
        check = joined_check(check, own_check, own_length)
        length += own_length
    last = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    return check, length, b"".join((*(one[_PIECE.size :] for one in pieces), last))


def joined_check(first: int, second: int, length: int) -> int:
    """CRC-32 of two texts in a row from those of each, given the length of the second."""
    power, step, exponent = 1 << 31, _POWERS[3:], length
    for square in step:
        if exponent & 1:
            power = _product(square, power)
        exponent >>= 1
    return _product(power, first) ^ second


def _product(one: int, other: int) -> int:
    """The product of two polynomials over GF(2), modulo that of CRC-32, lowest power first."""
    product = 0
    for place in range(31, -1, -1):
        if one >> place & 1:
            product ^= other
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product


def _powers() -> list[int]:
    """The powers x¹, x², x⁴, x⁸ and so on."""
    found = [1 << 30]
    while len(found) < 40:  # noqa: PLR2004 - files up to 2³⁷ bytes
        found.append(_product(found[-1], found[-1]))
    return found


_POWERS = _powers()
