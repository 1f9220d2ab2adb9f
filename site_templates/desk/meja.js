// The desk: where the clerk is, what the keys do there, and what other windows have changed.

import { byId, h, keyButton } from "./unsur.js";
import { Refused, get, post, takeKey } from "./jaringan.js";
import { overviewScreen } from "./layar-rekap.js";
import { isOpen, listScreen, matches, noFilter, rowLink } from "./layar-daftar.js";
import { proposalScreen } from "./layar-usulan.js";
import {
  approveForm, conflictDialog, dayForm, dialogIsOpen, handInDialog, handedInDialog, rejectForm, surveyForm,
} from "./formulir.js";
import { helpDialog, listen } from "./tombol.js";

const POLL_MILLISECONDS = 1000;
const MESSAGE_MILLISECONDS = 8000;
const desk = { overview: null, list: null, item: null, filter: noFilter(), seen: -1, busy: false, state: null };

let fading;

/** Tell what happened; the message leaves by itself, since the screen shows the same. */
function say(text) {
  byId("galat").textContent = "";
  byId("kabar").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { byId("kabar").textContent = ""; }, MESSAGE_MILLISECONDS);
}

const warn = (text) => { byId("kabar").textContent = ""; byId("galat").textContent = text; };

function complain(error) {
  if (!(error instanceof Refused)) throw error;
  const refusals = error.body.penolakan;
  warn(refusals ? refusals.map((one) => `${one.pesan} ${one.saran}`.trim()).join(" ") : error.message);
}

function noteState(state) {
  desk.state = state;
  desk.seen = state.perubahan;
  byId("hari").textContent = state.hari.teks || "Hari belum dipilih";
  byId("t-hari").classList.toggle("kosong", !state.hari.teks);
  byId("urung").textContent = state.urung ? `(${state.urung})` : "";
}

