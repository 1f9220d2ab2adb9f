"""Why Git refused something, in Indonesian, with what to do: its own words reach nobody.

Git is run in the C locale, so that its words are known; what is taken from them (a path, a name)
is untrusted and shown escaped.
"""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from musrenbang.files.program import COMMAND
from musrenbang.text.escaping import visible

UNFINISHED = (
    "Pekerjaan git {0} di folder ini belum selesai. Selesaikan dengan git {0} --continue atau "
    "batalkan dengan git {0} --abort, lalu ulangi."
)
LOCKED = (
    "Git lain sedang bekerja di folder ini, atau pernah berhenti sebelum selesai. Tunggu, lalu "
    "ulangi; kalau tidak ada program lain yang memakai Git di sini, hapus berkas {0}."
)
NOBODY = (
    'Git belum tahu siapa Anda. Jalankan dulu di folder data: git config user.name "Nama Anda" '
    "dan git config user.email surel@anda.example"
)
NO_KEY = (
    "Git diminta menandatangani commit, tetapi belum tahu dengan kunci mana. Sebut kuncinya: "
    "git config user.signingKey JALUR, misalnya ~/.ssh/id_ed25519.pub"
)
UNREADABLE_KEY = (
    "Kunci tanda tangan {0} tidak ada atau tidak dapat dibaca. Sebut jalur yang benar: "
    "git config user.signingKey JALUR"
)
_BY_SSH = (
    "tandatangani dengan kunci SSH: git config gpg.format ssh, lalu git config user.signingKey "
    "~/.ssh/id_ed25519.pub"
)
NO_OPENPGP = (
    "Git diminta menandatangani commit dengan OpenPGP, tetapi program {0} tidak ada. Pasang GnuPG, "
    f"atau {_BY_SSH}"
)
NO_OPENPGP_KEY = (
    "Git diminta menandatangani commit dengan OpenPGP, tetapi GnuPG di komputer ini tidak "
    "mempunyai kunci rahasia {0}. Sebut kuncinya: git config user.signingKey NOMOR-KUNCI, atau "
    f"{_BY_SSH}"
)
UNBORN = (
    "Repositori Git ini belum berisi satu commit pun. Catat dulu isinya: git add -A, lalu "
    f"git commit. Kalau foldernya masih kosong, dirikan di sana: {COMMAND} new kecamatan FOLDER"
)
UNBORN_HERE = (
    "Cabang di folder ini belum berisi apa pun, tetapi {0} ada di peladen Git. Ambil: "
    "git switch {0}. (HEAD di peladennya menunjuk cabang lain; arahkan di sana ke {0}.)"
)
NOT_FOUND = (
    "Revisi {0} tidak ditemukan. Periksa namanya (git branch --all menyebut semua cabang), atau "
    "ambil yang terbaru dengan git fetch."
)
_UNRELATED = (
    "Kedua riwayat itu tidak mempunyai satu commit pun yang sama. Periksa apakah keduanya dari "
    "repositori yang sama, dan apakah salinan ini lengkap (git fetch --unshallow)."
)
_HOOK = (
    "Sebuah kait (hook) Git di komputer ini menolak git {0}. Kait ada di .git/hooks, atau di "
    "folder yang disebut git config core.hooksPath; jalankan git {0} sendiri untuk membaca "
    "alasannya."
)
_UNKNOWN = (
    "Git gagal menjalankan “{0}” (kode {1}). Jalankan perintah itu sendiri di folder data untuk "
    "membaca sebabnya; git status menunjukkan keadaan foldernya."
)
_FULL = "Ruang penyimpanan penuh, jadi Git tidak dapat menulis. Kosongkan ruang, lalu ulangi."
_ANSWERS = {
    "merge-base": _UNRELATED,
    "merge-tree": "Kedua cabang mengubah bagian yang sama, jadi tidak dapat digabung begitu saja.",
}
"""What it means that these say no without saying why."""
_LONGEST = 160


class _Refusal(NamedTuple):
    """What Git prints, as a pattern, and what that means; `{0}` stands for what it names."""

    printed: str
    sentence: str


