// Acting: where the keys lead, and what they decide.

import { byId } from "./unsur.js";
import { store } from "./gudang.js";
import { isOpen, matches, rowLink } from "./layar-daftar.js";
import {
  approveForm, conflictDialog, dayForm, dialogIsOpen, handInDialog, handedInDialog, rejectForm, saveDialog, savedDialog, surveyForm,
} from "./formulir.js";
import { desk, noteChange, once, say, warn } from "./ruang.js";
import { actions, drawProposal, render } from "./tampil.js";
import { helpDialog } from "./tombol.js";

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

/** Show what others have changed since, before words or the next place come from memory. */
async function renew() {
  const state = await store.state();
  if (!desk.stale && state.perubahan === desk.seen) return;
  await render(false);
  desk.stale = false;
}

/** Go to the next open proposal; after the last one to the list, where no key decides. */
async function goToOpen(told = "") {
  await renew();
  const next = neighbour(1, fitsOpen) || desk.list.usulan.find(fitsOpen);
  if (next && next.id !== desk.item?.id) return go(rowLink(desk.list.slug, next));
  if (next) return say("Tinggal usulan ini yang belum diputuskan.");
  if (desk.item) await go(`#/${desk.list.slug}`);
  say(`${told} Semua usulan dalam daftar ini sudah diputuskan.`.trim());
}

async function move(step) {
  if (desk.item) {
    await renew();
    const next = neighbour(step, desk.filter.belum ? fitsOpen : fits);
    if (next) await go(rowLink(desk.list.slug, next));
    else say(step > 0 ? "Ini usulan terakhir." : "Ini usulan pertama.");
    return;
  }
  const links = [...document.querySelectorAll("a.baris")];
  if (!links.length) say("Tidak ada usulan yang tampil; ubah saringannya.");
  const index = links.indexOf(document.activeElement) + step;
  (links[index < 0 ? 0 : Math.min(index, links.length - 1)])?.focus();
}

// Deciding.

/** Send one action; returns once its file is written and the screen knows. */
async function act(action, fields, words) {
  const { id, versi } = desk.item;
  let done;
  try {
    done = await store.act(id, { versi, tindakan: action, isi: fields });
  } catch (error) {
    if (error.status !== 409) throw error;
    setTimeout(async () => {
      await render(false);
      conflictDialog(error.message, words, error.body.usulan);
    });
    return;
  }
  settle(done);
  if (action === "setujui" || action === "tolak") {
    remember(fields);
    return goToOpen(done.pesan);
  }
  desk.item = await store.proposal(id);
  drawProposal(!dialogIsOpen());
}

function settle(done) {
  noteChange(done.keadaan);
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

/** A survey comes before the meeting: it carries a day of its own, and waits for no lurah. */
const deciding = (work, { early = false } = {}) => () => {
  const may = () => !desk.item.halangan || (early && desk.item.survei_dahulu);
  const dated = () => early || desk.state.hari.tanggal;
  if (!desk.item) return warn("Buka satu usulan dahulu.");
  if (may() && dated()) return work(desk.item);
  return once(async () => {
    await renew();
    if (!may()) warn(desk.item.halangan);
    else if (!dated()) actions.day();
    else say("Layar baru saja diperbarui. Ulangi bila masih perlu.");
  });
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
    ranked: desk.overview.urutan,
    refusals,
    preview: (volume) => store.price(item.id, volume).then((told) => told.pesan, (error) => error.message),
    send: (fields) => act("setujui", fields, fields.volume ? `Setujui ${fields.volume} ${item.satuan}` : "Setujui"),
  });
}

function survey(refusals) {
  surveyForm(desk.item, { refusals, send: (fields) => act("survei", fields, "Simpan hasil survei") });
}

/** Go on from a result that was saved, on this computer or another. */
async function resume(file) {
  const told = await store.resume(await file.text());
  await render(false);
  say(told);
}

Object.assign(actions, {
  approve: deciding(() => once(async () => {
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
  survey: deciding(() => survey(), { early: true }),
  clear: deciding(() => once(() => act("kosongkan", {}, "Batalkan keputusan"))),
  undo: () => once(async () => {
    const done = await store.undo();
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
  day: () => dayForm(desk.state.hari, async (fields) => noteChange(await store.chooseDay(fields.tanggal || ""))),
  handIn: () => once(async () => {
    const found = await store.drafted();
    const fresh = await store.overview();
    const handIn = async () => {
      const done = await store.handIn();
      setTimeout(() => (store.isFile ? savedDialog(done) : handedInDialog(done)));
    };
    if (store.isFile) return saveDialog(found, fresh.semua.belum, { save: handIn, saveOlder: store.saveOlder, resume });
    return handInDialog(found, fresh.semua.belum, handIn);
  }),
  help: helpDialog,
});
