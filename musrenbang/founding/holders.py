"""Those in office as founding knows them: by account, address and key."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field as About
from pydantic import StringConstraints

from musrenbang.records.fields import Keys, Values
from musrenbang.review.signers import signers_findings
from musrenbang.text.escaping import visible
from schemas.musrenbang import Pejabat


class Pemegang(Pejabat):
    """Seorang pejabat beserta kunci tanda tangannya."""

    kunci: Annotated[str, StringConstraints(max_length=4000)] | None = About(
        None, title="Kunci", description="Kunci SSH publik: isi berkas .pub, ssh-ed25519 AAAA…."
    )


def principal(one: Pemegang) -> str:
    """The name under which an official's key is registered; empty where there is none."""
    return one.email or one.akun.removeprefix("@")


_KEY = re.compile(r"((?:ssh|ecdsa|sk)-[\w@.-]+) ([A-Za-z0-9+/]+={0,2})(?: .*)?")


def public_key(text: str) -> str:
    """A public key as allowed_signers files write it; empty where the text is none."""
    match = _KEY.fullmatch(text.strip())
    key = f"{match[1]} {match[2]}" if match else ""
    return key if key and not signers_findings(f"x {key}".encode()) else ""


def holder_faults(values: Values) -> Iterator[tuple[Keys, str]]:
    """Answers about officials by which no key and no owner could ever be found, and why."""
    for keys, text in values.items():
        wrong = _FAULTS.get(keys[-1], _other_fault)(text) if text else ""
        if not wrong and text and keys[-1] == "kunci" and not _is_known(values, keys[:-1]):
            wrong = "Kunci ini belum bertuan: sebut juga akun atau surel pemiliknya."
        if wrong:
            yield keys, wrong


def _is_known(values: Values, holder: Keys) -> bool:
    return any(values.get((*holder, name)) for name in ("akun", "email"))


def _key_fault(text: str) -> str:
    if public_key(text):
        return ""
    if "PRIVATE KEY" in text:
        return (
            "itu kunci rahasia, yang tidak boleh diberikan kepada siapa pun. Tulis isi berkas .pub."
        )
    if not _KEY.match(text) and re.search(r"[/\\~]|\.pub$", text):
        return "Itu jalur berkas. Tempel isi berkas .pub-nya, satu baris: ssh-ed25519 AAAA…."
    return "Bukan kunci SSH publik yang utuh. Tulis isi berkas .pub, satu baris: ssh-ed25519 AAAA…."


def _account_fault(text: str) -> str:
    return "" if _AKUN.fullmatch(text) else f"“{visible(text)}” bukan akun: satu kata tanpa spasi."


def _address_fault(text: str) -> str:
    return "" if _EMAIL.fullmatch(text) else f"“{visible(text)}” bukan alamat surel."


def _other_fault(text: str) -> str:
    return "Itu kunci SSH; tempatnya pada isian kunci." if _KEY.match(text) else ""


_AKUN = re.compile(r"@?[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?")
_EMAIL = re.compile(r"[^\s@<>,;:*?!\"()]+@[^\s@<>,;:*?!\"()]+")
_FAULTS = {"kunci": _key_fault, "akun": _account_fault, "email": _address_fault}
