// The journal of a desk that is a file: every action an entry of its own in the browser's storage,
// written before it is answered and never changed, so that no window can overwrite another's.

import { Refused } from "./penolakan.js";

const NO_ROOM = "Peramban ini tidak dapat menyimpan keputusan, jadi tidak ada yang diputuskan. Simpan dahulu hasilnya (A), lalu buka berkas ini dengan peramban lain yang tidak dalam jendela penyamaran.";
const WINDOW = Math.random().toString(36).slice(2, 8);

function keysBelow(prefix) {
  const found = [];
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(prefix)) found.push(key);
    }
  } catch {
    throw new Refused(0, { pesan: NO_ROOM });
  }
  return found.sort();
}

function parsed(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function put(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
    if (localStorage.getItem(key) === text) return;
  } catch { /* the same as a value that did not stay */ }
  throw new Refused(507, { pesan: NO_ROOM });
}

/**
 * What entries come to, in their order: the actions on each proposal that hold, its version, and
 * the entries that were made on a state which another window had changed already.
 */
function fold(keys, entries) {
  const cases = new Map();
  const applied = [];
  const clashes = [];
  for (const key of keys) {
    const entry = entries.get(key);
    const now = cases.get(entry?.usulan) || { versi: "", tindakan: [], berkas: entry?.berkas };
    if (!entry || entry.dari !== now.versi) {
      clashes.push({ key, entry });
    } else if (entry.tindakan === "urung") {
      now.tindakan = now.tindakan.slice(0, -1);
      now.versi = key;
      applied.splice(applied.lastIndexOf(entry.batal), 1);
      cases.set(entry.usulan, now);
    } else {
      now.tindakan = [...now.tindakan, entry];
      now.versi = key;
      applied.push(key);
      cases.set(entry.usulan, now);
    }
  }
  return { cases, applied, clashes };
}

/** The journal of one year, scope and seal; `older` are those of the same year and scope. */
export function journalOf(tahun, cakupan, segel) {
  const scope = `meja-sidang/${tahun}/${cakupan}/`;
  const prefix = `${scope}${segel}/`;
  const entries = new Map();
  let keys = [];
  let held = fold([], entries);
  const read = (own) => {
    const found = keysBelow(own);
    for (const key of found) if (!entries.has(key)) entries.set(key, parsed(key));
    return found;
  };
  return {
    /** Take in what other windows wrote; whether there was anything. */
    refresh() {
      const found = read(`${prefix}catatan/`);
      if (found.length === keys.length && found.at(-1) === keys.at(-1)) return false;
      keys = found;
      held = fold(keys, entries);
      return true;
    },
    get count() { return keys.length; },
    get applied() { return held.applied; },
    get clashes() { return held.clashes; },
    get cases() { return held.cases; },
    of: (id) => held.cases.get(id) || { versi: "", tindakan: [] },
    entry: (key) => entries.get(key),
    isOwn: (key) => key.endsWith(WINDOW),
    append(entry) {
      const last = keys.length ? Number(keys.at(-1).slice(`${prefix}catatan/`.length).split("-")[0]) : 0;
      const key = `${prefix}catatan/${String(last + 1).padStart(6, "0")}-${WINDOW}`;
      put(key, entry);
      this.refresh();
      return key;
    },
    note: (name, value) => put(`${prefix}${name}`, value),
    noted: (name) => parsed(`${prefix}${name}`),
    older() {
      const seals = new Set(keysBelow(scope).map((key) => key.slice(scope.length).split("/")[0]));
      seals.delete(segel);
      return [...seals].map((seal) => ({ segel: seal, cases: fold(read(`${scope}${seal}/catatan/`), entries).cases }))
        .filter(({ cases }) => [...cases.values()].some((one) => one.tindakan.length));
    },
  };
}
