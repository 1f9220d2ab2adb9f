// The desk: begins here, and follows what other windows and programs change.

import { byId } from "./unsur.js";
import { store } from "./gudang.js";
import { dialogIsOpen } from "./formulir.js";
import { complain, desk, noteState, say, warn } from "./ruang.js";
import { actions, render } from "./tampil.js";
import { listen } from "./tombol.js";
import "./tindakan.js";

const POLL_MILLISECONDS = 1000;

async function watch() {
  try {
    const state = await store.state();
    if (byId("galat").dataset.sambungan) { warn(""); delete byId("galat").dataset.sambungan; }
    if (!desk.busy) {
      const changed = state.perubahan !== desk.seen;
      const news = state.kabar_ke !== desk.state?.kabar_ke ? state.kabar : "";
      noteState(state);
      desk.stale ||= changed;
      if (desk.stale && !dialogIsOpen()) await refresh();
      if (news) say(news);
    }
  } catch (error) {
    if (error.status === 0) byId("galat").dataset.sambungan = "putus";
    complain(error);
    if (error.status === 401) return;
  }
  setTimeout(watch, POLL_MILLISECONDS);
}

/**
 * Show what is true now, unless the clerk does something meanwhile: no key is lost, none waits,
 * and an open form is left alone. It is refused if its proposal changed.
 */
async function refresh() {
  const { turn } = desk;
  const address = location.hash;
  await render(false, () => {
    const quiet = turn === desk.turn && address === location.hash && !dialogIsOpen();
    if (quiet) desk.stale = false;
    return quiet;
  });
}

addEventListener("hashchange", () => render());
byId("lewati").addEventListener("click", (event) => { event.preventDefault(); document.querySelector("main h1")?.focus(); });
for (const [id, action] of [["t-hari", "day"], ["t-urung", "undo"], ["t-ajukan", "handIn"], ["t-bantuan", "help"]]) {
  byId(id).addEventListener("click", actions[action]);
}
if (store.isFile) byId("ajukan").textContent = "Simpan hasil";
listen(actions);
await render();
if (desk.state && !desk.state.hari.tanggal) actions.day();
watch();
