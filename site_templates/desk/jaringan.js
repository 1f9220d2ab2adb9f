// The desk's server as a store: requests, each with the key of this start.

import { Refused } from "./penolakan.js";

const STORE = "kunci-meja";

/** The key comes once in the address, which is then cleared so that the hall does not see it. */
function takeKey() {
  const given = location.hash.slice(1);
  if (given && !given.startsWith("/")) {
    localStorage.setItem(STORE, given);
    history.replaceState(null, "", "#/");
  }
}

const path = (id) => id.split("/").map(encodeURIComponent).join("/");

const SILENT = "Meja tidak menjawab. Jalankan lagi perintah desk; yang sudah diputuskan tetap tersimpan.";

function request(address, options = {}) {
  const headers = { "X-Kunci-Meja": localStorage.getItem(STORE) || "" };
  if (options.body) headers["Content-Type"] = "application/json";
  return fetch(`/api/${address}`, { ...options, headers, cache: "no-store" });
}

/** What the desk answered; `Refused` with status 0 where it does not answer, or stops halfway. */
async function get(address, options) {
  let answer;
  let body;
  try {
    answer = await request(address, options);
    body = await answer.json();
  } catch {
    throw new Refused(0, { pesan: SILENT });
  }
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

const post = (address, body = {}) => get(address, { method: "POST", body: JSON.stringify(body) });

/** An address for an image of ours, which no `img` could fetch: it would not bring the key. */
async function photo(address) {
  try {
    const answer = await request(`foto/${address}`);
    return answer.ok ? URL.createObjectURL(await answer.blob()) : null;
  } catch {
    return null;
  }
}

/** What is decided stands in the record files of this computer before it is answered. */
export function fromServer() {
  takeKey();
  return {
    isFile: false,
    state: () => get("keadaan"),
    overview: () => get("rekap"),
    list: (slug) => get(`kelurahan/${path(slug)}`),
    proposal: (id) => get(`usulan/${path(id)}`),
    price: (id, volume) => get(`usulan/${path(id)}/anggaran?volume=${encodeURIComponent(volume)}`),
    photo,
    drafted: () => get("pengajuan"),
    act: (id, sent) => post(`usulan/${path(id)}`, sent),
    undo: () => post("urung"),
    chooseDay: (tanggal) => post("hari", { tanggal }),
    handIn: () => post("pengajuan"),
  };
}
