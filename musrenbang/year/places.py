"""RT and RW in words: what an address, a cell or a heading says of them.

On identity cards and in “05/03” the RT comes first. A text is read only where there is one way to.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class UnclearPlaceError(ValueError):
    """A text that names RT or RW in more than one way, or in none that holds."""


_AFTER = r"[\s.:=_–—-]*(?:no(?:mor)?\b[\s.:]*|/\s*(?=[0-9]))?"
_TOKEN = re.compile(
    rf"(?P<T>(?<![^\W\d_])(?:R\.?\s?T|rukun\s+tetangga)(?:(?=RW|[OIL][0-9])|(?![^\W\d_]){_AFTER}))"
    rf"|(?P<W>(?:(?<![^\W\d_])|(?<=RT))(?:R\.?\s?W|rukun\s+warga)"
    rf"(?:(?=[OIL][0-9])|(?![^\W\d_]){_AFTER}))"
    r"|(?P<range>s\s?/\s?d\b\.?|s\.?d\b\.?(?=\s*(?:[0-9]|R\.?[TW]))|(?:sampai|hingga)\b"
    r"(?:\s+dengan\b)?)"
    r"|(?P<dash>[–—-])"
    r"|(?P<comma>(?:[,;&+]|dan\b)(?:\s*(?:[,;&+]|dan\b))*)"
    r"|(?P<slash>[/\\])"
    r"|(?P<beside>(?:arah|atau|batas|bekas|belakang|dekat|depan|eks|ke|menuju|perbatasan|samping"
    r"|sebelah|seberang|sekitar)\b)"
    r"|(?P<post>(?:pos|posko|balai|kantor|gedung|sekretariat|sekre|rumah|saung)\s+(?:ketua\s+)?"
    r"R\.?\s?[TW]\s*,?\s*no(?:mor)?\b[\s.:]*[0-9]+[a-z]?(?![^\W_]))"
    r"|(?P<house>(?:no(?:mor)?|blok|kav)\b[\s.:]*(?:[a-z][\s./-]*)?[0-9]+(?:/[0-9]+)*)"
    r"|(?P<number>(?:[0-9]{1,3}|0{1,2}[0-9]{1,2})(?=[\W_]|$|R[TW]|dan\b|s\.?d\b)(?!\.[0-9]))"
    r"|(?P<figure>[0-9]+(?:\.[0-9]+)*[^\W_]*)"
    r"|(?P<word>[^\W_]+|[^\w\s.:()\[\]\"'“”\u2018\u2019#|*])",
    re.IGNORECASE,
)
_KINDS = {
    "T": "T",
    "W": "W",
    "range": "~",
    "dash": "-",
    "comma": ",",
    "slash": "/",
    "beside": "!",
    "house": "x",
    "post": "x",
}
_QUANTITY = re.compile(
    r"[1-9][0-9.]*(?:,[0-9]+)?\s*(?:titik|unit|m[²³23']?|meter|km|cm|ha|buah|bh|lokasi|lokal|ls"
    r"|paket|ruang|lantai|orang|rumah|kk|hari|bulan|tahun|jan(?:uari)?|feb(?:ruari)?|maret|april"
    r"|mei|juni|juli|agustus|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|desember)(?![^\W_])",
    re.IGNORECASE,
)
_POSTCODE_OR_DEGREES = re.compile(r"[0-9]{4,}|[0-9]+\.[0-9]{3,}")
_ROMAN = re.compile(r"[IVX]{1,6}|[ivx]{2,6}")
_LIKE_NUMBER = re.compile(
    r"[ivxlo]+|\w|\w*\d\w*|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh",
    re.IGNORECASE,
)
_RTS = "n(?:[,~-]T?n)*+(?!(?<=[,~-]n)T)"
_RWS = "n(?:[,~-]W?n)*+"
_PAIR = f"({_RTS})/(n)"
_DASHED = "(n)-(n)"
_PAIRS = re.compile(f"{_PAIR}|{_DASHED}")
_BOTH = "T[/,-]?W"
_BOTH_REVERSED = "W[/,-]?T"
_PLACE = re.compile(
    rf"(?:{_BOTH}(?=[TW]))?+(?:"
    rf"(?:{_BOTH}|T)(?P<pairs>{_PAIR}(?:,T?{_PAIR})*+)(?![/,-]?W)"
    rf"|{_BOTH}(?P<dashed>{_DASHED}(?:,{_DASHED})*+)"
    rf"|{_BOTH_REVERSED}(?P<rw_first>n)/(?P<rt_then>{_RTS})"
    rf"|T(?P<rt>{_RTS})(?:[/,-]?W(?P<rw_after>{_RWS}))?"
    rf"|W(?P<rw>{_RWS})(?:[/,-]?T(?P<rt_after>{_RTS}))?"
    ")"
)
"""What may be said of RT and RW in one go, in the letters of `_tokens`."""
_BOTH_WORDS = re.compile(f"{_BOTH}|{_BOTH_REVERSED}")
_BARE_PAIR = re.compile("[,-]?n/n[,-]?")
_LONG_LIST = re.compile("[,~-]n$")
_UNCLEAR = "RT dan RW tidak terbaca dengan satu arti"
_MOST_RT = 60
_MOST_DIGITS = 20
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def _tokens(text: str) -> tuple[str, list[str]]:
    """What a text consists of, a letter each, and the words at the same places.

    T and W are the words RT and RW, n a number, and "," "-" "~" "/" what joins them; "?" looks
    like a number and is none, "!" tells of another place, and x is everything else.
    """
    kinds, words = ["x"], [""]
    for token in _TOKEN.finditer(text):
        kinds.append(_kind(token, kinds[-1]))
        words.append(token[0])
    return "".join(kinds), words


def _kind(token: re.Match[str], before: str) -> str:
    group, word = token.lastgroup or "", token[0]
    if group in _KINDS:
        return _KINDS[group]
    if group == "word":
        if before in "TW/,~-" and _ROMAN.fullmatch(word):
            return "n"
        return "?" if before in "TW/,~-" and _LIKE_NUMBER.fullmatch(word) else "x"
    if before != "/" and _QUANTITY.match(token.string, token.start()):
        return "?" if before in "TW" else "x"
    if group == "number":
        return "n"
    is_other = before in ",-" and _POSTCODE_OR_DEGREES.fullmatch(word)
    return "?" if before in "TW/,~-" and not is_other else "x"


class RtRw(NamedTuple):
    """What a text says of RT and RW: on identity cards and in “05/03” the RT comes first."""

    rw: tuple[str, ...] = ()
    rt: tuple[str, ...] = ()
    is_clear: bool = True
    """Whether everything it says could be read in one way only."""


def rt_rw_in(text: str) -> RtRw:
    """All RT and RW a text names; none where a part of it is unclear."""
    kinds, words = _tokens(text)
    try:
        places = [_named(place, words) for place in _places(kinds)]
    except UnclearPlaceError:
        return RtRw(is_clear=False)
    if any(rt and not rw for rw, rt in places) and any(rt and rw for rw, rt in places):
        return RtRw(is_clear=False)
    rws = {number for rw, _ in places for number in rw}
    rts = {number for _, rt in places for number in rt}
    return RtRw(_three_digits(rws), _three_digits(rts))


def _places(kinds: str) -> Iterator[re.Match[str]]:
    """What the tokens say of RT and RW, place by place; refused where a part is left over."""
    is_named = has_bare_pair = False
    for run in re.finditer("[^x]+", kinds):
        said = re.search("[TW].*", run[0])
        has_bare_pair = has_bare_pair or bool(_BARE_PAIR.fullmatch(run[0]))
        if not said or not re.search("[n?]", said[0]):
            continue
        start = run.start() + said.start()
        end = start + len(said[0].rstrip(",-!/" if re.search("W|/n", said[0]) else ",-!"))
        if kinds.endswith(("~", "!", "n/"), 0, start):
            raise UnclearPlaceError(_UNCLEAR)
        while start < end:
            place = _PLACE.match(kinds, start, end)
            if not place or (_LONG_LIST.search(place[0]) and kinds.startswith("x", place.end())):
                raise UnclearPlaceError(_UNCLEAR)
            yield place
            is_named = True
            start = place.end() + kinds.startswith(",", place.end())
    if is_named and has_bare_pair:
        raise UnclearPlaceError(_UNCLEAR)


def _named(place: re.Match[str], words: list[str]) -> tuple[list[int], list[int]]:
    """RW and RT of one place."""
    rw: list[int] = []
    rt: list[int] = []
    for name, said in place.groupdict().items():
        if said and name.startswith("rw"):
            rw += _numbers(place, name, words)
        elif said and name.startswith("rt"):
            rt += _numbers(place, name, words)
        elif said:
            for pair in _PAIRS.finditer(place.string, *place.span(name)):
                rt += _numbers(pair, 1 if pair[1] else 3, words)
                rw += _numbers(pair, 2 if pair[2] else 4, words)
    return rw, rt


def _numbers(match: re.Match[str], group: str | int, words: list[str]) -> list[int]:
    """Numbers of a list in tokens, those between the ends of a range too."""
    found: list[int] = []
    is_range = False
    for at in range(*match.span(group)):
        if match.string[at] == "n":
            if len(words[at]) > _MOST_DIGITS:
                raise UnclearPlaceError("nomornya terlalu panjang")
            number = int(words[at]) if words[at].isdigit() else _roman(words[at].upper())
            first = found[-1] if is_range else number
            if not first <= number <= first + _MOST_RT:
                raise UnclearPlaceError("rentang nomor harus dari yang kecil ke yang besar")
            found += range(first, number + 1)
            is_range = False
        is_range = is_range or match.string[at] in "-~"
    return found


def _three_digits(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{number:03d}" for number in sorted(set(numbers)) if number)


def says_rt_rw(title: str) -> bool:
    """Whether a column holds RT and RW together."""
    return _BOTH_WORDS.search(_tokens(title)[0]) is not None


_HOUSE = re.compile(r"(?i)\W*(?:no(?:mor)?|blok|kav)\b[\s.:]*[a-z]?[0-9]+/[0-9]+")
"""A house, which is numbered as RT and RW are."""


def titled_rt_rw(title: str, text: str) -> str:
    """The text of a cell, after its column's title where only that says what “05/03” is."""
    words = _BOTH_WORDS.search(_tokens(title)[0])
    if not words or not text or _HOUSE.match(text) or re.search("[TW]", _tokens(text)[0]):
        return text
    return f"{'RT/RW' if words[0][0] == 'T' else 'RW/RT'} {text}"


def listed(text: str, word: Literal["RT", "RW"]) -> tuple[str, ...]:
    """The numbers of a text that says nothing else, in three digits; none where it does.

    Raises `UnclearPlaceError` for a range that goes backwards.
    """
    titled = text if re.match(rf"x{word[1]}", _tokens(text)[0]) else f"{word} {text}"
    kinds, words = _tokens(titled)
    said = re.fullmatch(rf"x{word[1]}(n(?:[,~-]{word[1]}?n)*)", kinds)
    return _three_digits(_numbers(said, 1, words)) if said else ()


def rw_listed(text: str) -> tuple[str, ...]:
    """Several RW, where a text names nothing else."""
    try:
        found = listed(text, "RW")
    except UnclearPlaceError:
        return ()
    return found if len(found) > 1 else ()


def _roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
