"""Any spreadsheet file as tables, whatever its name says it is."""

import re
from pathlib import Path

from musrenbang.sheets.delimited import read_delimited
from musrenbang.sheets.ods import read_ods
from musrenbang.sheets.table import Table
from musrenbang.sheets.web_page import read_web_page
from musrenbang.sheets.xls import read_xls
from musrenbang.sheets.xlsx import BROKEN, OLE, open_archive, read_xlsx
from musrenbang.text.errors import CommandError, UsageError, reason

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|body|meta|style|"
    rb"table|div|center|h[1-6]|p\b|br|\?xml)"
)
_XML_OF_2003, _LOOKED_AT = b"urn:schemas-microsoft-com:office:spreadsheet", 4096
_TABLE = re.compile(rb"(?i)<tr\b")
_OLDER = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""What Excel wrote before it put a workbook into OLE."""
_TEXTS = {".csv", ".tsv", ".txt", ".tab"}
_BINARY = {".xls", ".xlsx", ".xlsm", ".ods", ".xltx", ".xlt"}


def read_file(path: Path, most: int) -> bytes:
    """What a file holds; refuses one that cannot be opened, or has more bytes than `most`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} tidak dapat dibaca: {reason(error)}.") from None
    if len(data) > most:
        raise CommandError(f"{path} lebih besar dari {most // 1024**2} MB.")
    return data


def read_tables(path: Path, data: bytes) -> list[Table]:
    """The worksheets of a file, hidden ones too.

    Raises `CommandError` where it cannot be read, `UsageError` where it is no spreadsheet at all.
    """
    file, ending = str(path), path.suffix.lower()
    if data.startswith(OLE):
        if _ENCRYPTED in data:
            raise CommandError(f"{file} bersandi. Simpan ulang sebagai XLSX tanpa sandi.")
        return list(read_xls(file, data))
    if data.startswith(b"PK\x03\x04"):
        return list(read_ods(file, data) if _is_ods(file, data) else read_xlsx(file, data))
    if _XML_OF_2003 in data[:_LOOKED_AT]:
        raise CommandError(
            f"{file} berformat XML Spreadsheet 2003. Buka dengan Excel atau LibreOffice dan simpan "
            "ulang sebagai XLSX."
        )
    if _WEB_PAGE.match(data):
        if _TABLE.search(data):
            return [read_web_page(file, data)]
        raise CommandError(
            f"{file} sebenarnya halaman web, bukan lembar kerja. Buka dengan Excel atau "
            "LibreOffice dan simpan ulang sebagai XLSX."
        )
    if ending == ".xls" and data.startswith(_OLDER):
        return list(read_xls(file, data))
    if ending in _TEXTS or (ending == ".xls" and data):
        return [read_delimited(file, data)]
    if ending in _BINARY:
        return list(read_xlsx(file, data))
    raise UsageError(
        f"{path} bukan lembar kerja. Yang dibaca: XLSX, XLS, ODS, CSV dan TSV; simpan ulang "
        "sebagai XLSX, lalu coba lagi."
    )


def _is_ods(file: str, data: bytes) -> bool:
    try:
        with open_archive(file, data) as archive:
            return "content.xml" in archive.namelist()
    except BROKEN:
        return False
