// The search page: finds, filters and sorts the proposals of a year, or of several, in the browser.
// The index scripts push their parts onto globalThis.musrenbang; see find_index.py for the columns.
// In the index of a city the first part holds names alone, and each further one a kecamatan.
"use strict";
{
  const [FOLDER, NOMOR, JUDUL, ALAMAT, MASALAH, KELURAHAN, RW, TUJUAN, STATUS, TIPE, ALASAN, ANGGARAN, VOLUME, DIUBAH, SEMENTARA, KUNCI] = Array(16).keys();
  const LEMBAR = 50; // as many rows as the page ever holds
  const form = document.querySelector("form.cari");
  const daftar = document.getElementById("temuan");
  const kabar = document.getElementById("kabar");
  const lembar = document.getElementById("lembar");
  const tawaran = document.getElementById("tawaran");
  const [mundur, maju] = lembar.children;
  const { root, tahun: tahunIni } = daftar.dataset;
  const pilihTahun = form.elements.tahun;
  const semuaTahun = pilihTahun ? [...pilihTahun.options].map((satu) => satu.value).filter((nilai) => nilai !== "semua") : [tahunIni];
  const angka = new Intl.NumberFormat("id-ID");
  const dimuat = new Map(); // year/part → its proposals, as they are being loaded
  let padanan = new Map(), singkatan = new Map(), cocok = [], ringkasan = "", hal = 1;
  const { polos, pecah, inti, kupas, dasar, teksInti, betulkan, satuRw, juta } = globalThis.kata;
  const utuh = (kata) => singkatan.get(kata) ?? kata;

  // A proposal is one text of word cores: title, place, then what its template and program say, then
  // the problem. Where a word first stands tells how much it weighs. "Jl." is no "jalan" that
  // somebody wants repaired, and "Mawar II dan III" or "Mawar II–IV" is each of these streets.
  const BOBOT = [4, 4, 2, 1];
  const dokumen = (teks) => pecah(teks).map((kata) => kata === "jln" || kata === "jl" ? "jl" : utuh(kata) || kata);
  const ruas = (teks) => teks
    .replace(/([a-z]+) (\d+) sampai (\d+)/g, (semua, jalan, dari, sampai) => sampai - dari > 0 && sampai - dari < 40
      ? Array.from({ length: sampai - dari + 1 }, (_, n) => `${jalan} ${n + Number(dari)}`).join(" ") : semua)
    .replace(/([a-z]+) (\d+) dan (\d+)/g, "$1 $2 $1 $3");
  const siapkan = (b, nama, ke) => {
    const [slug, kelurahan] = nama.kelurahan[b[KELURAHAN]];
    b.nama = nama;
    b.kecamatan = nama.kecamatan?.[ke - 1]; // code, name and site
    b.id = `${b[FOLDER] || slug}/${b[NOMOR]}`;
    b.kelurahan = pecah(kelurahan).join("");
    const bagian = [
      teksInti(dokumen(b[JUDUL]), dasar),
      ruas(teksInti(dokumen(b[ALAMAT] || "").map((kata) => kata === "jalan" ? "jl" : kata), dasar)),
      nama.kunci[b[KUNCI]],
      teksInti(dokumen(`${b[MASALAH]} ${kelurahan} ${b.kecamatan?.[1] ?? ""} ${nama.status[b[STATUS]][1]} ${nama.skpd[b[TUJUAN]][1]}`), dasar),
    ];
    b.teks = bagian.join("");
    let batas = 0;
    b.batas = bagian.map((satu) => batas += satu.length);
  };
  const bobot = (b, cari) => {
    const di = typeof cari === "string" ? b.teks.indexOf(cari) : b.teks.search(cari);
    return di < 0 ? 0 : BOBOT[b.batas.findIndex((batas) => di < batas)];
  };

  // What a question asks for. Numbers, RW, kelurahan and years in it are filters; the other words are
  // parts that count: as written, as other words for the same in padanan.txt, or only in part.
  const TAHUN = /\b20\d\d\b/, TAHUN_LALU = /\b(?:tahun|thn) (?:lalu|kemarin|kemaren)\b/i;
  const uraikan = (q, namaKelurahan, semua, rumah = false) => {
    const hasil = { bagian: [], pasangan: [], rw: new Set(), kelurahan: new Set(), nomor: "", tahun: "", catatan: [], asing: [], persis: ` ${teksInti(dokumen(q))} ` };
    let teks = polos(q).trim();
    const ambil = (pola, pakai) => { teks = teks.replace(pola, (...cocokan) => pakai(...cocokan) ?? " "); };
    ambil(/^(?:(\d{4})\/)?([a-z0-9-]+\/\d+)$/, (_, tahun = "", id) => { hasil.id = id; hasil.tahun = tahun; });
    ambil(TAHUN, (tahun) => { if (!semuaTahun.includes(tahun)) return tahun; hasil.tahun = tahun; });
    ambil(TAHUN_LALU, () => { hasil.tahun = semuaTahun.find((tahun) => tahun < tahunIni) ?? ""; });
    const bernomor = (_, ...angka) => { hasil.nomor = angka.find(Boolean).padStart(4, "0"); };
    ambil(/\busulan *(?:no(?:mor)?\.? *)?(\d{1,4})\b|\b(0\d{3})\b|^(\d{1,4})$/, bernomor);
    const rumahJuga = !rumah && !hasil.nomor;
    if (rumahJuga) ambil(/\bno(?:mor)?\.? *(\d{1,4})\b/, bernomor);
    let kata = pecah(teks).filter((satu) => !/^rw\d+$/.test(satu) || !hasil.rw.add(Number(satu.slice(2))));
    const tempat = () => {
      for (let n = 0; n < kata.length; n++) {
        for (let banyak = Math.min(5, kata.length - n); banyak; banyak--) {
          const satu = kata.slice(n, n + banyak).join("");
          if (!namaKelurahan.has(satu) || /^(?:jl|jln|jalan|gg|gang)$/.test(kata[n - 1]) || /^\d/.test(kata[n + banyak] ?? "")) continue;
          hasil.kelurahan.add(satu);
          kata.splice(n--, banyak);
          break;
        }
      }
    };
    tempat();
    kata = kata.flatMap((satu) => {
      const k = utuh(satu);
      if (!k || /\d/.test(k) || inti.has(kupas(k))) return k || [];
      if (k === "no") return k;
      const lain = betulkan(k);
      if (!lain) hasil.asing.push(satu);
      else hasil.catatan.push(`${kutip(satu)} dibaca “${lain}”.`);
      return lain || [];
    });
    tempat();
    for (let n = 0, banyak; n < kata.length; n += banyak) {
      banyak = [3, 2, 1].find((b) => padanan.has(teksInti(kata.slice(n, n + b)))) ?? 1;
      const satu = kata.slice(n, n + banyak), tertulis = teksInti(satu), searti = padanan.get(tertulis);
      if (/^r[tw]$/.test(satu)) continue;
      if (satu[0] === "jalan" && !satu[1] && kata[n + 1] && semua.some((b) => b.teks.includes(` jl ${kupas(kata[n + 1])} `))) continue; // a street's name follows
      // "Mawar 2" is no "Mawar 20", but may be "Mawar Dalam II".
      const bernomor = /^\d+$/.test(kata[n + banyak] ?? "") && `${kata[n + banyak++]} `;
      hasil.bagian.push({
        asal: [...satu, bernomor || ""].join(" ").trim(),
        tulisan: tertulis + (bernomor || ""),
        utama: bernomor ? new RegExp(`${tertulis}(?:[a-z]+ ){0,2}${bernomor}`) : tertulis,
        searti: bernomor ? undefined : searti,
        sebagian: bernomor ? searti ?? tertulis : satu[1] ? new RegExp(` (?:${satu.map(kupas).join("|")}) `) : satu[0] === "jalan" ? " jl " : undefined,
      });
    }
    if (rumahJuga && hasil.nomor && hasil.bagian.length) return uraikan(q, namaKelurahan, semua, true); // "Jl. Mawar No. 12" is a house
    return lengkapi(hasil);
  };
  const lengkapi = (hasil) => {
    hasil.kosong = !(hasil.bagian.length || hasil.asing.length || hasil.rw.size || hasil.kelurahan.size || hasil.nomor || hasil.tahun || hasil.id);
    hasil.hampa = hasil.asing.length && !(hasil.bagian.length || hasil.rw.size || hasil.kelurahan.size || hasil.nomor); // nothing in it is known
    hasil.pasangan = hasil.bagian.slice(1).map(({ tulisan }, n) => hasil.bagian[n].tulisan + tulisan.trimStart());
    return hasil;
  };
  // Words that are known, as others for the same, but that no proposal here has.
  const tanpaAsing = (tanya, semua) => {
    const asing = tanya.bagian.filter(({ utama, searti, sebagian }) => ![utama, searti, sebagian].some((cari) => cari && semua.some((b) => bobot(b, cari))));
    return asing.length && lengkapi({
      ...tanya,
      bagian: tanya.bagian.filter((satu) => !asing.includes(satu)),
      asing: [...tanya.asing, ...asing.map(({ asal }) => asal)],
    });
  };

  // Every part adds what it weighs where it was found, times how rare it is; parts that stand side by
  // side add as much again. What holds all parts is a hit; what reaches half of the best is near.
  const urutkan = (semua, { bagian, pasangan, hampa, persis }) => {
    if (hampa) return { temuan: [], penuh: 0 };
    if (!bagian.length) return { temuan: semua, penuh: semua.length };
    const banyak = bagian.length, nilai = new Float32Array(semua.length * banyak), memuat = new Array(banyak).fill(0);
    semua.forEach((b, n) => bagian.forEach(({ utama, searti, sebagian }, k) => {
      let satu = bobot(b, utama);
      if (satu < 4 && searti) satu = Math.max(satu, .9 * bobot(b, searti));
      if (satu) memuat[k]++;
      else if (sebagian) satu = -.4 * bobot(b, sebagian); // negative: only in part
      nilai[n * banyak + k] = satu;
    }));
    const langka = memuat.map((n) => Math.log(1 + semua.length / (1 + n)));
    let terbaik = 0, penuh = 0;
    semua.forEach((b, n) => {
      b.nilai = 0;
      b.penuh = true;
      for (let k = 0; k < banyak; k++) {
        const satu = nilai[n * banyak + k];
        b.nilai += Math.abs(satu) * langka[k];
        b.penuh &&= satu > 0;
      }
      if (b.nilai) pasangan.forEach((dua, k) => { if (b.teks.includes(dua)) b.nilai += 2 * (langka[k] + langka[k + 1]); });
      terbaik = Math.max(terbaik, b.nilai);
      penuh += b.penuh;
    });
    const temuan = semua.filter((b) => b.penuh || (b.nilai && b.nilai >= terbaik / 2));
    for (const b of temuan) b.persis = ` ${b.teks.slice(0, b.batas[1])} `.includes(persis); // the whole title, or place
    return { temuan: temuan.sort((a, b) => b.penuh - a.penuh || b.persis - a.persis || b.nilai - a.nilai), penuh };
  };

  const urutan = {
    mahal: (a, b) => b[ANGGARAN] - a[ANGGARAN],
    murah: (a, b) => (a[ANGGARAN] < 0) - (b[ANGGARAN] < 0) || a[ANGGARAN] - b[ANGGARAN],
    judul: (a, b) => a[JUDUL].localeCompare(b[JUDUL], "id"),
    nomor: () => 0,
  };

  const kutip = (teks) => `“${teks.trim().slice(0, 40)}${teks.trim().length > 40 ? "…" : ""}”`;
  // The field that cannot be read, in a sentence.
  const salahIsi = ({ rw, dari = "", sampai = "" }) => satuRw(rw) === undefined ? `${kutip(rw)} bukan satu nomor RW. Tulis misalnya 7 atau RW 007.`
    : [dari, sampai].filter((teks) => teks.trim() && Number.isNaN(juta(teks))).map((teks) => `${kutip(teks)} tidak terbaca sebagai anggaran. Tulis angkanya dalam juta rupiah, misalnya 12,5.`)[0];

  const saring = (isi, tanya, semua) => {
    const rw = satuRw(isi.rw), dari = isi.dari?.trim() && juta(isi.dari), sampai = isi.sampai?.trim() && juta(isi.sampai);
    const syarat = [["kelurahan", KELURAHAN], ["skpd", TUJUAN], ["status", STATUS], ["tipe", TIPE], ["alasan", ALASAN]].filter(([jenis]) => isi[jenis]);
    const lolos = salahIsi(isi) ? [] : semua.filter((b) => syarat.every(([jenis, kolom]) => b.nama[jenis][b[kolom]]?.[0] === isi[jenis])
      && (!rw || Number(b[RW]) === rw)
      && (!tanya.rw.size || tanya.rw.has(Number(b[RW])))
      && (!tanya.kelurahan.size || tanya.kelurahan.has(b.kelurahan))
      && (!tanya.nomor || b[NOMOR] === tanya.nomor)
      && (!tanya.id || (b.id === tanya.id && (!tanya.tahun || Number(tanya.tahun) === b.nama.tahun)))
      && (dari === "" || dari === undefined || b[ANGGARAN] >= dari)
      && (sampai === "" || sampai === undefined || (b[ANGGARAN] >= 0 && b[ANGGARAN] <= sampai)));
    const hasil = urutkan(lolos, tanya);
    if (urutan[isi.urut]) hasil.temuan = [...hasil.temuan].sort(urutan[isi.urut]);
    return hasil;
  };
  // A kelurahan that was not meant is a word after all; words that nothing here has are left out.
  const jawab = (isi, semua) => {
    let tanya, hasil;
    for (const baca of [
      () => uraikan(isi.q, new Set(semua.map((b) => b.kelurahan)), semua),
      () => tanya.kelurahan.size && uraikan(isi.q, new Set(), semua),
      () => tanpaAsing(tanya, semua),
    ]) {
      const lain = baca();
      if (lain) [tanya, hasil] = [lain, saring(isi, lain, semua)];
      if (hasil.temuan.length) break;
    }
    return { tanya, hasil };
  };
  const isian = () => Object.fromEntries(new FormData(form));

  const kalimat = (isi, tanya, { temuan, penuh }, tahun) => {
    const salah = salahIsi(isi);
    if (salah) return salah;
    const bersyarat = [
      ...new Set(tanya.kelurahan.size ? temuan.map((b) => b.nama.kelurahan[b[KELURAHAN]][1]) : []),
      ...[...tanya.rw].map((rw) => `RW\u00a0${String(rw).padStart(3, "0")}`)].join(", ");
    const lain = temuan.length - penuh;
    const rupiah = temuan.reduce((n, b) => n + (lain && !b.penuh ? 0 : Math.max(0, b[ANGGARAN])), 0);
    return [
      !temuan.length ? `Tidak ada usulan ${tahun.length > 1 ? "" : `${tahun[0]} `}yang cocok. Coba kata lain atau kurangi saringan.`
        : !penuh ? `Tidak ada yang memuat semua kata itu. ${angka.format(lain)} usulan mendekati.`
        : `${angka.format(penuh)} usulan ditemukan, perkiraan anggaran seluruhnya Rp${angka.format(rupiah)}.${lain ? ` ${angka.format(lain)} lagi mendekati.` : ""}`,
      ...(bersyarat ? [`Hanya ${bersyarat}.`] : []), ...tanya.catatan,
      ...(tanya.kosong && isi.q.trim() ? [`${kutip(isi.q)} tidak memuat kata yang dapat dicari, jadi tidak dipakai.`] : []),
      ...tanya.asing.map((kata) => `${kutip(kata)} tidak ada dalam usulan ${tahun.length > 1 ? "mana pun" : tahun[0]}.`)].join(" ");
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
    const { nama } = b, tahun = String(nama.tahun);
    const [kode, status] = nama.status[b[STATUS]];
    const [slug, kelurahan] = nama.kelurahan[b[KELURAHAN]];
    const tautan = buat("a", "", buat("bdi", "", b[JUDUL]), " ", buat("span", "nomor", tahun === tahunIni ? b.id : `${tahun}/${b.id}`));
    tautan.href = `${b.kecamatan?.[2] ?? root}${tahun}/usulan/${b[FOLDER] || slug}/${b[NOMOR]}/index.html`;
    const tempat = buat("p", "rinci", [kelurahan, ...(b[RW] ? [`RW\u00a0${b[RW]}`] : []), ...(b.kecamatan ? [`Kecamatan ${b.kecamatan[1]}`] : [])].join(", "));
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

  // Every question asked is a step back; while one is being typed, it is the same step.
  let tuntas = true;
  const langkah = () => { try { history.pushState(null, "", location.href); } catch { /* a page on disk in some browsers */ } };
  const catat = () => {
    const cari = new URLSearchParams([...new FormData(form)].filter(([kunci, isi]) => isi && !(kunci === "tahun" && isi === tahunIni)));
    if (hal > 1) cari.set("hal", hal);
    try { history.replaceState(null, "", cari.size ? `?${cari}` : location.pathname); } catch { /* a page on disk in some browsers */ }
  };

  const muat = (tahun, nomor) => new Promise((jadi, gagal) => {
    const skrip = document.createElement("script");
    skrip.src = `${root}${tahun}/usulan/indeks-${nomor}.js`;
    skrip.onload = jadi;
    skrip.onerror = gagal;
    document.head.append(skrip);
  });
  const bagian = (tahun, nomor) => globalThis.musrenbang.find((satu) => String(satu.tahun) === tahun && satu.bagian === nomor);
  const susunKepala = async (tahun) => {
    await muat(tahun, 0);
    const kepala = bagian(tahun, 0);
    singkatan = new Map(Object.entries(kepala.singkatan));
    kepala.kunci = kepala.kunci.map((teks) => teksInti(dokumen(teks), dasar)); // shared by many
    for (const kelompok of kepala.padanan) {
      const dicari = kelompok.filter((kata) => !kata.startsWith("("));
      const searti = new RegExp(` (?:${dicari.map((kata) => teksInti(pecah(kata).map(utuh)).trim()).join("|")}) `);
      for (const kata of kelompok) padanan.set(teksInti(pecah(kata).map(utuh), dasar), searti);
    }
    return kepala;
  };
  const susunBagian = async (tahun, nomor, kepala) => {
    if (nomor) await muat(tahun, nomor);
    const { usulan: semua } = bagian(tahun, nomor);
    semua.forEach((b) => siapkan(b, kepala, nomor));
    await new Promise((lanjut) => setTimeout(lanjut)); // the page answers while a large year is prepared
    return semua;
  };
  const sekali = (kunci, susun) => {
    if (!dimuat.has(kunci)) dimuat.set(kunci, susun());
    return dimuat.get(kunci);
  };
  // The proposals of a year, of a city's only those of the kecamatan that is asked for.
  const usulanTahun = async (tahun, kecamatan) => {
    const kepala = await sekali(tahun, () => susunKepala(tahun));
    const perlu = Array.from({ length: kepala.banyak }, (_, n) => n).filter((n) => !kecamatan || kepala.kecamatan[n - 1]?.[0] === kecamatan);
    return (await Promise.all(perlu.map((n) => sekali(`${tahun}/${n}`, () => susunBagian(tahun, n, kepala))))).flat();
  };

  let giliran = 0;
  const cari = async (nomor) => {
    const ini = ++giliran, isi = isian();
    if (form.elements.kecamatan && !Object.entries(isi).some(([kunci, satu]) => satu && kunci !== "tahun")) {
      cocok = []; // a whole city is not loaded before anything is asked
      ringkasan = "Tulis yang dicari, atau pilih kecamatan, RW atau saringan.";
      tampilkan(1);
      return;
    }
    const dipilih = isi.tahun === "semua" ? semuaTahun : [isi.tahun ?? tahunIni];
    const baca = async (tahun) => (await Promise.all(tahun.map((satu) => usulanTahun(satu, isi.kecamatan)))).flat();
    try {
      let semua = await baca(dipilih);
      const { tahun: disebut } = uraikan(isi.q, new Set(), semua);
      const tahun = semuaTahun.includes(disebut) ? [disebut] : dipilih;
      if (tahun !== dipilih) semua = await baca(tahun);
      const { tanya, hasil } = jawab(isi, semua);
      if (ini !== giliran) return;
      cocok = hasil.temuan;
      ringkasan = tanya.tahun && tahun === dipilih && tanya.id ? `Nomor itu milik tahun ${tanya.tahun}, yang tidak ada di sini.` : kalimat(isi, tanya, hasil, tahun);
      tampilkan(nomor);
      await tawarkan(isi, tanya, tahun, ini);
    } catch {
      kabar.textContent = "Daftar usulan gagal dimuat. Muat ulang halaman ini, atau pakai daftar di bawah.";
    }
  };
  // Other years are one press away; where this one has nothing, it is said what they have.
  const tawarkan = async (isi, tanya, tahun, ini) => {
    const lain = semuaTahun.filter((satu) => !tahun.includes(satu));
    const tombol = (satu, teks) => {
      const simpul = buat("button", "", teks);
      simpul.type = "button";
      simpul.addEventListener("click", () => {
        langkah();
        pilihTahun.value = satu;
        if (tanya.tahun) form.elements.q.value = isi.q.replace(TAHUN, "").replace(TAHUN_LALU, "").trim(); // or it would be asked again
        cari(1).then(catat);
        kabar.scrollIntoView({ block: "nearest" });
      });
      return simpul;
    };
    tawaran.replaceChildren(...(isi.q.trim() && !tanya.tahun ? lain.map((satu) => tombol(satu, `Cari di ${satu}`)) : []));
    if (cocok.length || !lain.length || salahIsi(isi)) return;
    const semuaLain = await Promise.all(lain.map((satu) => usulanTahun(satu, isi.kecamatan)));
    if (ini !== giliran) return;
    const temuan = lain.map((satu, n) => [satu, jawab(isi, semuaLain[n]).hasil.temuan.length]).filter(([, banyak]) => banyak);
    tawaran.replaceChildren(...temuan.map(([satu, banyak]) => tombol(satu, `${angka.format(banyak)} usulan dari ${satu}`)));
  };

  const mulai = async () => {
    const saringan = form.querySelector(".saringan");
    document.querySelector(".tanpa-skrip").hidden = true;
    const pulihkan = () => {
      const alamat = new URLSearchParams(location.search);
      form.reset();
      for (const [kunci, isi] of alamat) {
        const bidang = form.elements[kunci];
        if (bidang) bidang.value = isi;
        if (bidang && isi && saringan.contains(bidang)) saringan.open = true;
      }
      return cari(Number(alamat.get("hal")) || 1);
    };
    if (matchMedia("(min-width: 48rem)").matches) saringan.open = true;
    kabar.textContent = "Memuat daftar usulan…";
    await pulihkan();
    addEventListener("popstate", () => { tuntas = true; pulihkan(); });
    let nanti;
    form.addEventListener("input", () => {
      if (tuntas) langkah();
      tuntas = false;
      clearTimeout(nanti);
      nanti = setTimeout(() => cari(1).then(catat), 150);
    });
    form.addEventListener("change", () => { tuntas = true; });
    form.addEventListener("submit", (kejadian) => {
      kejadian.preventDefault();
      clearTimeout(nanti);
      tuntas = true;
      cari(1).then(catat);
    });
    for (const [tombol, arah] of [[mundur, -1], [maju, 1]]) {
      tombol.addEventListener("click", () => {
        langkah();
        tampilkan(hal + arah);
        catat();
        daftar.querySelector("a").focus();
        kabar.scrollIntoView();
      });
    }
  };
  mulai();
}
