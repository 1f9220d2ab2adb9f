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
  let baris = [], kunci = [], nama = {}, cocok = [], ringkasan = "", hal = 1;

  const polos = (teks) => teks.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const pecah = (teks) => polos(teks).match(/[a-z0-9]+/g) ?? [];

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
    sudah.set(kata, k);
    return k;
  };

  // Every word of a text and its core, once each.
  const kataDari = (teks) => {
    const kata = pecah(teks);
    return ` ${[...new Set([...kata, ...kata.map(dasar)])].join(" ")}`;
  };
  const siapkan = (b) => {
    b.id = `${b[FOLDER] || nama.kelurahan[b[KELURAHAN]][0]}/${b[NOMOR]}`;
    b.judul = ` ${pecah(b[JUDUL]).map(dasar).join(" ")} `;
    b.kata = kataDari(`${b[JUDUL]} ${b[ALAMAT] || ""} ${b[MASALAH]} ${nama.kelurahan[b[KELURAHAN]][1]} ${b[NOMOR]}`);
    b.kunci = kunci[b[KUNCI]];
  };

  // Title words count more; every word of the question must be found.
  const nilai = (b, tanya) => {
    let jumlah = 0;
    for (const { kata, inti } of tanya) {
      if (b.kata.includes(inti) || (kata && b.kata.includes(kata))) jumlah += b.judul.includes(`${inti} `) ? 3 : 2;
      else if (b.kunci.includes(inti) || (kata && b.kunci.includes(kata))) jumlah += 1;
      else return 0;
    }
    return jumlah || 1;
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
    const tanya = satu ? [] : pecah(isi.q).map((kata) => {
      const inti = dasar(kata); // a word that begins with its core is found with it
      return { kata: kata.startsWith(inti) ? "" : ` ${kata}`, inti: ` ${inti}` };
    });
    const rw = isi.rw.replace(/\D/g, "").padStart(3, "0");
    const juta = (teks) => Number(teks.replace(/\./g, "").replace(",", ".")) * 1e6;
    const dari = isi.dari && juta(isi.dari), sampai = isi.sampai && juta(isi.sampai);
    const nomor = (jenis) => isi[jenis] ? nama[jenis].findIndex(([kode]) => kode === isi[jenis]) : null;
    const syarat = [[KELURAHAN, nomor("kelurahan")], [SKPD, nomor("skpd")], [STATUS, nomor("status")], [TIPE, nomor("tipe")], [ALASAN, nomor("alasan")]]
      .filter(([, harus]) => harus !== null);
    cocok = [];
    for (const b of baris) {
      if (satu && (b.id !== satu || tahunNomor !== tahun)) continue;
      if (syarat.some(([kolom, harus]) => b[kolom] !== harus)) continue;
      if (rw !== "000" && b[RW] !== rw) continue;
      if (dari && !(b[ANGGARAN] >= dari)) continue;
      if (sampai && !(b[ANGGARAN] >= 0 && b[ANGGARAN] <= sampai)) continue;
      const n = nilai(b, tanya);
      if (n) { b.nilai = n; cocok.push(b); }
    }
    cocok.sort(urutan[isi.urut] ?? ((a, b) => b.nilai - a.nilai));
    const jumlah = cocok.reduce((n, b) => n + Math.max(0, b[ANGGARAN]), 0);
    ringkasan = cocok.length
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
    kunci = nama.kunci.map(kataDari); // the words of templates and programs, shared by many
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
