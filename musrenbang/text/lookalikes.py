"""What a reader sees of a text, told by Unicode's properties of its characters.

`oddities` finds what nobody sees, or takes for something else: records refuse it, and wherever a
text is shown it is written out as a number (`escaping`). `look` is what texts that look alike have
in common; `skeleton` is that without capitals, and all that is compared is compared by it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple


class _Sort(Enum):
    """What a character is to a reader."""

    PLAIN = auto()
    LATIN = auto()
    HIDDEN = auto()
    BLANK = auto()
    UNKNOWN = auto()
    OTHER_FORM = auto()
    MARK = auto()
    """Judged by the letter it stands on."""
    FOREIGN = auto()
    """A letter of another script, judged by the word it stands in."""


_TOLD = {
    _Sort.HIDDEN: (
        "Ada karakter tersembunyi",
        "Hapus, atau ketik ulang kata itu; sering terbawa saat menyalin dari tempat lain.",
    ),
    _Sort.BLANK: ("Ada spasi yang bukan spasi biasa", "Ganti dengan spasi biasa."),
    _Sort.UNKNOWN: ("Ada karakter yang tidak dikenal", "Hapus, atau ganti dengan huruf biasa."),
    _Sort.OTHER_FORM: ("Ada karakter yang tampak seperti karakter lain", "Tulis “{plain}”."),
    _Sort.MARK: ("Ada tanda yang bertumpuk, atau terpisah dari hurufnya", "Ketik ulang hurufnya."),
    _Sort.FOREIGN: (
        "Ada huruf dari aksara lain yang tampak seperti huruf Latin",
        "Ketik ulang katanya dengan huruf Latin.",
    ),
}


class Oddity(NamedTuple):
    """A character that is not what it seems."""

    at: int
    fault: str
    """What is wrong, with its number and the text around it; no full stop at the end."""
    hint: str


_AROUND = 16
_MOST_MARKS = 2
"""So many marks on one letter are still writing, not a pile."""
_RUN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
    r"|(?<![A-Za-z0-9])[A-Za-z0-9]*[^\x00-\x7f][A-Za-z0-9\x80-\U0010ffff]*"
)
"""What can hold an oddity: a control character, or a run with characters beyond ASCII."""


def oddities(text: str) -> Iterator[Oddity]:
    """Every character of a text that a reader cannot see or takes for another, in order.

    By property, not by list: blanks that are no spaces, whatever is left out when text is shown,
    other forms of ASCII letters and digits, marks that pile up or stand beside the letter they
    belong in, and letters of another script within Latin words or in words that read as Latin.
    Tabs and ends of lines are what they seem.
    """
    for run in _RUN.finditer(text):
        at = run.start()
        for _, chars in groupby(run[0], _in_word):
            word = "".join(chars)
            for place, sort in _misleading(word):
                yield _oddity(text, at + place, sort)
            at += len(word)


def _misleading(word: str) -> Iterator[tuple[int, _Sort]]:
    """The places in a word, or in what stands between two, whose characters mislead there."""
    sorts = [*map(_sort, word)]
    foreign = [char for char, sort in zip(word, sorts, strict=True) if sort is _Sort.FOREIGN]
    is_foreign = _Sort.LATIN not in sorts and not all(look(char).isascii() for char in foreign)
    for place, sort in enumerate(sorts):
        if sort is _Sort.FOREIGN and is_foreign:
            continue
        if sort in _TOLD and (sort is not _Sort.MARK or _is_misplaced(word, place)):
            yield place, sort


def _is_misplaced(word: str, place: int) -> bool:
    """Whether a mark stands on nothing, belongs into the letter before it, or is one too many.

    Latin letters with a mark are letters of their own; a dot on an i would not even be seen.
    """
    above = word[max(0, place - _MOST_MARKS) : place + 1]
    marks = [unicodedata.category(char)[0] == "M" for char in above]
    on_letter = place > 0 and _sort(word[place - 1]) in {_Sort.FOREIGN, _Sort.MARK}
    piles = len(marks) > _MOST_MARKS and all(marks)
    encloses = unicodedata.category(word[place]) == "Me"
    return not on_letter or piles or encloses or not unicodedata.is_normalized("NFC", above)


def _oddity(text: str, at: int, sort: _Sort) -> Oddity:
    char, (fault, hint) = text[at], _TOLD[sort]
    before = text[max(0, at - _AROUND) : at].rpartition("\n")[2]
    after = text[at + 1 : at + _AROUND].partition("\n")[0]
    told = f"{fault} (U+{ord(char):04X}): “{before.lstrip()}{char}{after}”"
    return Oddity(at, told, hint.format(plain=look(char)))


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


_OUT_OF_SIGHT = frozenset({"Cc", "Cf", "Zl", "Zp"})
_NOT_ASSIGNED = frozenset({"Cn", "Co", "Cs"})
_FORMS = frozenset({"<font>", "<wide>", "<narrow>", "<small>"})
_LATIN_NAMES = frozenset({"LATIN", "MODIFIER", "MICRO", "FEMININE", "MASCULINE"})
_IGNORED = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Default_Ignorable_Code_Point, from Unicode's DerivedCoreProperties.txt; Python lacks it."""
_EMPTY_NAMES = frozenset({"BLANK", "FILLER", "NULL"})
"""Words in the names of characters that are drawn as nothing without being ignored."""


