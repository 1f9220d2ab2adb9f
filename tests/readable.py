"""Characters that a record may hold wherever they stand."""

from musrenbang.text.lookalikes import oddities

READABLE = "".join(
    char
    for char in map(chr, range(0x20, 0x3000))
    if not any(oddities(char)) and not any(oddities(f"a{char}"))
)
