"""QR codes that lead to an address, for papers and for what residents pass on."""

import io
from functools import cache

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=0,
        title=f"Kode QR: {address}",
        svgclass="qr",
        lineclass=None,
    )
    return Markup(stream.getvalue().decode())  # noqa: S704 - segno escapes the title


@cache
def qr_image(address: str) -> bytes:
    """A QR code as a picture, which a document holds once however many pages show it."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="png", scale=8, border=0)
    return stream.getvalue()