function show(nodes, title, focus = true) {
  byId("isi").replaceChildren(...nodes.filter(Boolean));
  document.title = `${title} · Meja sidang`;
  if (focus) {
    document.querySelector("main h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
    byId("galat").textContent = "";
  }
}

// Where the address says we are.

const place = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
const path = (...parts) => parts.map(encodeURIComponent).join("/");

async function render(focus = true) {
  const [slug, folder, nomor] = place();
  try {
    if (!desk.overview) await loadOverview();
    if (!slug) await showOverview(focus);
    else if (!folder) await showList(slug, focus);
    else await showProposal(slug, folder, nomor, focus);
  } catch (error) {
    complain(error);
    if (error.status === 401) show([h("h1", { tabindex: "-1" }, "Meja ini terkunci"), h("p", {}, "Buka alamat lengkap yang tertera di terminal.")], "Terkunci");
  }
}

async function loadOverview() {
  desk.overview = await get("rekap");
  noteState(desk.overview.keadaan);
  byId("merek").textContent = `Meja sidang ${desk.overview.kecamatan} ${desk.overview.tahun}`;
  byId("contoh").hidden = !desk.overview.contoh;
  byId("alat").hidden = false;
}

async function showOverview(focus) {
  desk.list = desk.item = null;
  await loadOverview();
  actionBar([]);
  show(overviewScreen(desk.overview), "Rekap Usulan", focus);
}

async function loadList(slug) {
  if (desk.list && desk.list.slug !== slug) desk.filter = noFilter();
  desk.list = await get(`kelurahan/${path(slug)}`);
  noteState(desk.list.keadaan);
}

async function showList(slug, focus) {
  const last = desk.item?.id;
  desk.item = null;
  await loadList(slug);
  actionBar([["R", "Rekap", actions.overview], ["N", "Mulai memutuskan", actions.open], ["/", "Cari", actions.search]]);
  show(listScreen(desk.list, desk.filter, () => {}), `Kelurahan ${desk.list.nama}`, focus);
  const row = last && document.querySelector(`a[href="${CSS.escape(rowLink(slug, { id: last }))}"]`);
  if (row && focus) row.focus();
}

async function showProposal(slug, folder, nomor, focus) {
  if (desk.list?.slug !== slug || !focus) await loadList(slug);
  desk.item = await get(`usulan/${path(folder, nomor)}`);
  drawProposal(focus);
}

function drawProposal(focus) {
  const rows = desk.list.usulan;
  const position = rows.findIndex((row) => row.id === desk.item.id) + 1;
  const may = !desk.item.halangan;
  actionBar([
    ["S", "Setujui", actions.approve, may, "setuju"], ["T", "Tolak", actions.reject, may, "tolak"], ["E", "Edit", actions.edit, may],
    ["P", "Penjelasan", actions.explain, may], ["V", "Survei", actions.survey, may], ["B", "Batalkan", actions.clear, may && desk.item.keputusan],
    ["K", "Sebelum", actions.previous, true, "pindah"], ["J", "Berikut", actions.next], ["L", "Daftar", actions.list],
  ]);
  show(proposalScreen(desk.item, desk.list, `${position} dari ${rows.length}`), `${desk.item.nomor} ${desk.item.judul}`, focus);
}

function actionBar(buttons) {
  const bar = byId("aksi");
  bar.hidden = !buttons.length;
  bar.replaceChildren(...buttons.map(([key, label, action, enabled = true, look = null]) =>
    keyButton(key, label, action, { class: look, disabled: !enabled })));
}

// Moving.

function neighbour(step, wanted) {
  const rows = desk.list.usulan;
  const here = rows.findIndex((row) => row.id === desk.item?.id);
  for (let distance = 1; distance <= rows.length; distance += 1) {
    const index = here + step * distance;
    if (!rows[index]) break;
    if (wanted(rows[index])) return rows[index];
  }
  return null;
}

const fits = (row) => matches(row, { ...desk.filter, belum: false });
const fitsOpen = (row) => isOpen(row) && fits(row);

/** Go somewhere and be there when this returns, so that the next key means what is shown. */
async function go(address) {
  if (address !== location.hash) history.pushState(null, "", address);
  await render();
}

async function goToOpen(told = "") {
  const next = neighbour(1, fitsOpen) || desk.list.usulan.find((row) => fitsOpen(row) && row.id !== desk.item?.id);
  if (next) await go(rowLink(desk.list.slug, next));
  else say(`${told} Semua usulan dalam daftar ini sudah diputuskan.`.trim());
  return Boolean(next);
}

async function move(step) {
  if (desk.item) {
    const next = neighbour(step, desk.filter.belum ? fitsOpen : fits);
    if (next) await go(rowLink(desk.list.slug, next));
    else say(step > 0 ? "Ini usulan terakhir." : "Ini usulan pertama.");
    return;
  }
  const links = [...document.querySelectorAll("a.baris")];
  const index = links.indexOf(document.activeElement) + step;
  (links[index < 0 ? 0 : Math.min(index, links.length - 1)])?.focus();
}

// Deciding.

/** Send one action; returns once its file is written and the screen knows. */
async function act(action, fields, words) {
  const { id, versi } = desk.item;
  const [folder, nomor] = id.split("/");
  let done;
  try {
    done = await post(`usulan/${path(folder, nomor)}`, { versi, tindakan: action, isi: fields });
  } catch (error) {
    if (error.status !== 409) throw error;
    queueMicrotask(async () => {
      document.querySelector("dialog[open]")?.close();
      await render(false);
      conflictDialog(error.message, words, error.body.usulan);
    });
    return;
  }
  settle(done);
  if (action === "setujui" || action === "tolak") {
    remember(fields);
    if (await goToOpen(done.pesan)) return;
  }
  desk.item = await get(`usulan/${path(folder, nomor)}`);
  drawProposal(!dialogIsOpen());
}

function settle(done) {
  noteState(done.keadaan);
  if (desk.list?.slug === done.kelurahan) {
    desk.list.usulan = desk.list.usulan.map((row) => (row.id === done.baris.id ? done.baris : row));
    desk.list.jumlah = done.jumlah;
  }
  say(done.pesan);
}

function remember({ kode, uraian }) {
  if (!kode) return;
  const texts = desk.overview.uraian[kode] ||= [];
  if (!texts.includes(uraian)) texts.push(uraian);
}

/** Run an action of a key: one at a time, so that a key pressed twice never decides twice. */
async function once(work) {
  if (desk.busy) return;
  desk.busy = true;
  try {
    await work();
  } catch (error) {
    complain(error);
  } finally {
    desk.busy = false;
  }
}

const deciding = (work) => () => {
  if (!desk.item) return warn("Buka satu usulan dahulu.");
  if (desk.item.halangan) return warn(desk.item.halangan);
  if (!desk.state.hari.tanggal) return actions.day();
  return work(desk.item);
};

function answer(refusals) {
  const form = refusals.find((refusal) => refusal.formulir)?.formulir;
  if (form === "setujui") edit(refusals.find((refusal) => refusal.formulir === form).bidang, refusals);
  else if (form === "survei") survey(refusals);
  else return false;
  return true;
}

function edit(focus, refusals) {
  const item = desk.item;
  approveForm(item, {
    focus,
    refusals,
    preview: (volume) => get(`usulan/${path(...item.id.split("/"))}/anggaran?volume=${encodeURIComponent(volume)}`),
    send: (fields) => act("setujui", fields, fields.volume ? `Setujui ${fields.volume} ${item.satuan}` : "Setujui"),
  });
}

function survey(refusals) {
  surveyForm(desk.item, { refusals, send: (fields) => act("survei", fields, "Simpan hasil survei") });
}

const actions = {
  approve: deciding((item) => once(async () => {
    if (item.status === "disetujui") {
      say(`${item.nomor} sudah disetujui.`);
      await goToOpen(`${item.nomor} sudah disetujui.`);
      return;
    }
    try {
      await act("setujui", {}, "Setujui seperti diusulkan");
    } catch (error) {
      if (!error.body?.penolakan || !answer(error.body.penolakan)) throw error;
    }
  })),
  reject: deciding((item) => rejectForm(item, {
    reasons: desk.overview.alasan,
    wordings: desk.overview.uraian,
    send: (fields) => act("tolak", fields, `Tolak: ${fields.uraian}`),
  })),
  edit: deciding(() => edit("volume")),
  explain: deciding(() => edit("penjelasan")),
  survey: deciding(() => survey()),
  clear: deciding((item) => once(async () => {
    if (item.keputusan) await act("kosongkan", {}, "Batalkan keputusan");
    else say(`${item.nomor} memang belum diputuskan.`);
  })),
  undo: () => once(async () => {
    const done = await post("urung");
    settle(done);
    await (desk.item ? go(rowLink(done.kelurahan, done.baris)) : render(false));
    say(done.pesan);
  }),
  next: () => once(() => move(1)),
  previous: () => once(() => move(-1)),
  open: () => once(() => (desk.list ? goToOpen() : warn("Pilih kelurahan dahulu."))),
  list: () => once(() => desk.list && go(`#/${desk.item ? desk.list.slug : ""}`)),
  overview: () => once(() => go("#/")),
  search: () => once(async () => {
    if (desk.item) await go(`#/${desk.list.slug}`);
    byId("kata")?.focus();
  }),
  day: () => dayForm(desk.state.hari, async (fields) => noteState(await post("hari", { tanggal: fields.tanggal || "" }))),
  handIn: () => once(async () => {
    const found = await get("pengajuan");
    const fresh = await get("rekap");
    handInDialog(found, fresh.semua.belum, async () => {
      const done = await post("pengajuan");
      setTimeout(() => handedInDialog(done));
    });
  }),
  help: helpDialog,
};

// What others change.

async function watch() {
  try {
    const state = await get("keadaan");
    if (byId("galat").dataset.sambungan) { warn(""); delete byId("galat").dataset.sambungan; }
    if (!desk.busy) {
      const changed = state.perubahan !== desk.seen;
      const news = state.kabar !== desk.state?.kabar ? state.kabar : "";
      noteState(state);
      if (changed) await refresh();
      if (news) say(news);
    }
  } catch (error) {
    if (error.status === 0) byId("galat").dataset.sambungan = "putus";
    complain(error);
    if (error.status === 401) return;
  }
  setTimeout(watch, POLL_MILLISECONDS);
}

/** Show what is true now; a form that is open stays, and is refused if its proposal changed. */
async function refresh() {
  if (dialogIsOpen()) return;
  const kept = byId("kata")?.value;
  const focused = document.activeElement?.id || document.activeElement?.getAttribute("href");
  await render(false);
  if (kept) byId("kata").value = kept;
  if (focused) (byId(focused) || document.querySelector(`[href="${CSS.escape(focused)}"]`))?.focus();
}

takeKey();
addEventListener("hashchange", () => render());
byId("lewati").addEventListener("click", (event) => { event.preventDefault(); document.querySelector("main h1")?.focus(); });
for (const [id, action] of [["t-hari", "day"], ["t-urung", "undo"], ["t-ajukan", "handIn"], ["t-bantuan", "help"]]) {
  byId(id).addEventListener("click", actions[action]);
}
listen(actions);
await render();
if (desk.state && !desk.state.hari.tanggal) actions.day();
watch();
