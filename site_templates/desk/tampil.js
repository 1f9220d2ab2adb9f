// Showing: which screen the address means, and the buttons below it.

import { byId, h, keyButton } from "./unsur.js";
import { store } from "./gudang.js";
import { overviewScreen } from "./layar-rekap.js";
import { listScreen, noFilter, rowLink } from "./layar-daftar.js";
import { proposalScreen } from "./layar-usulan.js";
import { complain, desk, noteState } from "./ruang.js";

/** What the buttons do; filled by the actions, which in turn show screens. */
export const actions = {};

/** Put a screen in place; without `focus`, the clerk stays where the last key went. */
function show(nodes, title, focus = true) {
  const active = document.activeElement;
  const focused = active?.id || active?.getAttribute("href");
  byId("isi").replaceChildren(...nodes.filter(Boolean));
  document.title = `${title} · Meja sidang`;
  const again = !focus && focused
    && (byId(focused) || document.querySelector(`[href="${CSS.escape(focused)}"]`));
  (again || document.querySelector("main h1"))?.focus({ preventScroll: true });
  if (focus) {
    scrollTo(0, 0);
    byId("galat").textContent = "";
  }
}

const place = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);

/** Fetch what the address means and show it, if it is still `wanted` once it has come. */
export async function render(focus = true, wanted = () => true) {
  const [slug, folder, nomor] = place();
  try {
    if (!desk.overview) takeOverview(await store.overview());
    if (!slug) await showOverview(focus, wanted);
    else if (!folder) await showList(slug, focus, wanted);
    else await showProposal(slug, folder, nomor, focus, wanted);
  } catch (error) {
    complain(error);
    if (error.status === 401) show([h("h1", { tabindex: "-1" }, "Meja ini terkunci"), h("p", {}, "Buka alamat lengkap yang tertera di terminal.")], "Terkunci");
  }
}

function takeOverview(overview) {
  desk.overview = overview;
  noteState(desk.overview.keadaan);
  byId("merek").textContent = `Meja sidang ${desk.overview.kecamatan} ${desk.overview.tahun}`;
  byId("contoh").hidden = !desk.overview.contoh;
  byId("alat").hidden = false;
}

async function showOverview(focus, wanted) {
  const overview = await store.overview();
  if (!wanted()) return;
  desk.list = desk.item = null;
  takeOverview(overview);
  actionBar([]);
  show(overviewScreen(desk.overview), "Rekap Usulan", focus);
}

function takeList(list) {
  if (desk.list && desk.list.slug !== list.slug) desk.filter = noFilter();
  desk.list = list;
  noteState(list.keadaan);
}

async function showList(slug, focus, wanted) {
  const list = await store.list(slug);
  if (!wanted()) return;
  const last = desk.item?.id;
  desk.item = null;
  takeList(list);
  actionBar([["R", "Rekap", actions.overview], ["N", "Mulai memutuskan", actions.open], ["/", "Cari", actions.search]]);
  show(listScreen(desk.list, desk.filter, () => {}), `Kelurahan ${desk.list.nama}`, focus);
  const row = last && document.querySelector(`a[href="${CSS.escape(rowLink(slug, { id: last }))}"]`);
  if (row && focus) row.focus();
}

async function showProposal(slug, folder, nomor, focus, wanted) {
  const list = desk.list?.slug !== slug || !focus ? await store.list(slug) : null;
  const item = await store.proposal(`${folder}/${nomor}`);
  if (!wanted()) return;
  if (list) takeList(list);
  desk.item = item;
  drawProposal(focus);
}

export function drawProposal(focus) {
  const rows = desk.list.usulan;
  const position = rows.findIndex((row) => row.id === desk.item.id) + 1;
  const may = !desk.item.halangan;
  actionBar([
    ["S", "Setujui", actions.approve, may, "setuju"], ["T", "Tolak", actions.reject, may, "tolak"], ["E", "Edit", actions.edit, may],
    ["P", "Penjelasan", actions.explain, may], ["V", "Survei", actions.survey, may || desk.item.survei_dahulu], ["B", "Batalkan", actions.clear, may && desk.item.keputusan],
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
