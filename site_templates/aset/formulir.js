// The forms of taking part: what is wrong is said here, before anything leaves the browser.
// Without this script the browser's own checks remain. Rules come from forms.py as attributes.
"use strict";
{
  const form = document.querySelector("form.formulir");
  const ringkasan = document.getElementById("ringkasan-galat");
  const bidang = [...form.querySelectorAll("[name]:not([type=hidden])")];
  const judulHalaman = document.title;
  const PANJANG_ALAMAT = 7500; // hosts refuse longer ones
  let pernah = false;

  // Old browsers do not know lookbehind; without it a pattern only finds a little more.
  const pola = (teks, tanda) => {
    try { return new RegExp(teks, tanda); } catch { return new RegExp(teks.replace(/\(\?<![^)]*\)/g, ""), tanda); }
  };
  const { nik, telepon, surel, jumlah, nomorLain } = form.dataset;
  const PRIBADI = [["NIK", pola(nik, "g")], ["nomor telepon", pola(telepon, "g")], ["alamat surel", pola(surel, "g")]];
  const JUMLAH = pola(`^(?:${jumlah})$`), LAIN = pola(nomorLain, "i");

  const pribadi = (teks) => {
    const rapi = teks.normalize("NFKC").replace(/[‐‑‒–—−]/g, "-");
    for (const [nama, cari] of PRIBADI) {
      for (const temuan of rapi.matchAll(cari)) {
        const sebelum = rapi.slice(Math.max(0, temuan.index - 60), temuan.index);
        if (nama === "alamat surel" ? /[.@]go\.id$/i.test(temuan[0]) : JUMLAH.test(temuan[0]) || LAIN.test(sebelum)) continue;
        return `Tampaknya ada ${nama} (${temuan[0].slice(0, 4)}…). Hapus: isian ini terbuka bagi umum. Identitas diberikan di kantor kecamatan.`;
      }
    }
    return "";
  };

  // A resident's number as records write it, as read_quantity() of issues.py does.
  const baku = (isi) => {
    const bagian = isi.trim().split(isi.match(/[.,](?=\d*\s*$)/)?.[0]);
    const pecahan = bagian.length === 2 ? `.${bagian.pop()}` : "";
    return bagian.join("").replace(/\D/g, "") + pecahan;
  };
  const tampil = (isi) => baku(isi).replace(".", ",");

  const angka = (isi, { pattern, dataset }) => {
    if (pola(`^(?:${dataset.duaArti})$`).test(isi)) {
      const pecahan = tampil(isi).replace(/,?0+$/, ""); // one more nought where it would be asked about again
      return `Maksud Anda ${isi.replace(/\D/g, "")} atau ${/,\d{3}$/.test(pecahan) ? `${pecahan}0` : pecahan}? Tulis salah satunya.`;
    }
    if (!pola(`^(?:${pattern})$`).test(isi)) return "Tulis angkanya saja, misalnya 120 atau 12,5. Satuannya ditulis pada Satuan.";
    const nilai = baku(isi);
    if (nilai.match(/\.(\d*[1-9])/)?.[1].length > dataset.pecahan) return `Paling banyak ${dataset.pecahan} angka di belakang koma.`;
    return nilai > 0 && Number(nilai) <= dataset.paling ? "" : "Angkanya di luar batas.";
  };

  const nama = (b) => b.labels[0].firstChild.textContent.trim();
  const galat = (b) => {
    const isi = b.value.trim();
    if (!isi) return b.required ? `${nama(b)} belum ${b.localName === "select" ? "dipilih" : "diisi"}.` : "";
    if (b.maxLength > 0 && isi.length > b.maxLength) return `${nama(b)} paling panjang ${b.maxLength} huruf.`;
    return b.dataset.duaArti ? angka(isi, b) : b.localName === "select" ? "" : pribadi(isi);
  };

  const tandai = (b, pesan) => {
    document.getElementById(`g-${b.name}`)?.remove();
    b.toggleAttribute("aria-invalid", Boolean(pesan));
    b.setAttribute("aria-describedby", pesan ? `g-${b.name} b-${b.name}` : `b-${b.name}`);
    if (!pesan) return;
    b.setAttribute("aria-invalid", "true");
    const p = document.createElement("p");
    p.id = `g-${b.name}`;
    p.className = "galat";
    p.textContent = pesan;
    b.before(p);
  };

  const laporkan = (daftar) => {
    ringkasan.hidden = !daftar.length;
    document.title = daftar.length ? `Ada yang perlu diperbaiki: ${judulHalaman}` : judulHalaman;
    ringkasan.querySelector("ul").replaceChildren(...daftar.map(([b, pesan]) => {
      const li = document.createElement("li"), a = document.createElement("a");
      a.href = `#${b.id}`;
      a.textContent = pesan;
      a.addEventListener("click", (k) => { k.preventDefault(); b.focus(); });
      li.append(a);
      return li;
    }));
    if (daftar.length) ringkasan.focus();
    return !daftar.length;
  };

  const periksa = () => {
    pernah = true;
    const daftar = bidang.map((b) => [b, galat(b)]);
    for (const [b, pesan] of daftar) {
      tandai(b, pesan);
      if (b.dataset.duaArti && !pesan) b.value = tampil(b.value);
    }
    return laporkan(daftar.filter(([, pesan]) => pesan));
  };

  const isian = () => bidang.filter((b) => b.value.trim()).map((b) => `${nama(b)}: ${b.value.trim()}`).join("\r\n\r\n");

  form.noValidate = true;
  for (const unsur of document.querySelectorAll(".tanpa-skrip")) unsur.hidden = true;
  for (const b of bidang) {
    const awal = new URLSearchParams(location.search).get(b.name);
    if (awal && !b.value) b.value = awal;
    // Personal data is pointed out while it is typed, everything else once somebody wants to send.
    // Never on leaving the field: the button about to be pressed would move away.
    b.addEventListener("input", () => tandai(b, pernah ? galat(b) : pribadi(b.value)));
  }
  form.addEventListener("formdata", ({ formData }) => {
    for (const b of bidang) if (b.dataset.duaArti) formData.set(b.name, baku(b.value));
  });
  form.addEventListener("submit", (kejadian) => {
    if (!periksa()) return kejadian.preventDefault();
    const alamat = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    if (alamat.length > PANJANG_ALAMAT) {
      kejadian.preventDefault();
      const panjang = bidang.reduce((a, b) => (b.value.length > a.value.length ? b : a));
      laporkan([[panjang, "Isian terlalu panjang untuk dipindahkan. Persingkat, atau pakai cara lain."]]);
    }
  });
  for (const [id, alamat] of [
    ["surel", () => `subject=${encodeURIComponent(form.dataset.judul)}&body=${encodeURIComponent(isian())}`],
    ["whatsapp", () => `text=${encodeURIComponent(`${form.dataset.judul}\n\n${isian()}`)}`],
  ]) {
    document.getElementById(id)?.addEventListener("click", (kejadian) => {
      if (!periksa()) return kejadian.preventDefault();
      const tautan = kejadian.currentTarget;
      tautan.href = `${tautan.href.split("?")[0]}?${alamat()}`;
    });
  }
  const cetak = document.getElementById("cetak");
  cetak.hidden = false;
  cetak.addEventListener("click", () => { if (periksa()) print(); });
}
