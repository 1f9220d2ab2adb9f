"""Reading a web page with tables, as many offices' systems export it under the name of XLS.

The whole page is one worksheet: each row of a table is a row, each other paragraph a row of one
cell. A table within a cell comes below the row of that cell.
"""

import re
from html.parser import HTMLParser

from musrenbang.sheets.cells import Cell
from musrenbang.sheets.delimited import decoded
from musrenbang.sheets.table import Room, Rows, Span, Table, too_large

_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "title"})
_PARAGRAPHS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr", "center", "caption"}
)
_STRIKING = frozenset({"s", "strike", "del"})
_CELLS = frozenset({"td", "th"})
_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([\w-]+)")
_LOOKED_AT = 2048
_MOST_SPANNED = 1000
_HIDDEN = re.compile(r"(?i)display\s*:\s*none")


def read_web_page(file: str, data: bytes) -> Table:
    """The tables of a page below each other; `CommandError` where they are beyond all bounds."""
    page = _Page(file)
    page.feed(_bounded(file, _text(file, data)))
    page.close()
    return page.table()


def _bounded(file: str, text: str) -> str:
    """The page without comments; refused where a tag does not end, which costs a parser hours."""
    kept, at = [], 0
    for start in _OPENED.finditer(text):
        if start.start() < at:
            continue
        if start[0] == "<!--":
            kept.append(text[at : start.start()])
            end = text.find("-->", start.end())
            at = len(text) if end < 0 else end + len("-->")
        elif text.find(">", start.end(), start.end() + _LONGEST_TAG) < 0:
            raise too_large(file)
    return "".join([*kept, text[at:]])


_OPENED = re.compile(r"<!--|<(?=[a-zA-Z/!?])")
_LONGEST_TAG = 200_000


def _text(file: str, data: bytes) -> str:
    said = _CHARSET.search(data[:_LOOKED_AT])
    if said and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(said[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(file, data)


class _Page(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.rows = Rows(Room(file))
        self.merged: list[Span] = []
        self.hidden_columns: set[int] = set()
        self.unseen = 0
        self.columns = 0
        self.row: list[Cell] | None = None
        self.is_hidden_row = False
        self.strikes = 0
        self.struck: list[bool] = []
        self.text: list[str] = []
        self.span: tuple[int, int] | None = None
        """How far the open cell goes down and across; `None` outside cells."""
        self.taken: dict[int, int] = {}
        """Columns that a cell above reaches into, and for how many more rows."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in {"body", "table"}:
            self.unseen = 0
        if tag == "table":
            self._end_row()
            self._paragraph()
            self.columns, self.taken = 0, {}
        elif tag == "col":
            if _HIDDEN.search(said.get("style", "")):
                self.hidden_columns.add(self.columns)
            self.columns += _span(said.get("span", ""))
        elif tag == "tr":
            self._end_row()
            self._paragraph()
            self.row, self.struck = [], []
            self.is_hidden_row = bool(_HIDDEN.search(said.get("style", "")))
        elif tag in _CELLS:
            self._end_cell()
            self.row, self.text = self.row or [], []
            self.span = _span(said.get("rowspan", "")), _span(said.get("colspan", ""))
        elif tag in _PARAGRAPHS:
            self._break()
        elif tag in _STRIKING:
            self.strikes += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _STRIKING:
            self.strikes = max(0, self.strikes - 1)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()
        elif tag in _PARAGRAPHS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(re.sub(r"[ \t\r\n]+", " ", data))
            if data.strip():
                self.struck.append(self.strikes > 0)

    def _break(self) -> None:
        if self.span is None and self.row is None:
            self._paragraph()
        else:
            self.text.append("\n")

    def _paragraph(self) -> None:
        text = self._said()
        if text:
            self.rows.add([text])

    def _said(self) -> str:
        lines = (" ".join(line.split(" ")).strip() for line in "".join(self.text).split("\n"))
        self.text = []
        return "\n".join(filter(None, lines)).replace("\xa0", " ").strip()

    def _end_cell(self) -> None:
        if self.span is None or self.row is None:
            return
        down, across = self.span
        self.span = None
        self._skip_taken()
        at, left = len(self.rows.rows), len(self.row)
        self.row += [self._said(), *[""] * (across - 1)]
        if down > 1 or across > 1:
            self.merged.append(Span(at, left, at + down - 1, left + across - 1))
        if down > 1:
            self.taken |= dict.fromkeys(range(left, left + across), down)
        if len(self.row) > _MOST_SPANNED * 2:
            raise too_large(self.file)

    def _skip_taken(self) -> None:
        while self.row is not None and self.taken.get(len(self.row), 0) > 0:
            self.row.append("")

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is None:
            return
        self.rows.add(self.row, hidden=self.is_hidden_row, struck=self.struck)
        self.row = None
        self.taken = {at: rest - 1 for at, rest in self.taken.items() if rest > 1}

    def table(self) -> Table:
        self._end_row()
        self._paragraph()
        return self.rows.table("", tuple(self.merged), hidden_columns=self.hidden_columns)


def _span(text: str) -> int:
    return max(1, min(int(text), _MOST_SPANNED)) if re.fullmatch("[0-9]{1,6}", text) else 1