@lru_cache(maxsize=4096)
def _sort(char: str) -> _Sort:
    category = unicodedata.category(char)
    if char in "\t\n\r ":
        return _Sort.PLAIN
    if category == "Zs":
        return _Sort.BLANK
    name = unicodedata.name(char, "").split(" ")
    ignored = any(first <= ord(char) <= last for first, last in _IGNORED)
    if category in _OUT_OF_SIGHT or ignored or not _EMPTY_NAMES.isdisjoint(name):
        return _Sort.HIDDEN
    if category in _NOT_ASSIGNED or "REPLACEMENT" in name:
        return _Sort.UNKNOWN
    return _sort_of_seen(char, category[0], name[0])


def _sort_of_seen(char: str, category: str, script: str) -> _Sort:
    """The sort of a character that is drawn, by its kind and the first word of its name."""
    is_letter = category == "L"
    is_foreign = is_letter and script not in _LATIN_NAMES
    if category == "M":
        return _Sort.MARK
    if _is_other_form(char) or (not is_foreign and _SEEN_AS.get(char, "").isalnum()):
        return _Sort.OTHER_FORM
    if is_foreign:
        return _Sort.FOREIGN
    return _Sort.LATIN if is_letter else _Sort.PLAIN


def _is_other_form(char: str) -> bool:
    """Whether a character is another one under a number of its own; signs as “…” are not."""
    if char.isascii():
        return False
    if unicodedata.category(char) == "Nd" or not unicodedata.is_normalized("NFC", char):
        return True
    plain = unicodedata.normalize("NFKC", char)
    form = unicodedata.decomposition(char).partition(" ")[0]
    joined = form == "<compat>" and plain.isalnum() and unicodedata.category(char)[0] in "LN"
    return plain.isascii() and (form in _FORMS or joined)


def seen(text: str) -> str:
    """A text as its reader sees it: in ASCII as far as it looks like ASCII, hidden things left out.

    Lines and the blanks within them stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_look, unicodedata.normalize("NFC", text)))


def without_hidden(text: str) -> str:
    """A text without the characters that nobody sees; blanks stay what they are."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if _sort(char) is not _Sort.HIDDEN)


def look(text: str) -> str:
    """What two texts have in common that look alike, every run of blanks one space."""
    return " ".join(seen(text).split())


def skeleton(text: str) -> str:
    """What two texts have in common that differ in nothing but looks and capitals."""
    return look(text).casefold()


def told_apart(*texts: str) -> tuple[str, ...]:
    """Texts as they are; of those that look like another one, the odd characters as numbers.

    The numbers are Unicode's: “R[U+0430]wasari”; a blank is odd at an end or after another.
    """
    alike = Counter(look(text) for text in {*texts})
    return tuple(text if alike[look(text)] == 1 else _numbered(text) for text in texts)


def _numbered(text: str) -> str:
    odd = r"[^\x00-\x7f]|\t|^\s|\s$|(?<=\s)\s"
    return re.sub(odd, lambda found: f"[U+{ord(found[0]):04X}]", text)


@lru_cache(maxsize=4096)
def _look(char: str) -> str:
    if char in _SEEN_AS:
        return _SEEN_AS[char]
    sort, capital = _sort(char), char.upper()
    if sort is _Sort.HIDDEN or unicodedata.category(char) == "Me":
        return ""
    if sort is _Sort.BLANK:
        return " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if capital in _SEEN_AS:
        return _SEEN_AS[capital].lower()
    plain = unicodedata.normalize("NFKC", char)
    return char if plain == char else "".join(map(_look, plain))


def _table(rows: str) -> dict[str, str]:
    pairs = (row.split() for row in rows.strip().splitlines())
    return {chr(int(code, 16)): plain for plain, *codes in pairs for code in codes}


