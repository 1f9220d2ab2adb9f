// Keys: which there are, and when they count.

import { h } from "./unsur.js";
import { dialogIsOpen, openDialog } from "./formulir.js";

/** Key, other keys that do the same, name of the action, what it does. */
export const KEYS = [
  ["S", [], "approve", "Setujui seperti diusulkan, lalu ke usulan berikutnya yang belum diputuskan"],
  ["T", [], "reject", "Tolak: angka atau huruf di depannya memilih alasan, lalu uraian"],
  ["E", [], "edit", "Setujui dengan volume atau anggaran lain"],
  ["P", [], "explain", "Setujui dengan penjelasan"],
  ["V", [], "survey", "Isi atau ubah hasil survei"],
  ["B", [], "clear", "Batalkan keputusan: kembali menjadi belum"],
  ["J", ["ArrowDown"], "next", "Usulan atau baris berikutnya (juga ↓)"],
  ["K", ["ArrowUp"], "previous", "Usulan atau baris sebelumnya (juga ↑)"],
  ["N", [], "open", "Usulan berikutnya yang belum diputuskan"],
  ["U", [], "undo", "Urungkan perubahan terakhir, berapa kali pun sejak meja dibuka"],
  ["L", ["Backspace"], "list", "Kembali ke daftar kelurahan"],
  ["R", [], "overview", "Rekap semua kelurahan"],
  ["/", [], "search", "Cari dalam daftar"],
  ["H", [], "day", "Pilih hari Musrenbang"],
  ["A", [], "handIn", "Ajukan: simpan sebagai satu pengajuan untuk camat"],
  ["?", [], "help", "Bantuan ini"],
];

const ACTIONS = new Map(KEYS.flatMap(([key, others, action]) => [key, ...others].map((one) => [one, action])));

/** Call an action for every key that is meant for the desk: not while typing, never repeated. */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialogIsOpen()) return;
    if (event.target.matches("input, textarea, select")) {
      if (event.key === "Escape") document.querySelector("main h1")?.focus();
      return;
    }
    const action = ACTIONS.get(event.key.length === 1 ? event.key.toUpperCase() : event.key);
    const moves = action === "next" || action === "previous";
    if (!action || (event.repeat && !moves)) return;
    event.preventDefault();
    actions[action]();
  });
}

export function helpDialog() {
  openDialog({
    title: "Tombol papan ketik",
    kind: "tengah",
    body: h("table", { class: "tombol-tombol" },
      h("caption", { class: "sr" }, "Tombol dan gunanya"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Tombol"), h("th", { scope: "col" }, "Guna"))),
      h("tbody", {},
        KEYS.map(([key, , , text]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, text))),
        h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, "Esc")), h("td", {}, "Batal, atau keluar dari isian")),
        h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, "Enter")), h("td", {}, "Simpan isian, atau buka baris terpilih")))),
  });
}
