// The search page: filters and sorts the proposals of one year in the browser.
// The index scripts push their parts onto globalThis.musrenbang; see find_index.py for the columns.
"use strict";
{
  const [FOLDER, NOMOR, JUDUL, ALAMAT, MASALAH, KELURAHAN, RW, SKPD, STATUS, TIPE, ALASAN, ANGGARAN, VOLUME, DIUBAH, SEMENTARA, KUNCI] = Array(16).keys();
  const LEMBAR = 50; // as many rows as the page ever holds
  const form = document.querySelector("form.cari");
  const daftar = document.getElementById("temuan");
  const kabar = document.getElementById("kabar");
  const lembar = document.getElementById("lembar");
  const [mundur, maju] = lembar.children;
  const { root, tahun, bagian } = daftar.dataset;
  const angka = new Intl.NumberFormat("id-ID");
  let baris = [], kunci = [], padanan = new Map(), singkatan = new Map(), nama = {}, cocok = [], ringkasan = "", hal = 1;

  const polos = (teks) => teks.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

  // However it is written, "RW 07" or "rw.7" is the word rw7, and the street "Mawar II" is "mawar 2".
  const SATUAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
  const romawi = new Map(Array.from({ length: 39 }, (_, n) => ["x".repeat((n + 1) / 10) + SATUAN[(n + 1) % 10], `${n + 1}`]));
  const ejaan = (kata) => romawi.get(kata) ?? (kata.startsWith("r") ? kata.replace(/^(r[tw])[\s.:]*0*(?=\d)/, "$1") : kata);
  const pecah = (teks) => (polos(teks)
    .replace(/\brt\s*\/\s*rw[\s.:]*(\d+)\s*\/\s*(\d+)/g, "rt$1 rw$2")
    .match(/r[tw][\s.:]*\d+|[a-z0-9]+/g) ?? []).map(ejaan);

  // The core of an Indonesian word, so that "perbaiki" meets "perbaikan" and "memotong" "pemotongan".
  // It need not be a word: -kan and -an after k, pe- and per- before r, pel- before l, and k, p, s or t
  // swallowed by me- cannot be told apart, so those letters go on both sides.
  const AKHIRAN = /(?:nya|lah|kah)$/, IMBUHAN = /k?(?:an|i)$/;
  const AWALAN = /^(?:memper|diper|keter|[mp]enge(?=(?:cat|cek|las|bor|lap)$)|meng|meny|mem|men|me|peng|peny|pem|pen|per|pel|pe|ber|bel|ter|di|ke|se)(?=.{3})/;
  const sudah = new Map(); // most words come again and again
  const dasar = (kata) => {
    let k = sudah.get(kata);
    if (k !== undefined) return k;
    k = kata;
    if (k.length > 5) k = k.replace(AKHIRAN, "");
    if (k.length > 5) k = k.replace(IMBUHAN, "");
    if (k.length > 5) k = k.replace(AWALAN, "");
    else k = k.replace(/^di(?=.{3}$)/, "");
    if (k.length > 4) k = k.replace(/^[klprst](?=[aeiou])/, "");
    if (k.length > 3) k = k.replace(/k$/, "");
    if (k.length > 4) k = k.replace(/i$/, ""); // "tinggi" lost it above, "peninggian" kept it
    sudah.set(kata, k);
    return k;
  };

  const intiDari = (kata) => ` ${kata.map(dasar).join(" ")} `;
  const pecahUtuh = (teks) => pecah(teks).map((kata) => singkatan.get(kata) ?? kata);
  const siapkan = (b) => {
    b.id = `${b[FOLDER] || nama.kelurahan[b[KELURAHAN]][0]}/${b[NOMOR]}`;
    const judul = pecahUtuh(b[JUDUL]);
    const alamat = pecah(b[ALAMAT] || ""); // "Jl." stays, or nearly every proposal would be about a "jalan"
    const lain = pecahUtuh(`${b[MASALAH]} ${nama.kelurahan[b[KELURAHAN]][1]} ${b[NOMOR]} rw ${b[RW]}`);
    b.judul = intiDari(judul);
    b.alamat = intiDari(alamat);
    b.inti = b.judul + b.alamat + intiDari(lain);
    b.kata = ` ${judul.join(" ")} ${alamat.join(" ")} ${lain.join(" ")}`;
    b.kunci = kunci[b[KUNCI]];
  };

  // A question in parts: the words as written, and other words that padanan.txt has for the same.
  const uraikan = (q) => {
    const kata = pecahUtuh(q), bagian = [];
    const tulisan = kata.map((satu, n) => {
      const inti = intiDari([satu]);
      return {
        inti,
        awal: /\d$/.test(satu) ? inti : ` ${satu}`, // 2 is not the beginning of 20
        singkat: kata[n + 1] || kata.length === 1 ? [...singkatan.keys()].filter((kunci) => singkatan.get(kunci) === satu).map((kunci) => intiDari([kunci])) : [],
        sesudah: kata[n + 1] ? intiDari([kata[n + 1]]) : "",
      };
    });
    for (let n = 0, banyak; n < kata.length; n += banyak) {
      banyak = [3, 2, 1].find((b) => padanan.has(intiDari(kata.slice(n, n + b)))) ?? 1;
      bagian.push({ tertulis: tulisan.slice(n, n + banyak), searti: padanan.get(intiDari(kata.slice(n, n + banyak))) });
    }
    return { bagian, urut: intiDari(kata) };
  };

  // Whole words as written come first, in titles before elsewhere; then other words for the same,
  // beginnings of words, and what only the template or program says. Every part must be found.
  const nilaiKata = (b, { inti, awal, singkat, sesudah }) => {
    if (b.inti.includes(inti)) return b.judul.includes(inti) ? 12 : 11;
    if (singkat.some((satu) => b.alamat.includes(satu)) && b.alamat.includes(sesudah)) return 11;
    return b.kata.includes(awal) || b.inti.includes(awal) ? 2 : b.kunci.includes(awal) || b.kunci.includes(inti) ? 1 : 0;
  };
  const nilaiSearti = (b, searti) => searti.test(b.inti) ? (searti.test(b.judul) ? 3 : 2) : searti.test(b.kunci) ? 1 : 0;
  const nilai = (b, { bagian, urut }) => {
    let jumlah = 0;
    for (const { tertulis, searti } of bagian) {
      const satu = tertulis.map((kata) => nilaiKata(b, kata));
      let n = satu.includes(0) ? 0 : satu.reduce((a, c) => a + c);
      if (searti && n < 3) n = Math.max(n, nilaiSearti(b, searti));
      if (!n) return 0;
      jumlah += n;
    }
    return (jumlah || 1) + b.judul.includes(urut);
  };

  const urutan = {
    mahal: (a, b) => b[ANGGARAN] - a[ANGGARAN],
    murah: (a, b) => (a[ANGGARAN] < 0) - (b[ANGGARAN] < 0) || a[ANGGARAN] - b[ANGGARAN],
    judul: (a, b) => a[JUDUL].localeCompare(b[JUDUL], "id"),
    nomor: () => 0,
  };

  const saring = () => {
    const isi = Object.fromEntries(new FormData(form));
    // A number as pages show it, with or without its year, means that proposal and no other.
    const [, tahunNomor = tahun, satu] = isi.q.trim().toLowerCase().match(/^(?:(\d{4})\/)?([a-z0-9-]+\/\d+)$/) ?? [];
    const tanya = uraikan(satu ? "" : isi.q);
    // One number, what stands after "RW", or the second of "RT/RW"; of anything else it is said that it is no RW.
    const kataRw = pecah(isi.rw.replace(/^\s*\d+\s*\/(?=\s*\d+\s*$)/, "")), bernama = kataRw.filter((kata) => /^rw\d+$/.test(kata));
    const rw = Number((bernama.length ? bernama : kataRw).map((kata) => kata.replace("rw", "")).join(" "));
    const rwRagu = Boolean(isi.rw.trim()) && !rw;
    const juta = (teks) => Number(teks.replace(/[^\d.,]|\.(?=\d{3}(?!\d))/g, "").replace(",", ".")) * 1e6;
    const dari = isi.dari && juta(isi.dari), sampai = isi.sampai && juta(isi.sampai);
    const nomor = (jenis) => isi[jenis] ? nama[jenis].findIndex(([kode]) => kode === isi[jenis]) : null;
    const syarat = [[KELURAHAN, nomor("kelurahan")], [SKPD, nomor("skpd")], [STATUS, nomor("status")], [TIPE, nomor("tipe")], [ALASAN, nomor("alasan")]]
      .filter(([, harus]) => harus !== null);
    cocok = [];
    for (const b of baris) {
      if (satu && (b.id !== satu || tahunNomor !== tahun)) continue;
      if (syarat.some(([kolom, harus]) => b[kolom] !== harus)) continue;
      if (rwRagu || (rw && Number(b[RW]) !== rw)) continue;
      if (dari && !(b[ANGGARAN] >= dari)) continue;
      if (sampai && !(b[ANGGARAN] >= 0 && b[ANGGARAN] <= sampai)) continue;
      const n = nilai(b, tanya);
      if (n) { b.nilai = n; cocok.push(b); }
    }
    cocok.sort(urutan[isi.urut] ?? ((a, b) => b.nilai - a.nilai));
    const jumlah = cocok.reduce((n, b) => n + Math.max(0, b[ANGGARAN]), 0);
    ringkasan = rwRagu ? `“${isi.rw.trim()}” bukan satu nomor RW. Tulis misalnya 7 atau RW 007.`
      : cocok.length
      ? `${angka.format(cocok.length)} usulan ditemukan, perkiraan anggaran seluruhnya Rp${angka.format(jumlah)}.`
      : satu && tahunNomor !== tahun ? `Nomor itu milik tahun ${tahunNomor}; di sini hanya usulan tahun ${tahun}.`
      : "Tidak ada usulan yang cocok. Coba kata lain atau kurangi saringan.";
  };

  const buat = (jenis, kelas, ...isi) => {
    const simpul = document.createElement(jenis);
    if (kelas) simpul.className = kelas;
    simpul.append(...isi);
    return simpul;
  };
  const SVG = "http://www.w3.org/2000/svg";
  const ikon = (kode) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(SVG, "use"));
    svg.firstChild.setAttribute("href", `#i-${kode}`);
    return svg;
  };

  const usulan = (b) => {
    const [kode, status] = nama.status[b[STATUS]];
    const [slug, kelurahan] = nama.kelurahan[b[KELURAHAN]];
    const tautan = buat("a", "", buat("bdi", "", b[JUDUL]), " ", buat("span", "nomor", b.id));
    tautan.href = `${root}${tahun}/usulan/${b[FOLDER] || slug}/${b[NOMOR]}/index.html`;
    const tempat = buat("p", "rinci", b[RW] ? `${kelurahan}, RW ${b[RW]}` : kelurahan);
    if (b[ALAMAT] !== "") tempat.append(" · ", buat("bdi", "", b[ALAMAT] || "lokasi belum disebutkan"));
    const tengah = buat("div", "", tautan, tempat);
    if (b[ALASAN] >= 0) tengah.append(buat("p", "rinci", `Alasan: ${nama.alasan[b[ALASAN]][1]}`));
    const lencana = buat("p", "", buat("span", `lencana s-${kode}`, ikon(kode), b[DIUBAH] ? `${status} dengan perubahan` : status));
    if (b[SEMENTARA]) lencana.append(" ", buat("span", "rinci", "(sementara)"));
    return buat("li", "usulan",
      lencana,
      tengah,
      buat("p", "banyak", b[VOLUME]),
      buat("p", "uang", b[ANGGARAN] < 0 ? "belum ada anggaran" : `Rp${angka.format(b[ANGGARAN])}`));
  };

  // Only one sheet of the results is ever in the page.
  const tampilkan = (nomor) => {
    const banyak = Math.max(1, Math.ceil(cocok.length / LEMBAR));
    hal = Math.min(Math.max(1, nomor), banyak);
    const awal = (hal - 1) * LEMBAR, ini = cocok.slice(awal, awal + LEMBAR);
    daftar.replaceChildren(...ini.map(usulan));
    daftar.className = "daftar"; // no room has to be kept any more
    kabar.textContent = banyak > 1
      ? `${ringkasan} Ditampilkan ${angka.format(awal + 1)}–${angka.format(awal + ini.length)}.` : ringkasan;
    lembar.hidden = banyak === 1;
    mundur.hidden = hal === 1;
    maju.hidden = hal === banyak;
  };

  const catat = () => {
    const cari = new URLSearchParams([...new FormData(form)].filter(([, isi]) => isi));
    if (hal > 1) cari.set("hal", hal);
    try { history.replaceState(null, "", cari.size ? `?${cari}` : location.pathname); } catch { /* a page on disk in some browsers */ }
  };

  const muat = (nomor) => new Promise((jadi, gagal) => {
    const skrip = document.createElement("script");
    skrip.src = `indeks-${nomor}.js`;
    skrip.onload = jadi;
    skrip.onerror = gagal;
    document.head.append(skrip);
  });

  const mulai = async () => {
    const saringan = form.querySelector(".saringan");
    document.querySelector(".tanpa-skrip").hidden = true;
    for (const [kunci, isi] of new URLSearchParams(location.search)) {
      const bidang = form.elements[kunci];
      if (bidang) bidang.value = isi;
      if (bidang && isi && saringan.contains(bidang)) saringan.open = true;
    }
    if (matchMedia("(min-width: 48rem)").matches) saringan.open = true;
    kabar.textContent = "Memuat daftar usulan…";
    try {
      await Promise.all(Array.from({ length: Number(bagian) }, (_, nomor) => muat(nomor)));
    } catch {
      kabar.textContent = "Daftar usulan gagal dimuat. Muat ulang halaman ini, atau pakai daftar di bawah.";
      return;
    }
    const semua = globalThis.musrenbang.sort((a, b) => a.bagian - b.bagian);
    nama = semua[0];
    singkatan = new Map(Object.entries(nama.singkatan));
    for (const kelompok of nama.padanan) {
      const dicari = kelompok.filter((kata) => !kata.startsWith("("));
      const searti = new RegExp(` (?:${dicari.map((kata) => intiDari(pecah(kata)).trim()).join("|")}) `);
      for (const kata of kelompok) padanan.set(intiDari(pecah(kata)), searti);
    }
    kunci = nama.kunci.map(pecah).map((kata) => ` ${kata.join(" ")} ${intiDari(kata)}`); // the words of templates and programs, shared by many
    for (const satu of semua) {
      satu.usulan.forEach(siapkan);
      await new Promise((lanjut) => setTimeout(lanjut)); // the page answers while a large year is prepared
    }
    baris = semua.flatMap((satu) => satu.usulan);
    const cari = (nomor) => { saring(); tampilkan(nomor); };
    cari(Number(new URLSearchParams(location.search).get("hal")) || 1);
    let nanti;
    form.addEventListener("input", () => {
      clearTimeout(nanti);
      nanti = setTimeout(() => { cari(1); catat(); }, 150);
    });
    form.addEventListener("submit", (kejadian) => {
      kejadian.preventDefault();
      cari(1);
      catat();
    });
    for (const [tombol, arah] of [[mundur, -1], [maju, 1]]) {
      tombol.addEventListener("click", () => {
        tampilkan(hal + arah);
        catat();
        daftar.querySelector("a").focus();
        kabar.scrollIntoView();
      });
    }
  };
  mulai();
}