_SEEN_AS = _table(
    """
    - 2010 2011 2012 2013 2014 2015 2043 2212 02D7 FE58 2796
    ' 2018 2019 201A 201B 2032 00B4 02B9 02BB 02BC 02BD 02C8 A78C
    " 201C 201D 201E 201F 2033 02BA
    / 2044 2215 29F8 2571
    . 2024 00B7 2219 22C5
    | 2223 23FD 2502 2758
    2 01A7 03E8 14BF A644 A6EF A75A
    3 01B7 021C 0417 04E0 2CCC A76A A7AB 118CA 16F3B 1D206
    4 13CE 118AF
    5 01BC 118BB
    6 0431 13EE 2CD2 118D5
    7 104D2 118C6 1D212
    8 0222 0223 1031A
    9 2CCA A76E 118AC 118CC 118D6
    A 0391 0410 13AA 15C5 A4EE 102A0 16F40
    B 0392 0412 13F4 15F7 A4D0 A7B4 10282 102A1 10301
    C 0421 13DF 2CA4 A4DA 102A2 10302 10415 1051C 118F2 1F74C
    D 13A0 15DE 15EA A4D3
    E 0395 0415 13AC 22FF 2D39 A4F0 10286 118A6 118AE
    F 03DC 15B4 A4DD A798 10287 102A5 10525 118A2 118C2 1D213
    G 050C 13C0 13F3 A4D6
    H 0397 041D 13BB 157C 2C8E A4E7 102CF
    J 037F 0408 13AB 148D A4D9 A7B2
    K 039A 041A 13E6 16D5 2C94 A4D7 10518
    L 13DE 14AA 2CD0 A4E1 1041B 10526 118A3 118B2 16F16 1D22A
    M 039C 03FA 041C 13B7 15F0 16D6 2C98 A4DF 102B0 10311
    N 039D 2C9A A4E0 10513
    O 039F 041E 0555 0B20 12D0 2C9E 2D54 3007 A4F3 10292 102AB 10404 104C2 10516 118B5
    P 03A1 0420 13E2 146D 2CA2 A4D1 10295
    Q 2D55
    R 01A6 13A1 13D2 1587 A4E3 104B4 16F35 1D216
    S 0405 054F 13D5 13DA A4E2 10296 10420 16F3A
    T 03A4 0422 13A2 22A4 27D9 2CA6 A4D4 10297 102B1 10315 118BC 16F0A 1F768
    U 054D 1200 144C 222A 22C3 A4F4 104CE 118B8 16F42
    V 0474 13D9 142F 2D38 A4E6 A6DF 1051D 118A0 16F08 1D20D
    W 051C 13B3 13D4 A4EA 118EF
    X 03A7 0425 166D 16B7 2573 2CAC 2D5D A4EB A7B3 10290 102B4 10317 10322 10527 118EC
    Y 03A5 0423 04AE 13A9 13BD 2CA8 A4EC 102B2 118A4 16F43
    Z 0396 13C3 A4DC 102F5 118A9
    a 0251 03B1 0430 237A
    b 0184 042C 13CF 1472 15AF
    c 0441 1D04 2CA5 ABAF 1043D
    d 0501 13E7 146F A4D2
    e 0435 04BD 212E AB32
    f 0584 1E9D A799 AB35
    g 018D 0261 0581 1D83
    h 04BB 0570 13C2
    i 0131 0269 026A 03B9 0456 04CF 13A5 2373 A647 AB75 118C3
    j 03F3 0458
    l 0196 01C0 0399 0406 04C0 16C1 2C92 2D4F A4F2 1028A 10309 10320 16F28
    l 0627 05D5 05DF 07CA
    n 0578 057C
    o 03BF 03C3 043E 0585 0D20 101D 10FF 1D0F 1D11 2C9F AB3D 1042C 104EA 118C8 118D7
    o 05E1 0647 06BE 06C1 06D5
    p 03C1 0440 2374 2CA3
    q 051B 0563 0566
    r 0433 1D26 2C85 AB47 AB48 AB81
    s 01BD 0455 A731 ABAA 10448 118C1
    u 028B 03C5 057D 1D1C A79F AB4E AB52 104F6 118D8
    v 03BD 0475 1D20 2228 22C1 ABA9 11706 118C0
    w 026F 0461 051D 0561 1D21 AB83 1170A 1170E 1170F
    x 0445 1541 157D 166E 292B 292C 2A2F
    y 0263 028F 03B3 0443 04AF 10E7 1D8C 1EFF AB5A 118DC
    z 1D22 AB93 118C4
    """
)
"""What looks like ASCII: Unicode's confusables.txt (UTS #39) as far as it names ASCII letters and
digits and NFKC does not, and the strokes, quotation marks and signs of print."""