_KNOWN = (
    _Refusal(r"No space left on device|Disk quota exceeded", _FULL),
    _Refusal(
        r"git repo version|unknown repository extension|unknown (?:option|switch)"
        r"|is not a git command|^usage:",
        "Git di komputer ini terlalu lama untuk pekerjaan ini. Perbarui ke versi 2.38 atau lebih "
        "baru.",
    ),
    _Refusal(r"Unable to create '(.+?\.lock)': File exists", LOCKED),
    _Refusal(
        r"dubious ownership in repository at '(.+?)'\n|unsafe repository \('(.+?)' is owned",
        "Folder ini milik pengguna lain di komputer ini, jadi Git tidak mau membukanya. Kalau "
        "isinya memang tepercaya, jalankan: git config --global --add safe.directory {0!q}",
    ),
    _Refusal(
        r"not a git repository",
        "Folder ini bukan repositori Git, atau isi .git di dalamnya rusak. Jalankan di folder data "
        "yang memuat .git, atau sebut foldernya dengan --root.",
    ),
    _Refusal(
        r"must be run in a work tree",
        "Repositori Git ini tidak mempunyai folder kerja. Jalankan di salinan biasa (git clone).",
    ),
    _Refusal(
        r"tell me who you are|identity unknown|empty ident name|auto-detect (?:email|name)"
        r"|disallowed characters",
        NOBODY,
    ),
    _Refusal(
        r"(?:partial commit during a|switch branch while) (merg|rebas|cherry-pick|revert)",
        UNFINISHED,
    ),
    _Refusal(r"in the middle of an (am) session", UNFINISHED),
    _Refusal(
        r"unmerged files|unresolved conflict|resolve your current index|: needs merge",
        "Di folder ini masih ada berkas yang bertentangan dari sebuah penggabungan. Pilih isinya "
        "(git status menyebut berkasnya), lalu git add dan git commit; atau batalkan dengan "
        "git merge --abort.",
    ),
    _Refusal(r"user\.signing[kK]ey.*needs to be (?:configured|set)", NO_KEY),
    _Refusal(
        r"(?:incorrect passphrase|agent refused|agent contains no identities|read_passphrase)",
        "Kunci tanda tangan terkunci kata sandi yang keliru atau tidak dapat ditanyakan. Buka "
        "kuncinya dengan ssh-add JALUR, lalu ulangi.",
    ),
    _Refusal(
        r"UNPROTECTED PRIVATE KEY|bad permissions",
        "Berkas kunci tanda tangan dapat dibaca pengguna lain, jadi tidak dipakai. Tutup dengan: "
        "chmod 600 JALUR",
    ),
    _Refusal(
        r"Couldn't load public key (.+?): |No private key found for public key \"(.+?)\""
        r"|Load key \"(.+?)\": ",
        UNREADABLE_KEY,
    ),
    _Refusal(
        r"cannot run (.+?): ",
        "Program {0}, yang menurut pengaturan Git harus dijalankan, tidak dapat dijalankan. Pasang "
        "programnya, atau perbaiki git config gpg.format dan gpg.ssh.program.",
    ),
    _Refusal(
        r"failed to sign|failed to write commit object|[Ss]igning .* failed",
        "Git diminta menandatangani commit, tetapi tidak berhasil. Periksa git config gpg.format "
        "(untuk kunci SSH: ssh) dan git config user.signingKey.",
    ),
    _Refusal(
        r"a branch named '(.+?)' already exists",
        "Cabang {0} sudah ada. Pindah dulu ke cabang itu dengan git switch {0!q}, lalu ulangi.",
    ),
    _Refusal(
        r"'refs/heads/([^']+)' exists; cannot create",
        "Cabang baru tidak dapat dibuat karena ada cabang bernama {0}. Ganti dulu nama cabang itu: "
        "git branch -m {0!q} NAMA-LAIN",
    ),
    _Refusal(r"does not have any commits yet|(?:bad revision|ambiguous argument) 'HEAD'", UNBORN),
    _Refusal(
        r"bad revision '(.+?)'|ambiguous argument '(.+?)': unknown|Not a valid object name:? (.+)"
        r"|Not a valid commit name (.+)|merge-tree: (.+?) - not something we can merge",
        NOT_FOUND,
    ),
    _Refusal(r"unrelated histories", _UNRELATED),
    _Refusal(
        r"pathspec '(.+?)' did not match",
        "Berkas {0} tidak ada dan belum pernah dicatat, jadi tidak ada yang dapat dicatat.",
    ),
    _Refusal(
        r"ignored by one of your \.gitignore files:\n(.+)",
        "Git tidak mencatat {0} karena .gitignore menyuruh mengabaikannya. Hapus baris itu dari "
        ".gitignore atau .git/info/exclude, lalu ulangi.",
    ),
    _Refusal(
        r"would be replaced by (?:LF|CRLF) in (.+)",
        "Git menolak ujung baris dalam {0}. Jalankan: git config core.safecrlf warn",
    ),
    _Refusal(
        r"bad config line ([0-9]+) in file (.+)",
        "Pengaturan Git rusak pada baris {0} berkas {1}. Perbaiki atau hapus baris itu.",
    ),
    _Refusal(
        r"bad (?:boolean|numeric) config value '.*' for '(.+?)'|bad config variable '(.+?)'"
        r"|[Ii]nvalid value for '(.+?)'",
        "Nilai pengaturan Git {0} tidak sah. Lihat dengan git config --show-origin {0!q}, lalu "
        "perbaiki.",
    ),
    _Refusal(
        r"index file (?:corrupt|smaller|uses)|bad index file|bad signature 0x|index uses",
        "Catatan antara Git (.git/index) rusak. Hapus berkas .git/index, lalu jalankan git reset; "
        "berkas data tidak berubah karenanya.",
    ),
    _Refusal(
        r"object file .* is empty|corrupt|bad (?:object|tree|blob)|unable to (?:read|parse|find)"
        r"|missing (?:object|blob|tree)|[Cc]ould not (?:read|parse)|Failed to traverse",
        "Isi repositori Git ini rusak atau tidak lengkap. Periksa dengan git fsck; kalau memang "
        "rusak, ambil salinan baru dengan git clone.",
    ),
    _Refusal(
        r"[Pp]ermission denied|insufficient permission|Operation not permitted",
        "Git tidak diizinkan membaca atau menulis di folder ini. Periksa izinnya, juga izin .git.",
    ),
    _Refusal(
        r"Read-only file system",
        "Folder ini hanya dapat dibaca, jadi Git tidak dapat menulis. Salin ke tempat lain.",
    ),
    _Refusal(
        r"Input/output error",
        "Tempat penyimpanan tidak menjawab. Periksa cakram atau sambungannya, lalu ulangi.",
    ),
)
_COMMANDS = {"merg": "merge", "rebas": "rebase"}


