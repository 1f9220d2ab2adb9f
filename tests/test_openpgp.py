"""Keys and signatures made by gpg: what gpg says is good is good here, and nothing else."""

import contextlib
from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.git.openpgp import OpenPgpError, public_keys, signer
from musrenbang.review.host_keys import host_key_changes, host_key_findings
from tests.host_support import Host, host

__all__ = ["host"]

WHEN = "2016-03-17T09:00:00+07:00"
DATA = b"tree 0\n\nGabungkan\n"


def signed_by(host: Host, signature: str, data: bytes = DATA) -> str:
    """The name of the key that a signature is by, or nothing."""
    keys = public_keys((host.keys["peladen"] + host.keys["lain"]).encode())
    key, made = signer(keys, signature.encode(), data)
    assert made == datetime.fromisoformat(WHEN)
    return key.name if key else ""


@pytest.mark.parametrize("digest", ["SHA256", "SHA384", "SHA512"])
@pytest.mark.parametrize("name", ["peladen", "lain"])
def test_what_gpg_signs_is_by_that_key(host: Host, name: str, digest: str) -> None:
    signature = host.sign(DATA, WHEN, name, "--digest-algo", digest)
    assert signed_by(host, signature) == name
    assert signed_by(host, signature.replace("\n", "\r\n")) == name
    assert not signed_by(host, signature, DATA + b" ")


@pytest.mark.parametrize(
    "options",
    [("--digest-algo", "SHA1"), ("--textmode",), ("--default-sig-expire", "2016-12-01")],
    ids=["sha1", "text", "expires"],
)
def test_what_git_never_makes_does_not_count(host: Host, options: tuple[str, ...]) -> None:
    signature = host.sign(DATA, WHEN, "peladen", *options)
    with pytest.raises(OpenPgpError):
        signed_by(host, signature)


def test_a_key_says_itself_how_long_it_counts(host: Host) -> None:
    (first,) = public_keys(host.keys["peladen"].encode())
    (later,) = public_keys(host.export("peladen").encode())
    assert first.since == datetime(2016, 1, 1, tzinfo=UTC)
    assert first.until == datetime(2017, 1, 1, tzinfo=UTC)
    assert later.until is None
    assert first.fingerprint in host.gpg("--list-keys", "--with-colons", "=peladen").decode()
    assert first.counts(datetime(2016, 12, 31, 23, 59, tzinfo=UTC))
    assert not first.counts(datetime(2017, 1, 1, tzinfo=UTC))
    assert not first.counts(datetime(2015, 12, 31, tzinfo=UTC))


def test_a_revoked_key_never_counts(host: Host) -> None:
    host.make_key("dicabut")
    (key,) = public_keys(host.keys["dicabut"].encode())
    stored = (host.home / "openpgp-revocs.d" / f"{key.fingerprint}.rev").read_text("utf-8")
    revocation = stored.replace(":-----BEGIN", "-----BEGIN")
    host.gpg("--import", data=revocation[revocation.index("-----BEGIN") :].encode())
    (revoked,) = public_keys(host.export("dicabut").encode())
    assert revoked.revoked
    assert not revoked.counts(datetime(2016, 3, 1, tzinfo=UTC))
    assert list(host_key_changes(host.keys["dicabut"], host.export("dicabut")))


def test_what_another_key_says_of_a_key_counts_nothing(host: Host) -> None:
    """The self-signatures of a key that counts longer behind a key that has ended."""
    long = raw_of(host.export("lain"))
    until = public_keys(host.keys["peladen"].encode())[0].until
    own = raw_of(host.keys["peladen"])
    joined = armoured("PUBLIC KEY BLOCK", own + long[long.index(b"lain") + len(b"lain") :])
    (key,) = public_keys(joined)
    assert (key.name, key.until) == ("peladen", until)


def test_a_key_of_another_kind_is_refused_in_words(host: Host) -> None:
    host.make_key("elips", "ed25519")
    (finding,) = host_key_findings(host.keys["elips"].encode())
    assert finding.message == "Hanya kunci OpenPGP RSA yang dapat dinilai; kunci ini bukan RSA."
    (finding,) = host_key_findings(b"ssh-ed25519 AAAA\n")
    assert "Tidak ada kunci publik" in finding.message
    assert host_key_findings(host.keys["peladen"].encode()) == []


def test_a_change_of_keys_is_told(host: Host) -> None:
    both = host.keys["peladen"] + host.keys["lain"]
    (added,) = host_key_changes(host.keys["peladen"], both)
    assert "Ditambah: kunci peladen" in added
    assert "berlaku sejak 1 Januari 2016 sampai 1 Januari 2017" in added
    (gone,) = host_key_changes(both, host.keys["lain"])
    assert "Dihapus: kunci peladen" in gone
    (longer,) = host_key_changes(host.keys["peladen"], host.export("peladen"))
    assert "kini berlaku sejak 1 Januari 2016 tanpa batas waktu" in longer


def raw_of(armour: str) -> bytes:
    """What an armoured block holds."""
    return b64decode("".join(armour.partition("\n\n")[2].partition("\n=")[0].split()))


def armoured(what: str, data: bytes) -> bytes:
    text = b64encode(data).decode()
    return f"-----BEGIN PGP {what}-----\n\n{text}\n-----END PGP {what}-----\n".encode()


@pytest.fixture(scope="module")
def signature(host: Host) -> bytes:
    return raw_of(host.sign(DATA, WHEN, "peladen"))


@given(at=st.integers(min_value=0), by=st.integers(min_value=1, max_value=255))
def test_no_octet_of_what_is_signed_or_of_its_value_can_be_another(
    host: Host, signature: bytes, at: int, by: int
) -> None:
    raw = bytearray(signature)
    hashed = 3 + 6 + int.from_bytes(raw[7:9], "big")
    value = len(raw) - 256
    positions = [*range(3, hashed), *range(value, len(raw))]
    raw[positions[at % len(positions)]] ^= by
    keys = public_keys(host.keys["peladen"].encode())
    try:
        key, _ = signer(keys, armoured("SIGNATURE", bytes(raw)), DATA)
    except OpenPgpError:
        return
    assert key is None


def test_one_signature_is_one(host: Host, signature: bytes) -> None:
    keys = public_keys(host.keys["peladen"].encode())
    one = armoured("SIGNATURE", signature)
    assert signer(keys, one, DATA)[0] == keys[0]
    for many in (one + one, armoured("SIGNATURE", signature * 2), b""):
        with pytest.raises(OpenPgpError):
            signer(keys, many, DATA)


@given(tag=st.sampled_from([6, 2, 13, 14, 17, 63]), data=st.binary(max_size=80))
def test_garbage_is_refused_and_breaks_nothing(tag: int, data: bytes) -> None:
    for body in (data, b"\x04" + data, b"\x04\x00\x01\x08\x00\x06\x05\x02" + data):
        packet = bytes((0xC0 | tag, len(body))) + body
        for what in ("PUBLIC KEY BLOCK", "SIGNATURE"):
            text = armoured(what, packet)
            with contextlib.suppress(OpenPgpError):
                public_keys(text)
            with contextlib.suppress(OpenPgpError):
                assert signer((), text, b"")[0] is None
