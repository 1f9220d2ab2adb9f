// Numbers and days in Indonesian, for the desk that is a file; typed ones are read for show only,
// what counts is read by the program that takes the result.

const NUMBER = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 4, useGrouping: true });
const DAY = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat("id-ID", { weekday: "long", timeZone: "UTC" });

export const number = (value) => NUMBER.format(value);
export const rupiah = (value) => `Rp${number(value)}`;
export const amount = (value) => (value == null ? "tanpa anggaran" : rupiah(value));

const at = (iso) => new Date(`${iso}T00:00:00Z`);
export const dayWords = (iso) => DAY.format(at(iso));
export const weekdayWords = (iso) => `${WEEKDAY.format(at(iso))}, ${dayWords(iso)}`;

/** Today by this computer, as 2016-03-09. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** A day typed as 9/3/2016 or 2016-03-09, as the latter; `null` for what is none. */
export function readDay(text) {
  const typed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  const iso = typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : text.trim();
  return /^\d{4}-\d\d-\d\d$/.test(iso) && at(iso).toJSON()?.startsWith(iso) ? iso : null;
}

/** A number typed with a decimal comma; `null` for what is none. */
export function readNumber(text) {
  const plain = text.trim();
  if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(plain)) return null;
  return Number(plain.replaceAll(".", "").replace(",", "."));
}

export const readRupiah = (text) => {
  const plain = text.trim().replace(/^Rp\s*/i, "");
  return plain.includes(",") ? null : readNumber(plain);
};
