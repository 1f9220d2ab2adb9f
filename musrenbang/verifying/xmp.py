"""Whether two packets of metadata (XMP) say the same, however they are written."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_PACKET = re.compile(rb"<\?xpacket[^>]*\?>")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_GROUPS = frozenset({"{adobe:ns:meta/}xmpmeta", f"{_RDF}RDF", f"{_RDF}Description"})
_TOUCHED = frozenset(
    {
        *("{http://ns.adobe.com/pdf/1.3/}Producer", "{adobe:ns:meta/}xmptk"),
        *(f"{{http://ns.adobe.com/xap/1.0/}}{name}" for name in ("ModifyDate", "MetadataDate")),
        *(f"{_RDF}about", f"{_RDF}parseType"),
    }
)
"""What of metadata a signing program changes: its name, the time, and how they are written."""


def same_metadata(before: bytes, after: bytes) -> bool:
    """Whether metadata say no more than which program touched the file, and when."""
    if re.search(rb"<!|\0", after):
        return False  # entities, or another encoding that hides them
    try:
        return _facts(before) == _facts(after)
    except (ET.ParseError, RecursionError):
        return False


def _facts(xmp: bytes) -> list[tuple[str, ...]]:
    """What metadata say, however they are written: each value behind the names that lead to it."""

    def walk(element: ET.Element, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        way = way if element.tag in _GROUPS else (*way, element.tag)
        for name, value in element.items():
            yield (*way, value) if name == f"{_RDF}resource" else (*way, name, value)
        if text := (element.text or "").strip():
            yield (*way, text)
        for child in element:
            yield from walk(child, way)
            if text := (child.tail or "").strip():
                yield (*way, text)

    found = walk(ET.fromstring(_PACKET.sub(b"", xmp)), ())  # noqa: S314 - no entities
    return sorted(one for one in found if not _TOUCHED & {*one[-2:-1]})
