"""Questions at a terminal, each answer judged at once, and the offer of a commit at their end.

`input` rather than rich's prompts: those speak English wherever an answer is not accepted.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from musrenbang.deciding.clerk import RecordForm
from musrenbang.deciding.submission import hand_in
from musrenbang.git.repository import Repository
from musrenbang.records.fields import Field, Keys, Values, written
from musrenbang.records.snapshot import Year
from musrenbang.text.escaping import visible


def is_interactive() -> bool:
    """Whether a person sits at a terminal and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def line(prompt: str) -> str:
    """One line from the clerk; the end of input (Ctrl+D) stops as Ctrl+C does."""
    try:
        return input(prompt).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def confirmed(question: str) -> bool:
    """Ask yes or no; an empty answer is yes."""
    while True:
        answer = line(f"{question} [Y/t] ").lower()
        if answer in {"", "y", "ya"}:
            return True
        if answer in {"t", "tidak"}:
            return False
        print("Jawab y (ya) atau t (tidak).")


def ask(form: RecordForm, values: Values, fixed: Sequence[Keys] = ()) -> dict[Keys, str]:
    """Ask for every field but the fixed ones; what is known already is offered as the answer."""
    print("Enter: bidang yang tidak wajib dilewati, isi dalam [ ] dipakai. “-” mengosongkan.")
    found = dict(values)
    closed: set[Keys] = set()
    for field in form.fields:
        if field.keys in fixed:
            continue
        if form.skips(field.keys, found) or field.group in closed:
            found.pop(field.keys, None)
            continue
        opens = field.group and not any(
            keys[: len(field.group)] == field.group for keys in found if keys != field.keys
        )
        answer = _answer(form, field, found, optional=not field.required or bool(opens))
        if answer:
            found[field.keys] = answer
        else:
            found.pop(field.keys, None)
            if opens and field.required:
                closed.add(field.group)
    return found


def _answer(form: RecordForm, field: Field, values: Values, *, optional: bool) -> str:
    known = values.get(field.keys, "")
    print(f"\n{field.title}{'' if optional else ' (wajib)'}. {field.description}")
    for number, choice in enumerate(field.choices, 1):
        print(f"  {number} {choice}")
    if field.many:
        print("  Lebih dari satu: pisahkan dengan koma.")
    while True:
        text = line(f"{field.title}{f' [{visible(known)}]' if known else ''}: ")
        if text == "-" and optional:
            return ""
        answer = written(field, text) if text else known
        if not answer:
            if optional:
                return ""
            print("  Bidang ini wajib diisi.")
            continue
        found = form.complaints({**values, field.keys: answer}, field.keys)
        if not found:
            return answer
        for complaint in found:
            print(f"  {complaint}")


def add_catat(parser: argparse.ArgumentParser) -> None:
    """Declare `--catat`."""
    parser.add_argument(
        "--catat",
        action="store_true",
        help="catat juga dalam Git: cabang dan commit, siap menjadi pull request",
    )


def offer_commit(  # noqa: PLR0913 - what a commit consists of
    root: Path,
    year: Year,
    paths: Sequence[str],
    *,
    branch: str,
    message: str,
    trailers: Iterable[tuple[str, str]] = (),
    catat: bool,
) -> None:
    """Commit the files where asked to, and say how they become a pull request."""
    if not Repository(root).exists():
        return
    if not catat and not (is_interactive() and confirmed("Catat dalam Git sekarang?")):
        print(
            "Belum dicatat dalam Git. Catat lewat:\n"
            f"  git switch -c {branch}\n"
            f"  git add {' '.join(paths)}\n"
            "  git commit"
        )
        return
    done = hand_in(root, year, paths, branch=branch, message=message, trailers=tuple(trailers))
    print(f"Tercatat sebagai {done.commit[:12]} di cabang {done.branch}. Langkah berikutnya:")
    print("\n".join(f"  {step}" for step in done.next_steps))
