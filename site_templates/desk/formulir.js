// Dialogs: forms beside the proposal, each answered by its own key and by Escape.

import { byId, h } from "./unsur.js";

/** Show a dialog; `send` gets its fields and may throw what the desk refused. */
export function openDialog({ title, body, confirm, look = "setuju", send, onkey, kind = "samping" }) {
  const errors = h("div", { class: "penolakan", role: "alert" });
  const dialog = h("dialog", { class: kind, "aria-labelledby": "judul-dialog" });
  const close = () => { dialog.close(); leave(); };
  const submit = async (event) => {
    event.preventDefault();
    if (!send || form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      await send(fieldsOf(form));
      close();
    } catch (error) {
      showRefusals(form, errors, error);
    } finally {
      form.ariaBusy = "false";
    }
  };
  const form = h("form", { onsubmit: submit, novalidate: true },
    h("h2", { id: "judul-dialog" }, title), errors, body,
    h("p", { class: "tombol" },
      confirm && h("button", { type: "submit", class: look }, h("kbd", { "aria-hidden": "true" }, "Enter"), " ", confirm),
      h("button", { type: "button", onclick: close }, h("kbd", { "aria-hidden": "true" }, "Esc"), confirm ? " Batal" : " Tutup")));
  dialog.append(form);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea, input")) {
      event.preventDefault();
      form.requestSubmit();
    } else if (!event.ctrlKey && !event.altKey && !event.metaKey) onkey?.(event);
  });
  // Not left to the close event, which comes later: a key pressed before it would be typed here.
  const leave = () => {
    const lost = dialog.contains(document.activeElement) || document.activeElement === document.body;
    dialog.remove();
    if (lost) document.querySelector("main h1")?.focus();
  };
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  dialog.addEventListener("close", leave);
  byId("dialog").replaceChildren(dialog);
  dialog.showModal();
  return { dialog, form, errors };
}

export const dialogIsOpen = () => document.querySelector("dialog[open]") !== null;

function fieldsOf(form) {
  return Object.fromEntries(new FormData(form));
}

/** What the desk refused, above the form and beside the fields it is about. */
export function showRefusals(form, box, error) {
  const refusals = error.body?.penolakan || [{ pesan: error.message, saran: "", bidang: "" }];
  for (const mark of form.querySelectorAll("[aria-invalid]")) mark.removeAttribute("aria-invalid");
  box.replaceChildren(h("ul", {}, refusals.map((refusal) => {
    const field = refusal.bidang ? form.elements.namedItem(refusal.bidang) : null;
    const control = field instanceof RadioNodeList ? field[0] : field;
    control?.setAttribute("aria-invalid", "true");
    const name = control?.closest("[data-nama]")?.dataset.nama;
    return h("li", {}, name && h("b", {}, `${name}: `), refusal.pesan, refusal.saran && ` ${refusal.saran}`);
  })));
  form.querySelector("[aria-invalid]")?.focus();
}

function field(name, label, control, note) {
  control.id = `b-${name}`;
  control.name = name;
  if (note) control.setAttribute("aria-describedby", `n-${name}`);
  return h("div", { class: "isian", "data-nama": label },
    h("label", { for: control.id }, label), control, note && h("p", { class: "rinci", id: `n-${name}` }, note));
}

const line = (value, attributes = {}) => h("input", { type: "text", autocomplete: "off", value, ...attributes });

function passage(value, attributes = {}) {
  const area = h("textarea", { rows: "3", ...attributes });
  area.value = value;
  return area;
}

const MEASURED = "Hasil ukur ulang Tim Teknis.";

