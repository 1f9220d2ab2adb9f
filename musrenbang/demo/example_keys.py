"""Keys of the examples, derived from words that stand here: they protect nothing.

Whoever reads this file can sign as everybody in an example. That is what they are for: a history
that these keys sign is the same, byte by byte, wherever and whenever it is made. Neither Ed25519
(RFC 8032) nor RSA with PKCS #1 v1.5 padding (RFC 8017) takes any chance; what is random in other
signatures is not here. No key of an official and no key of a real host is ever made this way.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

_SEED = "kunci contoh, tidak melindungi apa pun: {}"
HOST_NAME = "Peladen Git contoh (tidak melindungi apa pun)"
_HOST_SINCE = datetime(2016, 1, 1, tzinfo=UTC)
_E = 65537
_HASH = 8
"""SHA-256, as OpenPGP counts hashes."""


def key_of(account: str) -> Ed25519PrivateKey:
    """The key of somebody in an example."""
    seed = hashlib.sha256(_SEED.format(account).encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def private_file(account: str) -> bytes:
    """That key as `ssh-keygen` keeps it in a file."""
    return key_of(account).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def public_line(account: str) -> str:
    """Its public part as `allowed_signers` files write it."""
    public = key_of(account).public_key()
    return public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def ssh_signature(account: str, data: bytes) -> str:
    """What `ssh-keygen -Y sign -n git` makes of some bytes by a key (PROTOCOL.sshsig)."""
    key = key_of(account)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    about = [_text(b"git"), _text(b""), _text(b"sha512")]
    signed = b"SSHSIG" + b"".join([*about, _text(hashlib.sha512(data).digest())])
    made = _text(_text(b"ssh-ed25519") + _text(key.sign(signed)))
    whole = [b"SSHSIG", _number(1, 4), _text(_text(b"ssh-ed25519") + _text(public)), *about, made]
    return _armour("SSH SIGNATURE", b"".join(whole))


def host_key() -> str:
    """The public key of an example's Git host, as such hosts publish theirs (RFC 4880)."""
    user = HOST_NAME.encode()
    about = _with_size(b"\x99", 2, _host_public()) + _with_size(b"\xb4", 4, user)
    signs_commits = b"\x02\x1b\x02"
    own = _signed(0x13, about, _HOST_SINCE, signs_commits)
    packets = (_packet(6, _host_public()), _packet(13, user), _packet(2, own))
    return _armour("PGP PUBLIC KEY BLOCK", b"".join(packets), "\n")


def host_signature(data: bytes, moment: datetime) -> str:
    """What that host signs some bytes with at a moment."""
    return _armour("PGP SIGNATURE", _packet(2, _signed(0, data, moment)), "\n")


def _text(data: bytes) -> bytes:
    return _with_size(b"", 4, data)


def _with_size(mark: bytes, size: int, data: bytes) -> bytes:
    return mark + _number(len(data), size) + data


def _number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")


def _armour(what: str, data: bytes, before: str = "") -> str:
    text = b64encode(data).decode()
    lines = "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return f"-----BEGIN {what}-----\n{before}{lines}\n-----END {what}-----\n"


_LINE = 64


def _prime(name: str, offset: int) -> int:
    """A prime of 1,024 bits: `offset` is how far the first one is behind what a name gives."""
    words = (_SEED.format(f"{name} {part}").encode() for part in range(2))
    start = int.from_bytes(b"".join(hashlib.sha512(word).digest() for word in words), "big")
    return (start | 3 << 1022 | 1) + offset


_P, _Q = _prime("peladen p", 140), _prime("peladen q", 858)
_N = _P * _Q


@cache
def _host_key() -> rsa.RSAPrivateKey:
    secret = pow(_E, -1, (_P - 1) * (_Q - 1))
    short = rsa.rsa_crt_dmp1(secret, _P), rsa.rsa_crt_dmq1(secret, _Q), rsa.rsa_crt_iqmp(_P, _Q)
    public = rsa.RSAPublicNumbers(_E, _N)
    return rsa.RSAPrivateNumbers(_P, _Q, secret, *short, public).private_key()


def _host_public() -> bytes:
    """The key's own packet: version 4, when it was made, RSA, modulus and exponent."""
    made = _number(int(_HOST_SINCE.timestamp()), 4)
    return b"\x04" + made + b"\x01" + _long(_N) + _long(_E)


def _long(value: int) -> bytes:
    """A number with its length in bits before it."""
    return _number(value.bit_length(), 2) + _number(value, (value.bit_length() + 7) // 8)


def _packet(tag: int, body: bytes) -> bytes:
    return bytes([0xC0 | tag]) + b"\xff" + _number(len(body), 4) + body


def _signed(sort: int, data: bytes, moment: datetime, *said: bytes) -> bytes:
    """A signature of version 4 (RFC 4880, 5.2.3) that says when, by which key, and what else."""
    name = hashlib.sha1(_with_size(b"\x99", 2, _host_public()), usedforsecurity=False).digest()
    when = b"\x02" + _number(int(moment.timestamp()), 4)
    hashed = _subpackets((when, b"\x21\x04" + name, *said))
    head = bytes([4, sort, 1, _HASH]) + hashed
    tail = b"\x04\xff" + _number(len(head), 4)
    whole = data + head + tail
    value = int.from_bytes(_host_key().sign(whole, PKCS1v15(), SHA256()), "big")
    issuer = _subpackets((b"\x10" + name[-8:],))
    return head + issuer + hashlib.sha256(whole).digest()[:2] + _long(value)


def _subpackets(parts: Iterable[bytes]) -> bytes:
    return _with_size(b"", 2, b"".join(bytes([len(part)]) + part for part in parts))
