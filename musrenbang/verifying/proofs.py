"""Proofs of validity that are appended to a signed paper (DSS, ETSI EN 319 142-1 clause 5.4).

Certificates, their lists of revocations and answers about them are not judged here, so nobody has
to sign for them. But they have to be that and nothing else: no reader shows any of it.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from asn1crypto import parser

from musrenbang.verifying.pdf_syntax import (
    TOO_MUCH,
    AppendedError,
    Ref,
    Stream,
    Value,
    as_dict,
    unpacked,
)

_MOST = 2**25
"""Far more bytes, unpacked, than all proofs of a paper."""
_SETS = frozenset({"/Certs", "/OCSPs", "/CRLs"})
_ONE = frozenset({"/Cert", "/OCSP", "/CRL", "/TS"})
_DATA = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type"})
_EXTENSION = {"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"}
_SEQUENCE = 16
_LONGEST = 30
_ODD = AppendedError("bukti keabsahannya (DSS) memuat isi lain")


def proofs(store: Value, after: Callable[[int], Value]) -> set[int]:
    """The numbers of all objects of a DSS, of which `after` knows what is in them.

    Raises `AppendedError` where one of them is more than a proof.
    """
    walk = _Walk(after)
    facts = walk.dict(store, {"/Type", "/VRI", *_SETS})
    for key in _SETS & facts.keys():
        walk.each(facts[key])
    for name, one in as_dict(walk.held(facts.get("/VRI", {}))).items():
        own = walk.dict(one, {"/Type", "/TU", *_ONE})
        if not re.fullmatch(r"/[0-9A-Fa-f]{40}", name):
            raise _ODD
        for key in _ONE & own.keys():
            walk.each(own[key])
    return walk.found


class _Walk:
    """Goes from object to object, and knows where it was."""

    def __init__(self, after: Callable[[int], Value]) -> None:
        self.found = set[int]()
        self._after = after
        self._size = 0

    def held(self, value: Value) -> Value:
        """A value, wherever it stands."""
        if not isinstance(value, Ref):
            return value
        self.found.add(value.number)
        return self._after(value.number)

    def dict(self, value: Value, may: AbstractSet[str]) -> dict[str, Value]:
        """A dictionary of these keys, whose texts are a name or a date."""
        facts = as_dict(self.held(value))
        words = [facts[key] for key in ("/Type", "/TU") if key in facts]
        if facts.keys() - may or any(type(one) not in {str, bytes} for one in words):
            raise _ODD
        if any(len(one) > _LONGEST for one in words):
            raise _ODD
        return facts

    def each(self, value: Value) -> None:
        """Some proofs: each a sequence of ASN.1 to its last byte."""
        listed = self.held(value)
        for one in listed if isinstance(listed, list) else [value]:
            stream = self.held(one)
            if not isinstance(stream, Stream) or stream.facts.keys() - _DATA:
                raise _ODD
            self.held(stream.facts.get("/Length"))
            data = unpacked(stream, _MOST)
            self._size += len(data)
            if self._size > _MOST:
                raise TOO_MUCH
            try:
                _, _, tag, *_ = parser.parse(data, strict=True)
            except ValueError:
                raise _ODD from None
            if tag != _SEQUENCE:
                raise _ODD


def refuse_other_extensions(value: Value, after: Callable[[int], Value]) -> None:
    """Raise where a list of extensions names more than versions of the rules for PDF."""

    def held(one: Value) -> Value:
        return after(one.number) if isinstance(one, Ref) else one

    for named in map(held, as_dict(held(value)).values()):
        for facts in map(held, named if isinstance(named, list) else [named]):
            odd = any(isinstance(one, Ref | list | dict) for one in as_dict(facts).values())
            if odd or facts.keys() - _EXTENSION:
                raise AppendedError("daftar perluasannya (/Extensions) memuat isi lain")
