// The list of one kelurahan, with filters; the filters also decide what comes next at the desk.

import { badge, h } from "./unsur.js";
import { totalsBar } from "./layar-rekap.js";

export const noFilter = () => ({ rw: "", skpd: "", ditandai: false, belum: false, kata: "" });

export const isOpen = (row) => row.bisa && row.status === "belum-divalidasi";

export function matches(row, filter) {
  return (!filter.rw || row.rw === filter.rw)
    && (!filter.skpd || row.skpd === filter.skpd)
    && (!filter.ditandai || row.ditandai)
    && (!filter.belum || isOpen(row))
    && filter.kata.toLowerCase().split(/\s+/).every((word) => row.cari.includes(word));
}

export const rowLink = (slug, row) => `#/${slug}/${row.id}`;

function line(slug, row) {
  const marks = [];
  if (row.ditandai) marks.push(h("span", { class: "tanda" }, "ditandai"));
  if (row.tanpa_survei) marks.push(h("span", { class: "tanda" }, "belum disurvei"));
  return h("tr", { class: row.bisa ? null : "redup" },
    h("td", { class: "nomor" }, row.nomor),
    h("th", { scope: "row" }, h("a", { class: "baris", href: rowLink(slug, row) }, row.judul), h("span", { class: "rinci" }, row.alamat)),
    h("td", {}, row.rw),
    h("td", {}, row.skpd),
    h("td", { class: "n" }, row.volume),
    h("td", { class: "n" }, row.anggaran),
    h("td", {}, badge(row.status, row.status_nama), marks));
}

function choice(id, label, values, current, change) {
  return h("div", {}, h("label", { for: id }, label),
    h("select", { id, onchange: (event) => change(event.target.value) },
      h("option", { value: "" }, "Semua"),
      values.map((value) => h("option", { value, selected: value === current }, value))));
}

function tick(id, label, current, change) {
  return h("div", { class: "centang" },
    h("input", { type: "checkbox", id, checked: current, onchange: (event) => change(event.target.checked) }),
    h("label", { for: id }, label));
}

export function listScreen(data, filter, changed) {
  const unique = (key) => [...new Set(data.usulan.map((row) => row[key]).filter(Boolean))].sort();
  const body = h("tbody", {});
  const count = h("p", { class: "rinci", role: "status" });
  const fill = () => {
    const rows = data.usulan.filter((row) => matches(row, filter));
    body.replaceChildren(...rows.map((row) => line(data.slug, row)));
    count.textContent = `${rows.length} dari ${data.usulan.length} usulan tampil.`;
  };
  const set = (key) => (value) => { filter[key] = value; fill(); changed(); };
  fill();
  return [
    totalsBar(data.jumlah),
    h("h1", { tabindex: "-1" }, `Kelurahan ${data.nama}`),
    data.kunci && h("p", { class: "kunci" }, data.kunci),
    data.jumlah.untuk_camat > 0 && !data.jumlah.belum && h("p", { class: "selesai" }, "Semua usulan kelurahan ini sudah diputuskan."),
    h("form", { class: "saring", role: "search", onsubmit: (event) => { event.preventDefault(); body.querySelector("a")?.focus(); } },
      h("div", { class: "kata" }, h("label", { for: "kata" }, "Cari ", h("kbd", { "aria-hidden": "true" }, "/")),
        h("input", { id: "kata", type: "search", autocomplete: "off", value: filter.kata, oninput: (event) => set("kata")(event.target.value) })),
      choice("rw", "RW", unique("rw"), filter.rw, set("rw")),
      choice("skpd", "SKPD/UKPD", unique("skpd"), filter.skpd, set("skpd")),
      tick("ditandai", "Hanya yang ditandai", filter.ditandai, set("ditandai")),
      tick("belum", "Hanya yang belum", filter.belum, set("belum"))),
    count,
    h("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": "Daftar usulan" },
      h("table", { class: "usulan" },
        h("caption", { class: "sr" }, `Usulan kelurahan ${data.nama}`),
        h("thead", {}, h("tr", {}, ["No.", "Usulan", "RW", "SKPD/UKPD"].map((name) => h("th", { scope: "col" }, name)),
          ["Volume", "Anggaran"].map((name) => h("th", { scope: "col", class: "n" }, name)), h("th", { scope: "col" }, "Keputusan"))),
        body)),
  ];
}