/** Edit: another volume or amount, and why; also the place for a word of explanation (C.1.f). */
export function approveForm(item, { focus = "volume", ranked, refusals, preview, send }) {
  const said = item.keputusan?.putusan === "disetujui" ? item.keputusan : null;
  const measured = item.survei?.berbeda ? item.survei.volume_terukur : "";
  const volume = line(said ? said.volume : measured, { inputmode: "decimal", placeholder: item.volume_usulan });
  const amount = line(said?.anggaran || "", { inputmode: "numeric", placeholder: "mengikuti volume" });
  const why = passage(said?.alasan_perubahan || "", { rows: "2" });
  const told = h("p", { class: "hitung", role: "status" });
  let typed = Boolean(said?.alasan_perubahan);
  why.addEventListener("input", () => { typed = true; });
  const follow = async () => {
    if (!typed) why.value = measured && volume.value.trim() === measured ? MEASURED : "";
    const asked = volume.value;
    const text = asked.trim() ? await preview(asked) : `Seperti diusulkan: ${item.volume_usulan}, ${item.anggaran_usulan}`;
    if (asked === volume.value) told.textContent = text;
  };
  volume.addEventListener("input", follow);
  const opened = openDialog({
    title: `${item.nomor}: setujui`,
    confirm: "Setujui",
    body: [
      item.survei?.volume_terukur_teks && h("p", {}, "Terukur ", h("b", {}, item.survei.volume_terukur_teks), `, diusulkan ${item.volume_usulan}.`),
      field("volume", `Volume (${item.satuan || "tanpa satuan"})`, volume, "Kosongkan bila seperti diusulkan. Desimal dengan koma."),
      told,
      field("anggaran", "Anggaran (rupiah)", amount, "Kosong: mengikuti volume menurut harga satuan usulan."),
      field("alasan_perubahan", "Alasan perubahan", why),
      field("penjelasan", "Penjelasan", passage(said?.penjelasan || "", { rows: "3" }), "Wajib bila tetap menyetujui yang ditandai tidak wajar."),
      ranked && field("prioritas", "Prioritas kecamatan", line(said?.prioritas || "", { inputmode: "numeric", maxlength: "5" }), "Urutannya di antara yang disetujui, mulai dari 1. Boleh menyusul sebelum Kirim."),
    ],
    send,
  });
  follow();
  opened.form.elements.namedItem(focus).focus();
  if (focus === "volume") volume.select();
  if (refusals) showRefusals(opened.form, opened.errors, { body: { penolakan: refusals } });
}

/** What chooses a reason, in the order of the guide: the letters are those the desk itself leaves free. */
const REASON_KEYS = [..."123456789CDFGIMOQWXYZ"];

/** Reject: a reason by its key, and its words (C.2.c.3.h, D.2). */
export function rejectForm(item, { reasons, wordings, send }) {
  const said = item.keputusan?.putusan === "ditolak" ? item.keputusan : null;
  const words = passage(said?.uraian || "", { rows: "3" });
  const again = h("div", { class: "lagi" });
  const year = field("tahun", "Tahun pekerjaan", line(said?.tahun || "", { inputmode: "numeric", maxlength: "4" }));
  const meant = field("usulan", "Usulan yang dimaksud", line(said?.usulan || "", { placeholder: "tahun/kelurahan/nomor" }));
  const next = h("p", { class: "rinci" });
  const suggest = (code) => {
    const reason = reasons.find((one) => one.kode === code);
    next.textContent = reason?.langkah ? `Langkah pengusul menurut juknis: ${reason.langkah}` : "";
    again.replaceChildren(...(wordings[code] || []).slice(-3).map((text) =>
      h("button", { type: "button", onclick: () => { words.value = text; words.focus(); } }, text)));
    year.hidden = !reason?.pekerjaan && !said?.tahun;
    meant.hidden = !reason?.usulan && !said?.usulan;
  };
  const choose = (radio) => { radio.checked = true; suggest(radio.value); words.focus(); };
  const radios = reasons.map((reason, number) => h("label", { class: "pilihan" },
    h("input", { type: "radio", name: "kode", value: reason.kode, checked: said?.kode === reason.kode, onchange: (event) => suggest(event.target.value) }),
    REASON_KEYS[number] && h("kbd", {}, REASON_KEYS[number]), ` ${reason.nama} `, h("span", { class: "rinci" }, reason.dasar)));
  const opened = openDialog({
    title: `${item.nomor}: tolak`,
    confirm: "Tolak",
    look: "tolak",
    body: [
      h("fieldset", { "data-nama": "Alasan" }, h("legend", {}, `Alasan penolakan: tekan ${reasons.length > 9 ? "angka atau hurufnya" : "angkanya"}`), radios),
      field("uraian", "Uraian", words, "Sebabnya dalam satu kalimat yang dimengerti pengusul."),
      year, meant,
      field("saran", "Saran kepada pengusul", passage(said?.saran || "", { rows: "2" }), "Boleh kosong."), next,
      item.survei && field("penjelasan", "Penjelasan", passage(said?.penjelasan || "", { rows: "2" }), "Wajib bila menolak berlawanan dengan hasil survei."),
      item.fisik && !item.survei && field("tanpa_survei", "Mengapa tidak dapat disurvei", passage(said?.tanpa_survei || "", { rows: "2" }), "Usulan fisik ini belum disurvei."),
      again,
    ],
    onkey: (event) => {
      const number = REASON_KEYS.indexOf(event.key.toUpperCase());
      if (number < 0 || number >= radios.length || event.target.matches("textarea, input[type=text]")) return;
      event.preventDefault();
      choose(radios[number].querySelector("input"));
    },
    send,
  });
  suggest(said?.kode || "");
  opened.form.querySelector("input[name=kode]:checked, input[name=kode]").focus();
}

