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

  // What papers say of their origin, as papers/attachments write it.
  const asalDari = async (berkas) => {
    const data = await berkas.slice(0, PALING_DIBACA).arrayBuffer();
    const teks = new TextDecoder("latin1").decode(data);
    const lampiran = /\/EmbeddedFile\b[^>]{0,200}?\/Length (\d+)[^>]{0,80}>>\s*stream\r?\n/g;
    for (const temuan of [...teks.matchAll(lampiran)].slice(0, 50)) {
      if (Number(temuan[1]) > PALING_ASAL) continue;
      const awal = temuan.index + temuan[0].length;
      try {
        const isi = new Blob([data.slice(awal, awal + Number(temuan[1]))]).stream();
        const terbuka = await new Response(isi.pipeThrough(new DecompressionStream("deflate"))).text();
        const { berkas: jalur, asal } = JSON.parse(terbuka);
        if (/^[0-9a-f]{40,64}$/.test(asal?.commit)) return { jalur: String(jalur).slice(0, 100), commit: asal.commit };
      } catch { /* another attachment, or none that can be read */ }
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
    if (await berkas.slice(0, 1024).text().then((awal) => !awal.includes("%PDF-"))) {
      return ["lain", "Bukan PDF, dan tidak sama dengan dokumen mana pun di situs ini."];
    }
    const asal = await asalDari(berkas);
    if (!asal) return ["lain", "Sejauh yang dapat dilihat di sini, bukan dokumen situs ini: tidak sama dengan yang terbit, dan asalnya tidak disebut di dalamnya. Cetakan yang dipindai atau disimpan ulang juga terlihat begini."];
    const kini = terbit.find(({ jalur }) => jalur === asal.jalur);
    if (asal.commit === commit) return ["lain", `Menyebut diri ${asal.jalur} dari versi yang sedang terbit, tetapi isinya tidak sama dengan yang terbit. Jangan dipakai; `, ...(kini ? ["bacalah ", dokumen(kini), "."] : ["dokumen itu tidak ada di situs ini."])];
    return ["lain", `Menyebut diri ${asal.jalur} dari versi lain, commit ${asal.commit.slice(0, 12)}. Versi lain tidak dapat dicocokkan di halaman ini: tanyakan kepada kecamatan, atau periksa dengan ${perintah}.`, ...(kini ? [" Yang terbit sekarang: ", dokumen(kini), "."] : [])];
  };

  const periksa = async (daftar) => {
    hasil.replaceChildren();
    for (const berkas of daftar) {
      const butir = document.createElement("li");
      const nama = document.createElement("b");
      nama.textContent = berkas.name;
      const isi = document.createElement("p");
      isi.textContent = "Sedang diperiksa…";
      butir.append(nama, isi);
      hasil.append(butir);
      let kata;
      try { kata = await putusan(berkas); }
      catch { kata = ["lain", "Tidak dapat dibaca. Pilih berkasnya sekali lagi; folder tidak dapat diperiksa."]; }
      butir.className = kata.shift();
      isi.replaceChildren(...kata);
    }
  };

  if (globalThis.crypto?.subtle && globalThis.DecompressionStream) {
    document.getElementById("alat").hidden = false;
    document.querySelector(".tanpa-skrip").hidden = true;
    pilih.addEventListener("change", () => periksa([...pilih.files]));
    addEventListener("dragover", (kejadian) => kejadian.preventDefault());
    addEventListener("drop", (kejadian) => {
      kejadian.preventDefault();
      periksa([...kejadian.dataTransfer.files]);
    });
  }
}
