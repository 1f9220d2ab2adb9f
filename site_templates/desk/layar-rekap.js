// Rekap Usulan: every kelurahan with its counts (juknis C.2.c.3.e and f).

import { h } from "./unsur.js";

const COLUMNS = [
  ["untuk_camat", "Dikirim"], ["disetujui", "Disetujui"], ["ditolak", "Ditolak"], ["belum", "Belum"],
  ["forum", "Forum UKPD"], ["rupiah_untuk_camat", "Rupiah diusulkan"], ["rupiah_disetujui", "Rupiah disetujui"],
];

function table(caption, first, rows, total, head) {
  return h("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first),
        COLUMNS.map(([, name]) => h("th", { scope: "col", class: "n" }, name)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, head(row)), cells(row)))),
      total && h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "Jumlah"), cells(total)))));
}

/** The number under Dikirim opens the list, as it did in e-Musrenbang; its name is the link for all. */
const figure = (row, key) => (key === "untuk_camat" && row.slug
  ? h("a", { href: `#/${row.slug}`, tabindex: "-1" }, String(row[key]))
  : String(row[key]));

const cells = (row) => COLUMNS.map(([key]) =>
  h("td", { class: key === "belum" && row.belum ? "n belum" : "n" }, figure(row, key)));

export function overviewScreen(data) {
  const name = (row) => [
    h("a", { class: "baris", href: `#/${row.slug}` }, row.nama),
    row.kunci ? h("span", { class: "rinci" }, row.kunci, row.belum_dikirim ? ` ${row.belum_dikirim} usulan menunggu.` : "") : null,
  ];
  return [
    h("h1", { tabindex: "-1" }, `Rekap Usulan ${data.tahun}`),
    table("Per kelurahan", "Kelurahan", data.kelurahan, data.semua, name),
    h("p", { class: "rinci" }, "Dikirim: usulan bertemplate yang sudah dikirim lurah untuk diputuskan camat, yaitu disetujui, ditolak dan belum. Usulan tanpa template dan usulan langsung dibahas forum UKPD."),
    table("Per SKPD/UKPD", "SKPD/UKPD", data.skpd, null, (row) => row.nama),
  ];
}

/** The running totals of one kelurahan, shown above its list and its proposals. */
export function totalsBar(sums) {
  if (!sums.untuk_camat) return null;
  const done = sums.disetujui + sums.ditolak;
  return h("div", { class: "jumlah" },
    h("p", {}, h("b", {}, `${done} dari ${sums.untuk_camat}`), " diputuskan"),
    h("progress", { max: sums.untuk_camat || 1, value: done, "aria-label": "Kemajuan" }),
    h("p", { class: "s-disetujui" }, h("b", {}, String(sums.disetujui)), " disetujui ", h("b", {}, sums.rupiah_disetujui)),
    h("p", { class: "s-ditolak" }, h("b", {}, String(sums.ditolak)), " ditolak"),
    h("p", { class: "s-belum-divalidasi" }, h("b", {}, String(sums.belum)), " belum ", h("b", {}, sums.rupiah_belum)));
}
