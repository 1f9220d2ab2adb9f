"""QR codes that lead to an address, for papers and for what residents pass on."""

import io
import re
from functools import cache

import segno
from markupsafe import Markup

_MASK = 0
"""Readers take any of the eight; looking for the best costs more than all else of a page."""
_RUN = re.compile(r"0+|1+")
_DIGIT = re.compile(r"[1-9]")


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG."""
    modules, size = _modules(address)
    bits = f"{modules:0{size * size}b}"
    path = "".join(
        f"M0 {row}.5{''.join(map(_drawn, _RUN.findall(bits, row * size, (row + 1) * size)))}"
        for row in range(size)
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" class="qr">'
        '<title>Kode QR: {1}</title><path stroke="#000" d="{2}"/></svg>'
    ).format(size, address, path)


@cache
def _drawn(run: str) -> str:
    """The stroke of some modules beside each other, or the way past them."""
    return f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0"


@cache
def qr_image(address: str) -> bytes:
    """A QR code as a picture, which a document holds once however many pages show it."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="png", scale=8, border=0)
    return stream.getvalue()


def _modules(address: str) -> tuple[int, int]:
    """All modules, row by row, as the bits of one number, and how many stand in a row.

    Addresses of a year differ in digits alone. One bit more of a text always turns the same
    modules (error correction and mask are linear, ISO/IEC 18004), so each is encoded once.
    """
    shape = _DIGIT.sub("0", address)
    modules, size = _encoded(shape)
    for digit in _DIGIT.finditer(address):
        for bit in (1, 2, 4, 8):
            if int(digit[0]) & bit:
                modules ^= _turned(shape, digit.start(), str(bit))
    return modules, size


@cache
def _turned(shape: str, place: int, digit: str) -> int:
    """The modules that one digit turns in a text that has 0 there."""
    return _encoded(shape)[0] ^ _encode(f"{shape[:place]}{digit}{shape[place + 1 :]}")[0]


def _encode(text: str) -> tuple[int, int]:
    made = segno.make(text, error="m", mode="byte", mask=_MASK, micro=False).matrix
    return int("".join(str(module) for row in made for module in row), 2), len(made)


_encoded = cache(_encode)
