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

async function request(path, options = {}) {
  const headers = { "X-Kunci-Meja": localStorage.getItem(STORE) || "" };
  if (options.body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/api/${path}`, { ...options, headers, cache: "no-store" });
  } catch {
    throw new Refused(0, { pesan: "Meja tidak menjawab. Jalankan lagi build.py desk; yang sudah diputuskan tetap tersimpan." });
  }
  return answer;
}

async function result(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

export const get = async (path) => result(await request(path));

export const post = async (path, body = {}) =>
  result(await request(path, { method: "POST", body: JSON.stringify(body) }));

export async function photo(path) {
  const answer = await request(`foto/${path}`);
  return answer.ok ? URL.createObjectURL(await answer.blob()) : null;
}
