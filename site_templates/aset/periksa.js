// Whether a file is one of the papers of this site: compared here, byte for byte; nothing is sent.
"use strict";
{
  const PALING_DIBACA = 64e6; // bytes in which the origin is looked for
  const PALING_ASAL = 20_000;
  const pilih = document.getElementById("berkas");
  const hasil = document.getElementById("hasil");
  const { commit, perintah } = hasil.dataset;
  const terbit = [...document.querySelectorAll("[data-sidik]")].map((baris) => ({
    sidik: baris.dataset.sidik,
    ukuran: Number(baris.dataset.ukuran),
    jalur: baris.dataset.jalur,
    tautan: baris.querySelector("a"),
  }));

  const sidikDari = async (bagian) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", await bagian.arrayBuffer()))]
      .map((satu) => satu.toString(16).padStart(2, "0"))
      .join("");

  const dokumen = (satu) => {
    const tautan = satu.tautan.cloneNode(true);
    tautan.append(` (${satu.jalur})`);
    return tautan;
  };

  const terbuka = (isi) => new Response(isi.stream().pipeThrough(new DecompressionStream("deflate"))).text();

  // An attachment in the clear, or compressed with none, one or two bytes of line end behind it.
  const bacaan = async (data, awal, akhir) => {
    for (const baca of [() => new Blob([data.slice(awal, akhir)]).text(), ...[0, 1, 2].map((ekor) => () => terbuka(new Blob([data.slice(awal, akhir - ekor)])))]) {
      try { return JSON.parse(await baca()); } catch { /* so it is not this way */ }
    }
    return null;
  };

  // What papers say of their origin, whichever program saved them.
  const asalDari = async (berkas) => {
    const data = await berkas.slice(0, PALING_DIBACA).arrayBuffer();
    const teks = new TextDecoder("latin1").decode(data);
    const lampiran = /\/EmbeddedFile\b(?:(?!endobj)[^]){0,400}?stream\r?\n/g;
    for (const temuan of [...teks.matchAll(lampiran)].slice(0, 50)) {
      const awal = temuan.index + temuan[0].length;
      const akhir = teks.indexOf("endstream", awal);
      if (akhir < 0 || akhir - awal > PALING_ASAL) continue;
      const { berkas: jalur, asal } = await bacaan(data, awal, akhir) ?? {};
      if (/^[0-9a-f]{40,64}$/.test(asal?.commit)) return { jalur: String(jalur).slice(0, 100), commit: asal.commit, dicatat: !asal.belum_dicatat };
    }
    return null;
  };

  const putusan = async (berkas) => {
    for (const satu of terbit.filter(({ ukuran }) => ukuran === berkas.size)) {
      if (await sidikDari(berkas) === satu.sidik) return ["sama", "Sama persis dengan ", dokumen(satu), ", sebagaimana terbit di situs ini."];
    }
    for (const satu of terbit.filter(({ ukuran }) => ukuran < berkas.size)) {
      if (await sidikDari(berkas.slice(0, satu.ukuran)) === satu.sidik) {
        return ["lain", "Bagian awalnya sama persis dengan ", dokumen(satu), `, tetapi di belakangnya ditambahkan ${(berkas.size - satu.ukuran).toLocaleString("id-ID")} byte. Tambahan itu mungkin tanda tangan elektronik, mungkin juga mengubah yang tampak; halaman ini tidak dapat membedakannya. Bacalah yang terbit di sini, atau periksa dengan ${perintah}.`];
      }
    }
    if (!berkas.size) return ["lain", "Berkas ini kosong (0 byte). Unduh atau mintalah sekali lagi."];
    const awal = await berkas.slice(0, 1024).text();
    const arsip = awal.startsWith("PK"); // a ZIP can hold a PDF in the clear
    if (arsip || !awal.includes("%PDF-")) {
      return ["lain", `Bukan PDF, dan tidak sama dengan dokumen mana pun dalam daftar di bawah.${arsip ? " Isi arsip ZIP dikeluarkan dulu, lalu diperiksa satu per satu. Buku Excel dari versi lain, atau yang pernah disimpan ulang, juga terlihat begini." : ""}`];
    }
    const utuh = (await berkas.slice(-1024).text()).includes("%%EOF") ? "" : " Akhir PDF-nya tidak ada, mungkin terpotong: unduh atau mintalah sekali lagi.";
    const asal = await asalDari(berkas);
    if (!asal) return ["lain", `Sejauh yang dapat dilihat di sini, bukan dokumen situs ini: tidak sama dengan yang terbit, dan asalnya tidak terbaca di dalamnya. Cetakan yang dipindai, dikunci atau disimpan ulang juga terlihat begini.${utuh}`];
    const satu = terbit.find(({ jalur }) => jalur === asal.jalur);
    const kini = satu ? [" Di situs ini yang terbit sekarang: ", dokumen(satu), "."] : [];
    if (!asal.dicatat) return ["lain", `Menyebut diri ${asal.jalur} yang disusun sebelum datanya dicatat, jadi tidak dapat dicocokkan dengan yang terbit. Mintalah yang sudah terbit.`, ...kini];
    if (asal.commit === commit) return ["lain", `Menyebut diri ${asal.jalur} dari versi yang sedang terbit, tetapi isinya tidak sama dengan yang terbit. Jangan dipakai.${utuh}`, ...(satu ? kini : [" Dokumen itu tidak ada di situs ini."])];
    return ["lain", `Menyebut diri ${asal.jalur} dari versi lain, commit ${asal.commit.slice(0, 12)}: versi lama situs ini, atau dokumen kecamatan lain. Itu tidak dapat dicocokkan di halaman ini: tanyakan kepada kecamatan yang tertera di dalamnya, atau periksa dengan ${perintah}.${utuh}`, ...kini];
  };

  let giliran = 0;
  const periksa = async (daftar, folder = []) => {
    const ini = ++giliran;
    hasil.replaceChildren();
    for (const [nomor, berkas] of daftar.entries()) {
      const butir = document.createElement("li");
      const nama = document.createElement("b");
      nama.textContent = berkas.name;
      const isi = document.createElement("p");
      isi.textContent = "Sedang diperiksa…";
      butir.append(nama, isi);
      hasil.append(butir);
      let kata = ["lain", "Ini folder. Pilih berkas di dalamnya."];
      try { if (!folder[nomor]) kata = await putusan(berkas); }
      catch { kata = ["lain", "Tidak dapat dibaca. Pilih berkasnya sekali lagi."]; }
      if (ini !== giliran) return; // others have been chosen meanwhile
      butir.className = kata.shift();
      isi.replaceChildren(...kata);
    }
  };

  if (globalThis.crypto?.subtle && globalThis.DecompressionStream) {
    document.getElementById("alat").hidden = false;
    document.querySelector(".tanpa-skrip").hidden = true;
    pilih.addEventListener("click", () => { pilih.value = ""; }); // so that the same can be chosen again
    pilih.addEventListener("change", () => periksa([...pilih.files]));
    addEventListener("dragover", (kejadian) => kejadian.preventDefault());
    addEventListener("drop", (kejadian) => {
      kejadian.preventDefault();
      const { files, items } = kejadian.dataTransfer;
      const diseret = [...items].filter(({ kind }) => kind === "file");
      if (files.length) periksa([...files], diseret.map((satu) => satu.webkitGetAsEntry()?.isDirectory));
    });
  }
}
