// One proposal, readable across a hall.

import { badge, h, pair, svg } from "./unsur.js";
import { store } from "./gudang.js";
import { totalsBar } from "./layar-rekap.js";

function decision(item) {
  const said = item.keputusan;
  if (!said) return null;
  return h("section", { class: `putusan s-${item.status}`, "aria-label": "Keputusan" },
    h("h2", {}, item.status_nama, h("span", { class: "rinci" }, ` ${said.tanggal}`)),
    h("dl", { class: "data" },
      pair("Alasan", said.alasan), pair("Uraian", said.uraian), pair("Tahun pekerjaan", said.tahun),
      pair("Usulan dimaksud", said.usulan), pair("Saran", said.saran), pair("Tanpa survei", said.tanpa_survei),
      pair("Alasan perubahan", said.alasan_perubahan), pair("Penjelasan", said.penjelasan), pair("Prioritas kecamatan", said.prioritas)));
}

function figures(item) {
  const changed = (now, before) => (item.diubah && now !== before
    ? [h("b", {}, now), h("s", {}, h("span", { class: "sr" }, "semula "), before)]
    : [h("b", {}, now)]);
  const price = item.harga;
  return h("dl", { class: "angka" },
    h("div", {}, h("dt", {}, "Volume"), h("dd", {}, changed(item.volume, item.volume_usulan))),
    h("div", {}, h("dt", {}, "Perkiraan anggaran"), h("dd", {}, changed(item.anggaran, item.anggaran_usulan))),
    price.sekarang && h("div", { class: "harga" }, h("dt", {}, "Harga satuan"),
      h("dd", {}, h("b", {}, price.sekarang),
        price.banding && h("span", { class: price.wajar ? "wajar" : "lain" }, price.banding),
        !price.wajar && price.template && h("span", { class: "rinci" }, `template ${price.template}`))));
}

function survey(item) {
  const found = item.survei;
  if (!found) {
    return item.fisik && h("section", { class: "survei" }, h("h2", {}, "Survei"),
      h("p", {}, "Usulan fisik ini belum memiliki hasil survei (V)."));
  }
  return h("section", { class: "survei" },
    h("h2", {}, "Survei", h("span", { class: "rinci" }, ` ${found.tanggal_teks}`)),
    h("ul", { class: "tugas" }, found.tugas.map((task) =>
      h("li", { class: task.hasil ? "ya" : "tidak" }, `${task.nama}: `, h("b", {}, task.hasil ? "ya" : "tidak")))),
    found.volume_terukur_teks && h("p", { class: found.berbeda ? "ukur beda" : "ukur" }, "Terukur ", h("b", {}, found.volume_terukur_teks),
      found.berbeda ? `, diusulkan ${item.volume_usulan}` : ", sama dengan usulan"),
    found.catatan && h("p", {}, found.catatan));
}

function warnings(item) {
  const lines = item.tanda.map((text) => h("li", {}, text));
  if (item.kembar) {
    const other = item.kembar;
    lines.push(h("li", {}, `Mungkin mengulang usulan ${other.id} (${other.status_nama.toLowerCase()}): sama ${other.sama}. `,
      h("span", { class: "rinci" }, [other.judul, other.alamat, other.volume].filter(Boolean).join(", "))));
  }
  return lines.length ? h("section", { class: "tandai" }, h("h2", {}, "Perlu dilihat lagi"), h("ul", {}, lines)) : null;
}

/** Volumes of the peers as dots on a line, this proposal's as a mark. */
function strip(peers) {
  const all = [...peers.titik, peers.sendiri];
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const x = (value) => 4 + ((value - low) / span) * 292;
  return svg("svg", { class: "sebaran", viewBox: "0 0 300 22", "aria-hidden": "true", focusable: "false" },
    svg("line", { x1: 4, x2: 296, y1: 14, y2: 14 }),
    ...[...new Set(peers.titik)].map((value) => svg("circle", { cx: x(value), cy: 14, r: 4 })),
    svg("path", { d: `M${x(peers.sendiri)} 11l-5 -9h10z` }));
}

function peerTable(item) {
  const peers = item.sejenis;
  if (!peers) return null;
  return h("section", { class: "sejenis" }, h("h2", {}, "Usulan sejenis tahun ini"),
    peers.kalimat && h("p", {}, peers.kalimat), peers.kalimat && strip(peers),
    h("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": "Usulan sejenis" }, h("table", {},
      h("caption", { class: "sr" }, "Usulan sejenis dengan volume terdekat"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Usulan"), h("th", { scope: "col", class: "n" }, "Volume"),
        h("th", { scope: "col", class: "n" }, "Harga satuan"), h("th", { scope: "col" }, "Keputusan"))),
      h("tbody", {}, peers.baris.map((row) => h("tr", {},
        h("th", { scope: "row" }, `${row.kelurahan} ${row.nomor}`, row.rw && h("span", { class: "rinci" }, ` RW ${row.rw}`)),
        h("td", { class: "n" }, row.volume), h("td", { class: "n" }, row.harga),
        h("td", {}, badge(row.status, row.status_nama))))))));
}

function before(item) {
  if (!item.tahun_lalu.length) return null;
  return h("section", {}, h("h2", {}, "Tahun sebelumnya, kegiatan yang sama di kelurahan ini"),
    h("ul", { class: "lalu" }, item.tahun_lalu.map((other) => h("li", {},
      badge(other.status, other.status_nama), ` ${other.id}: ${other.judul}, ${other.volume}`, other.rw && ` (RW ${other.rw})`))));
}

function photos(item) {
  if (item.banyak_foto) return h("p", { class: "rinci" }, `${item.banyak_foto} foto tidak ikut dalam berkas ini; lihat halaman usulannya di situs.`);
  if (!item.foto.length) return null;
  return h("div", { class: "foto" }, item.foto.map((path, number) => {
    const image = h("img", { alt: `Foto ${number + 1} dari usulan ini` });
    const button = h("button", { type: "button", "aria-label": `Perbesar foto ${number + 1}`, onclick: () => button.classList.toggle("besar") }, image);
    store.photo(path).then((address) => { if (address) image.src = address; else button.remove(); });
    return button;
  }));
}

export function proposalScreen(item, list, place) {
  const where = [item.alamat, item.rw && `RW ${item.rw}`, item.rt.length && `RT ${item.rt.join(", ")}`].filter(Boolean).join(", ");
  return [
    totalsBar(list.jumlah),
    h("article", { class: "satu", "data-usulan": item.id },
      h("div", { class: "kiri" },
        h("p", { class: "nomor" }, h("b", {}, item.nomor), ` · ${list.nama} · ${place} `, badge(item.status, item.status_nama)),
        h("h1", { tabindex: "-1" }, item.judul),
        item.halangan && h("p", { class: "kunci" }, item.halangan),
        h("p", { class: "masalah" }, item.permasalahan),
        h("p", { class: "tempat" }, where),
        photos(item),
        decision(item),
        h("dl", { class: "data" },
          pair("SKPD/UKPD", item.skpd), pair("Template", item.template), pair("Tipe", item.tipe), pair("Isu", item.isu), pair("Program", item.program),
          pair("Prioritas", item.prioritas == null ? "" : String(item.prioritas)),
          pair("Keterangan", item.keterangan), ...item.bidang_lain.map(([judul, teks]) => pair(judul, teks)), pair("Definisi", item.definisi), pair("Syarat", item.syarat))),
      h("div", { class: "kanan" }, figures(item), warnings(item), survey(item), peerTable(item), before(item))),
  ];
}
