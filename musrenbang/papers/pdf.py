"""From HTML to PDF through WeasyPrint. Importing this takes a second: do so only to render."""

import io
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from fontTools.ttLib import TTFont

from musrenbang.papers.tags import Tag, tags_of
from musrenbang.text.errors import UsageError

try:
    import weasyprint.pdf
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError:
    raise UsageError(
        "Dokumen PDF disusun dengan Pango, dan pustaka itu tidak ada di komputer ini. Terbitkan "
        "tanpa dokumen dengan pilihan --tanpa-dokumen; dokumennya dibuat peladen yang menerbitkan "
        "situs. Untuk membuatnya di sini, pasang Pango: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0 (Debian), brew install pango (macOS)."
    ) from None

SCHEME = "tema:"
UNPRINTABLE = "□"
_FONTS = (".otf", ".ttf", ".woff2")
_WITHOUT_GLYPH = frozenset(map(ord, "\t\n\r\N{ZERO WIDTH SPACE}"))

# Of the archival variants WeasyPrint writes, PDF/A-3a alone is tagged, may carry data that is no
# PDF, and is PDF 1.7, on which PDF/UA-1 builds. Only the frame of a document carries the marks; it
# is written without tags, since the document it is bound into has those of its sheets.
_VARIANT = "pdf/a-3b"
_UNTAGGED_MARK, _TAGGED_MARK = (f'pdfaid:conformance="{level}"'.encode() for level in "BA")
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def _keep_tags(_pdf: Any, document: Any, _version: Any, streams: Any) -> None:
    document.tags = tags_of(document.pages, streams)


# Each sheet brings the tags of its content, and `binding` writes those of all sheets.
weasyprint.pdf.add_tags = _keep_tags


class ThemeFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Serves files that are in memory; whatever else is asked for ends the rendering."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        path = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or path not in self._files:
            raise FatalURLFetchingError(f"refused: {url}")
        kind = "image/svg+xml" if path.endswith(".svg") else "application/octet-stream"
        return URLFetcherResponse(url, self._files[path], {"Content-Type": kind})


class Typesetter:
    """Sets HTML as PDF with these files, the fonts among them, and nothing else."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._fonts = FontConfiguration()
        self._stylesheet = cache(self._parse)
        self._printable = frozenset[int]().union(
            *(
                TTFont(io.BytesIO(data), lazy=True).getBestCmap()
                for name, data in files.items()
                if name.endswith(_FONTS)
            )
        )

    def sheets(self, html: str, css: str) -> tuple[bytes, Tag]:
        """Pages without furniture, metadata or attachments, to be bound, and their tags."""
        document = self._layout(html, css)
        data = _write(document, pdf_tags=True)
        return data, document.tags

    def numbers(self, html: str, css: str) -> bytes:
        """Pages with nothing but their numbers, to be laid under sheets."""
        return _write(self._layout(html, css))

    def frame(
        self,
        html: str,
        css: str,
        files: Mapping[str, bytes],
        attachments: Mapping[str, bytes],
        moment: datetime,
    ) -> bytes:
        """What stands on every page, untagged since it is no content.

        They carry the metadata of the document they will frame, and its attachments. `files` are
        what they show besides the files of the theme.
        """
        # WeasyPrint writes an attachment's date with a Z, whatever its zone is.
        moment = moment.astimezone(UTC)
        return _write(
            self._layout(html, css, files),
            pdf_variant=_VARIANT,
            attachments=[
                weasyprint.Attachment(
                    string=content,
                    name=name,
                    description="Data dokumen ini",
                    created=moment,
                    modified=moment,
                    relationship="Source",
                )
                for name, content in sorted(attachments.items())
            ],
            finisher=_finish,
        )

    def _parse(self, css: str) -> "weasyprint.CSS":
        fetcher = ThemeFetcher(self._files)
        return weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=self._fonts)

    def _layout(
        self, html: str, css: str, files: Mapping[str, bytes] = MappingProxyType({})
    ) -> "weasyprint.Document":
        """Break a document into pages.

        What no bundled font can print becomes a box: otherwise a font of this machine would be
        taken, and another one elsewhere. The attached data keeps the original.
        """
        fetcher = ThemeFetcher({**self._files, **files})
        missing = {ord(char) for char in set(html)} - self._printable - _WITHOUT_GLYPH
        return weasyprint.HTML(
            string=html.translate(dict.fromkeys(missing, UNPRINTABLE)),
            base_url=SCHEME,
            url_fetcher=fetcher,
        ).render(
            stylesheets=[self._stylesheet(css)],
            font_config=self._fonts,
        )


def _write(document: "weasyprint.Document", **options: Any) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile's file to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = document.write_pdf(**options)
    return data


def _finish(_document: Any, pdf: Any) -> None:
    # The mark of PDF/UA goes into the one RDF element an XMP packet may have.
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number].stream
    stream[:] = [
        part.replace(_UNTAGGED_MARK, _TAGGED_MARK).replace(b"</rdf:RDF>", _PDF_UA + b"</rdf:RDF>")
        for part in stream
    ]
    # WeasyPrint lists every attachment twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
