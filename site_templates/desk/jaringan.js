// Requests to the desk, each with the key of this start.

const STORE = "kunci-meja";

/** The key comes once in the address, which is then cleared so that the hall does not see it. */
export function takeKey() {
  const given = location.hash.slice(1);
  if (given && !given.startsWith("/")) {
    localStorage.setItem(STORE, given);
    history.replaceState(null, "", "#/");
  }
}

export class Refused extends Error {
  constructor(status, body) {
    super(body.pesan || "");
    this.status = status;
    this.body = body;
  }
}

export const path = (...parts) => parts.map(encodeURIComponent).join("/");

const SILENT = "Meja tidak menjawab. Jalankan lagi perintah desk; yang sudah diputuskan tetap tersimpan.";

function request(address, options = {}) {
  const headers = { "X-Kunci-Meja": localStorage.getItem(STORE) || "" };
  if (options.body) headers["Content-Type"] = "application/json";
  return fetch(`/api/${address}`, { ...options, headers, cache: "no-store" });
}

/** What the desk answered; `Refused` with status 0 where it does not answer, or stops halfway. */
async function result(address, options) {
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

export const get = (address) => result(address);

export const post = (address, body = {}) => result(address, { method: "POST", body: JSON.stringify(body) });

/** An address for an image of ours, which no `img` could fetch: it would not bring the key. */
export async function photo(address) {
  try {
    const answer = await request(`foto/${address}`);
    return answer.ok ? URL.createObjectURL(await answer.blob()) : null;
  } catch {
    return null;
  }
}