def told(arguments: Sequence[str], status: int, output: str, errors: str) -> str:
    """Why Git refused these arguments, by its exit status and what it printed.

    Empty where a question that was to be answered without words (`--quiet`) was answered no.
    """
    command = _command(arguments)
    if status == 1 and command in {"commit", "switch"}:
        # Git's own refusals end otherwise: what is printed here are the words of a hook.
        nothing = not errors and re.search(r"nothing (?:added )?to commit|no changes added", output)
        return _NOTHING if nothing else _HOOK.format(command)
    if not errors and command in _ANSWERS:
        return _ANSWERS[command]
    if not errors and "--quiet" in arguments:
        return ""
    for known in _KNOWN:
        found = re.search(known.printed, errors, re.MULTILINE)
        if found:
            return _filled(known.sentence, [text for text in found.groups() if text])
    asked = shlex.join(("git", *arguments))
    return _UNKNOWN.format(visible(asked[:_LONGEST]) + "…" * (len(asked) > _LONGEST), status)


_NOTHING = "Tidak ada yang berubah sejak commit terakhir, jadi tidak ada yang dicatat."


def _filled(sentence: str, names: Sequence[str]) -> str:
    """A sentence with what Git named; `!q` asks for the form that a command line takes."""
    for index, name in enumerate(_COMMANDS.get(name, name) for name in names):
        sentence = sentence.replace(f"{{{index}!q}}", visible(shlex.quote(name)))
        sentence = sentence.replace(f"{{{index}}}", visible(name))
    return sentence


def _command(arguments: Sequence[str]) -> str:
    """What Git was asked to do, settings for this one time apart."""
    words = iter(arguments)
    for word in words:
        if word != "-c":
            return word
        next(words, "")
    return ""
