// What every part of the desk knows, and how it speaks to the clerk.

import { byId } from "./unsur.js";
import { Refused } from "./penolakan.js";
import { noFilter } from "./layar-daftar.js";

const MESSAGE_MILLISECONDS = 8000;

export const desk = { overview: null, list: null, item: null, filter: noFilter(), seen: -1, busy: false, turn: 0, stale: false, state: null };

let fading;

/** Tell what happened; the message leaves by itself, since the screen shows the same. */
export function say(text) {
  byId("galat").textContent = "";
  byId("kabar").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { byId("kabar").textContent = ""; }, MESSAGE_MILLISECONDS);
}

/** Tell what went wrong, once as long as it stays. */
export function warn(text) {
  byId("kabar").textContent = "";
  if (byId("galat").textContent !== text) byId("galat").textContent = text;
}

export function complain(error) {
  if (!(error instanceof Refused)) throw error;
  const refusals = error.body.penolakan;
  warn(refusals ? refusals.map((one) => `${one.pesan} ${one.saran}`.trim()).join(" ") : error.message);
}

export function noteState(state) {
  desk.state = state;
  desk.seen = state.perubahan;
  byId("hari").textContent = state.hari.teks || "Hari belum dipilih";
  byId("t-hari").classList.toggle("kosong", !state.hari.teks);
  byId("simpan").textContent = state.belum_disimpan ? `(${state.belum_disimpan})` : "";
  byId("urung").textContent = state.urung ? `(${state.urung})` : "";
}

/** As `noteState`, after a change of our own: what others changed meanwhile is yet to be shown. */
export function noteChange(state) {
  desk.stale ||= state.perubahan > desk.seen + 1;
  noteState(state);
}

/** Do one thing at a time, so that a key pressed twice never decides twice. */
export async function once(work) {
  if (desk.busy) return;
  desk.busy = true;
  desk.turn += 1;
  try {
    await work();
  } catch (error) {
    complain(error);
  } finally {
    desk.busy = false;
  }
}