let lastSurveyDay = "";

/** The three tasks of the technical team (C.1.e). */
export function surveyForm(item, { refusals, send }) {
  const found = item.survei;
  const yesNo = (task, label) => h("fieldset", { class: "ya-tidak", "data-nama": label }, h("legend", {}, label),
    ["ya", "tidak"].map((answer) => h("label", {},
      h("input", { type: "radio", name: task, value: answer, checked: found?.tugas.some((one) => one.bidang === task && one.hasil === (answer === "ya")) }),
      answer === "ya" ? " Ya" : " Tidak")));
  const opened = openDialog({
    title: `${item.nomor}: hasil survei`,
    confirm: "Simpan survei",
    body: [
      field("tanggal", "Tanggal survei", line(found?.tanggal || lastSurveyDay, { placeholder: "hari/bulan/tahun" }), "Hari/bulan/tahun."),
      yesNo("lokasi_sesuai", "Lokasi sesuai"),
      yesNo("layak_teknis", "Layak teknis"),
      yesNo("layak_administratif", "Layak administratif"),
      field("volume_terukur", `Volume terukur (${item.satuan || "tanpa satuan"})`, line(found?.volume_terukur || "", { inputmode: "decimal" }), `Diusulkan ${item.volume_usulan}. Desimal dengan koma.`),
      field("catatan", "Catatan", passage(found?.catatan || "", { rows: "2" })),
    ],
    send: async (fields) => { await send(fields); lastSurveyDay = fields.tanggal; },
  });
  if (refusals) showRefusals(opened.form, opened.errors, { body: { penolakan: refusals } });
}

/** Which day of the meeting it is, asked where the calendar does not say (C.2.a). */
export function dayForm(day, send) {
  const options = day.pilihan.map((one, number) => h("label", { class: "pilihan" },
    h("input", { type: "radio", name: "tanggal", value: one.tanggal, checked: one.tanggal === day.tanggal || (!day.tanggal && number === 0) }),
    h("kbd", {}, String(number + 1)), ` ${one.teks}`));
  openDialog({
    title: "Hari Musrenbang",
    kind: "tengah",
    confirm: "Pakai",
    body: [
      h("p", {}, `Tanggal ini ditulis pada setiap keputusan. Menurut komputer, sekarang ${day.hari_ini}.`),
      options.length
        ? h("fieldset", { "data-nama": "Hari" }, h("legend", {}, "Hari menurut jadwal"), options)
        : field("tanggal", "Tanggal", line("", { placeholder: "hari/bulan/tahun" }), "Hari/bulan/tahun."),
    ],
    onkey: (event) => {
      const radio = options[Number(event.key) - 1]?.querySelector("input");
      if (radio) { radio.checked = true; radio.focus(); }
    },
    send,
  });
}

