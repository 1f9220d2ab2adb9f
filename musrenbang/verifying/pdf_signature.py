"""One signature of a PDF: that it is over everything before it, in a form that is known."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from musrenbang.verifying.cms import Seal, SignatureError, read_seal, read_stamp
from musrenbang.verifying.pdf_syntax import Value

STAMP = "/ETSI.RFC3161"
"""The form of a time stamp over the document."""
_PADES = "/ETSI.CAdES.detached"
_WAYS = ("/adbe.pkcs7.detached", _PADES, STAMP)
_MOMENT = re.compile(rb"D:(\d{14})(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)'?(\d\d)?'?)")


def seal_of(data: bytes, given: Mapping[str, Value], span: tuple[int, int], end: int) -> Seal:
    """What signs everything up to the `end` of its update but its own digits, at `span`.

    Raises `SignatureError`.
    """
    begin, stop = span
    way = given.get("/SubFilter")
    kind = "/DocTimeStamp" if way == STAMP else "/Sig"
    if way not in _WAYS or given.get("/Type", kind) != kind:
        raise SignatureError("cara tanda tangannya tidak dikenal")
    ends = [end, len(data[:end].rstrip(b"\r\n"))]
    end = next((one for one in ends if given.get("/ByteRange") == [0, begin, stop, one - stop]), 0)
    if not end:
        raise SignatureError("yang ditandatangani bukan seluruh berkas sampai akhir pembaruan itu")
    written, signed = data[begin:stop], data[:begin] + data[stop:end]
    if not written.startswith(b"<") or not written[1:-1].isalnum() or len(written) % 2:
        raise SignatureError("/Contents bukan satu deret angka heksadesimal")
    packed = bytes.fromhex(written[1:-1].decode())
    if way == STAMP:
        return read_stamp(packed, signed)
    return read_seal(packed, signed, _moment(given.get("/M")), must_name=way == _PADES)


def _moment(value: Value) -> datetime | None:
    """A date of a PDF; `None` where it is none, or has no time zone."""
    found = _MOMENT.fullmatch(value) if isinstance(value, bytes) else None
    if not found:
        return None
    zone = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
    with suppress(ValueError):
        there = timezone(-zone if found[2] == b"-" else zone)
        return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=there)
    return None
