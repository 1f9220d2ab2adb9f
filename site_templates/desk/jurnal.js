// The journal of a desk that is a file: every action an entry of its own in this browser's database,
// on the disk before it is answered (which `localStorage` is not: a crash takes the last seconds of
// it) and never changed. Windows write one after the other, each knowing what was written before.

import { Refused } from "./penolakan.js";

const NO_ROOM = "Peramban ini tidak dapat menyimpan keputusan, jadi tidak ada yang diputuskan. Simpan dahulu hasilnya (A), lalu buka berkas ini dengan peramban lain yang tidak dalam jendela penyamaran.";
const STORE = "catatan";
const WINDOW = Math.random().toString(36).slice(2);

const answered = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function opened() {
  try {
    const request = indexedDB.open("meja-sidang", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return await answered(request);
  } catch {
    return null;
  }
}

/** What entries come to, taken in their order: the actions on each proposal that hold, its version. */
function fold() {
  const cases = new Map();
  const applied = [];
  return {
    cases,
    /** The entries that hold, which undo takes back one by one. */
    applied,
    last: 0,
    others: 0,
    of: (id) => cases.get(id) || { versi: "", tindakan: [] },
    take(number, entry) {
      if (number <= this.last) return;
      this.last = number;
      this.others += entry.jendela === WINDOW ? 0 : 1;
      const { tindakan } = this.of(entry.usulan);
      if (entry.tindakan === "urung") applied.pop();
      else applied.push(entry);
      cases.set(entry.usulan, { versi: number, tindakan: entry.tindakan === "urung" ? tindakan.slice(0, -1) : [...tindakan, entry] });
    },
  };
}

/** The journal of one year, scope and seal. */
export async function openJournal(tahun, cakupan, segel) {
  const scope = `${tahun}/${cakupan}`;
  const base = await opened();
  const held = fold();
  const notes = new Map();

  /** Work on what is kept, no other window in between; what comes of it, once it is on the disk. */
  async function alone(mode, work) {
    try {
      const change = base.transaction(STORE, mode, { durability: "strict" });
      const kept = new Promise((resolve, reject) => {
        change.oncomplete = resolve;
        change.onabort = () => reject(change.error);
      });
      kept.catch(() => {});
      const made = await work(change.objectStore(STORE));
      await kept;
      return made;
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Refused(507, { pesan: NO_ROOM });
    }
  }

  async function catchUp(store) {
    const range = IDBKeyRange.bound([scope, segel, held.last], [scope, segel, []], true, true);
    const [keys, values] = await Promise.all([answered(store.getAllKeys(range)), answered(store.getAll(range))]);
    keys.forEach(([, , key], at) => (typeof key === "number" ? held.take(key, values[at]) : notes.set(key, values[at])));
  }

  return {
    held,
    noted: (name) => notes.get(name),
    /** Take in what other windows wrote. */
    refresh: () => alone("readonly", catchUp),
    /** Add the entries that `make` answers when it knows all that was written before. */
    async append(make) {
      const made = await alone("readwrite", async (store) => {
        await catchUp(store);
        const entries = make().map((entry, at) => [held.last + 1 + at, { ...entry, jendela: WINDOW }]);
        for (const [number, entry] of entries) store.put(entry, [scope, segel, number]);
        return entries;
      });
      for (const [number, entry] of made) held.take(number, entry);
    },
    /** Put in place of a note what `change` makes of it. */
    note: (name, change) => alone("readwrite", async (store) => {
      await catchUp(store);
      const value = change(notes.get(name));
      store.put(value, [scope, segel, name]);
      notes.set(name, value);
    }),
    /** What is kept of the same year and scope under other seals, folded, by seal. */
    older: () => alone("readonly", async (store) => {
      const range = IDBKeyRange.bound([scope], [scope, []]);
      const [keys, values] = await Promise.all([answered(store.getAllKeys(range)), answered(store.getAll(range))]);
      const found = new Map();
      keys.forEach(([, seal, key], at) => {
        if (seal === segel || typeof key !== "number") return;
        if (!found.has(seal)) found.set(seal, fold());
        found.get(seal).take(key, values[at]);
      });
      return found;
    }),
  };
}