/** What could not be saved because somebody else was faster: both states, side by side. */
export function conflictDialog(message, wanted, current) {
  const now = current.keputusan;
  openDialog({
    title: `${current.nomor}: diubah di tempat lain`,
    kind: "tengah",
    body: [
      h("p", {}, message),
      h("dl", { class: "dua" },
        h("div", {}, h("dt", {}, "Pilihan Anda"), h("dd", {}, wanted)),
        h("div", {}, h("dt", {}, "Sekarang tersimpan"), h("dd", {}, current.status_nama,
          [now?.alasan, now?.uraian, current.diubah && `${current.volume}, ${current.anggaran}`].filter(Boolean).map((text) => h("p", {}, text))))),
      h("p", {}, "Layar sudah menampilkan yang tersimpan. Ulangi pilihan Anda bila masih perlu."),
    ],
  });
}

/** Branch and commit, then the next step. */
export function handInDialog(found, open, send) {
  openDialog({
    title: "Ajukan keputusan",
    kind: "tengah",
    confirm: found.keputusan ? "Ajukan" : "",
    body: [
      h("p", {}, found.keputusan
        ? `${found.keputusan} keputusan disimpan sebagai satu pengajuan untuk diperiksa camat, ${found.cabang === "main" ? "di cabang baru" : `di cabang ${found.cabang}`}.`
        : "Belum ada keputusan baru untuk diajukan."),
      open ? h("p", { class: "kunci" }, `${open} usulan belum diputuskan.`) : null,
      found.lain.length ? h("p", { class: "rinci" }, `Tidak ikut dicatat: ${found.lain.slice(0, 5).join(", ")}${found.lain.length > 5 ? " …" : ""}`) : null,
    ],
    send,
  });
}

export function handedInDialog(done) {
  const step = (text) => (text.startsWith("https://")
    ? h("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text)
    : h("code", {}, text));
  openDialog({
    title: "Keputusan sudah dicatat",
    kind: "tengah",
    body: [
      h("p", {}, "Cabang ", h("code", {}, done.cabang), ", catatan ", h("code", {}, done.catatan.slice(0, 10)), "."),
      h("p", {}, "Langkah berikutnya, bila ada internet:"),
      h("ol", {}, done.langkah.map((text) => h("li", {}, step(text)))),
    ],
  });
}

/** The result of a desk that is a file, to be saved at any time, or gone on from. */
export function saveDialog(found, open, { save, saveOlder, resume }) {
  const file = h("input", { type: "file", id: "b-hasil", accept: ".json,application/json", onchange: () => {
    if (file.files[0]) resume(file.files[0]).then(opened.dialog.close.bind(opened.dialog), (error) => showRefusals(opened.form, opened.errors, error));
  } });
  const opened = openDialog({
    title: "Simpan hasil",
    kind: "tengah",
    confirm: found.keputusan ? "Simpan berkas hasil" : "",
    body: [
      h("p", {}, found.keputusan
        ? `Berkas hasil memuat ${found.keputusan} usulan yang diputuskan atau disurvei di meja ini. Menyimpannya boleh kapan saja dan berkali-kali; yang terakhir memuat semuanya.`
        : "Belum ada keputusan di meja ini."),
      open ? h("p", { class: "kunci" }, `${open} usulan belum diputuskan.`) : null,
      h("p", { class: "rinci" }, `${found.asal}. Angka dan kata yang Anda ketik diperiksa dengan aturan lengkap saat hasilnya diterima; sebelum itu keputusannya belum tercatat.`),
      ...found.lama.map((one) => h("p", { class: "kunci" }, `Peramban ini juga menyimpan ${one.jumlah} usulan dari meja dengan data yang lain. `,
        h("button", { type: "button", onclick: () => saveOlder(one.segel) }, "Simpan juga hasil itu"))),
      h("div", { class: "isian" }, h("label", { for: "b-hasil" }, "Lanjutkan dari hasil yang pernah disimpan"), file),
    ],
    send: save,
  });
}

export function savedDialog(done) {
  openDialog({
    title: "Hasil disimpan",
    kind: "tengah",
    body: [
      h("p", {}, "Berkas ", h("code", {}, done.berkas), " ada di folder unduhan peramban ini. Salin juga ke tempat lain."),
      h("p", {}, "Serahkan berkas itu kepada operator; ia menerimanya seperti lembar kerja, dengan ", h("code", {}, `accept ${done.berkas}`), "."),
    ],
  });
}
