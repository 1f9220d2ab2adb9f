// The desk as a file: what is decided is kept by this browser, entry by entry, and saved as one
// small file. No rule stands here: what they demand of each proposal came along as data.

import { openJournal } from "./jurnal.js";
import { amount, dayWords, number, readDay, readNumber, readRupiah, today, weekdayWords } from "./kata.js";
import { Refused } from "./penolakan.js";

const KIND = "hasil-meja-sidang";
const SHOWN = { putusan: "", tanggal: "", volume: "", anggaran: "", alasan_perubahan: "", penjelasan: "", kode: "", alasan: "", uraian: "", saran: "", prioritas: "", tahun: "", usulan: "", tanpa_survei: "" };

const typed = (fields, name) => (fields[name] || "").trim();
const lastOf = (actions, ...names) => actions.findLast((one) => names.includes(one.tindakan));
const refuse = (...hindrances) => { throw new Refused(422, { penolakan: hindrances }); };
const hindrance = (pesan, formulir, bidang) => ({ pesan, saran: "", formulir, bidang });

/** A proposal as it stands after some actions of this desk. */
function shown(data, base, { tindakan: actions, versi }) {
  const item = { ...base, versi, ...surveyed(data, base, lastOf(actions, "survei")) };
  const made = lastOf(actions, "setujui", "tolak", "kosongkan");
  if (!made) return item;
  const [volume, proposed] = base.angka;
  const plain = { volume: base.volume_usulan, anggaran: base.anggaran_usulan, rupiah: proposed, diubah: false, harga: base.harga };
  if (made.tindakan === "kosongkan") return { ...item, ...plain, keputusan: null, status: "belum-divalidasi", status_nama: data.status["belum-divalidasi"] };
  const said = { ...SHOWN, ...made.isi, tanggal: dayWords(made.hari) };
  if (made.tindakan === "tolak") {
    const alasan = data.alasan.find((one) => one.kode === said.kode)?.nama || "";
    return { ...item, ...plain, keputusan: { ...said, putusan: "ditolak", alasan }, status: "ditolak", status_nama: data.status.ditolak };
  }
  const wanted = typed(made.isi, "volume") ? readNumber(made.isi.volume) : volume;
  const cost = typed(made.isi, "anggaran") ? readRupiah(made.isi.anggaran) : costOf(base, wanted);
  const diubah = wanted !== volume || cost !== proposed;
  return {
    ...item,
    ...plain,
    keputusan: { ...said, putusan: "disetujui" },
    status: "disetujui",
    status_nama: diubah ? data.berubah.usulan : data.status.disetujui,
    ...(diubah && { diubah, volume: quantity(base, wanted), anggaran: amount(cost), rupiah: cost }),
    // what a unit costs at a price of one's own is told once the result has been taken
    ...(typed(made.isi, "anggaran") && { harga: { ...base.harga, sekarang: "" } }),
  };
}

const quantity = (base, value) => [number(value), base.satuan].filter(Boolean).join(" ");
const costOf = ({ angka: [volume, proposed] }, wanted) => (proposed == null ? null : Math.round((proposed * wanted) / volume));

function surveyed(data, base, made) {
  if (!made) return {};
  const { isi } = made;
  const measured = typed(isi, "volume_terukur") ? readNumber(isi.volume_terukur) : null;
  const iso = readDay(typed(isi, "tanggal"));
  return {
    survei: {
      tanggal: typed(isi, "tanggal"),
      tanggal_teks: iso ? dayWords(iso) : typed(isi, "tanggal"),
      tugas: Object.entries(data.tugas).map(([bidang, nama]) => ({ bidang, nama, hasil: isi[bidang] === "ya" })),
      volume_terukur: typed(isi, "volume_terukur"),
      volume_terukur_teks: measured == null ? "" : quantity(base, measured),
      berbeda: measured != null && measured !== base.angka[0],
      catatan: typed(isi, "catatan"),
      baru: true,
    },
  };
}

/** What the facts of the year demand of an action before it may be done. */
function demanded(data, item, action, fields) {
  const pattern = data.pola[item.tuntutan] || {};
  const texts = (occasion) => (pattern[occasion] || []).map((one) => data.tuntutan[one]);
  const missing = (data.wajib[action] || []).filter((name) => !typed(fields, name)).map((name) => hindrance("Belum diisi.", action, name));
  const asksSurvey = (one) => one.formulir === "survei";
  if (action === "tolak") {
    const answered = (one) => (asksSurvey(one) ? item.survei || typed(fields, "tanpa_survei")
      : typed(fields, one.bidang) || (one.bidang === "tahun" && typed(fields, "usulan")));
    return [...missing, ...texts(`tolak ${fields.kode}`).filter((one) => !answered(one))];
  }
  if (action === "survei") {
    const day = typed(fields, "tanggal");
    if (day && !readDay(day)) missing.push(hindrance("Tulis sebagai hari/bulan/tahun, misalnya 17/8/1945.", action, "tanggal"));
    return [...missing, ...unreadable(fields, action, "volume_terukur")];
  }
  if (action !== "setujui") return missing;
  const wrong = [...unreadable(fields, action, "volume"), ...(typed(fields, "anggaran") && readRupiah(fields.anggaran) == null
    ? [hindrance("Tulis rupiah bulat, misalnya 80.000.000.", action, "anggaran")] : [])];
  const own = item.survei?.baru ? item.survei : null;
  const ofSurvey = own
    ? [...(own.tugas.some((one) => !one.hasil) ? texts("tidak") : []), ...(own.berbeda ? texts("beda") : [])]
    : texts("survei");
  const all = [...texts("setujui"), ...ofSurvey];
  if (wrong.length) return wrong;
  const volume = typed(fields, "volume");
  const changes = Boolean(typed(fields, "anggaran")) || (volume && readNumber(volume) !== item.angka[0]);
  const open = all.filter((one) => (asksSurvey(one) ? !item.survei : !(changes || typed(fields, "penjelasan"))));
  return [...open, ...(changes && !typed(fields, "alasan_perubahan") ? texts("ubah") : [])];
}

function unreadable(fields, action, name) {
  const value = typed(fields, name) ? readNumber(fields[name]) : 1;
  return value > 0 ? [] : [hindrance("Tulis angka lebih dari nol; desimal dengan koma.", action, name)];
}

function countsOf(items) {
  const sums = {};
  const of = (status) => (sums[status] ||= { jumlah: 0, rupiah: 0 });
  for (const item of items) {
    of(item.status).jumlah += 1;
    of(item.status).rupiah += item.rupiah || 0;
  }
  const sent = [of("disetujui"), of("ditolak"), of("belum-divalidasi")];
  const total = (name) => sent.reduce((sum, one) => sum + one[name], 0);
  return {
    untuk_camat: total("jumlah"),
    disetujui: of("disetujui").jumlah,
    ditolak: of("ditolak").jumlah,
    belum: of("belum-divalidasi").jumlah,
    forum: of("forum-ukpd").jumlah,
    belum_dikirim: of("belum-dikirim").jumlah,
    tidak_diteruskan: of("tidak-diteruskan").jumlah,
    rupiah_untuk_camat: amount(total("rupiah")),
    rupiah_disetujui: amount(of("disetujui").rupiah),
    rupiah_belum: amount(of("belum-divalidasi").rupiah),
  };
}

function download(name, value) {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(value, null, 1)}\n`], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The last of each kind of action on a proposal, in the order they were made: all that counts. */
function essence(actions) {
  const kept = new Set([lastOf(actions, "survei"), lastOf(actions, "setujui", "tolak", "kosongkan")]);
  return actions.filter((one) => kept.has(one)).map(({ tindakan, hari, isi }) => ({ tindakan, hari, isi }));
}

export async function fromFile(data) {
  const bases = new Map(data.usulan.map((base) => [base.id, base]));
  const journal = await openJournal(data.tahun, data.cakupan, data.segel);
  const { held } = journal;
  const items = new Map();

  const itemOf = (id) => {
    const now = held.of(id);
    const known = items.get(id);
    if (known?.versi === now.versi) return known;
    const base = bases.get(id);
    if (!base) throw new Refused(404, { pesan: "Usulan itu tidak ada dalam berkas meja ini." });
    const item = shown(data, base, now);
    items.set(id, item);
    return item;
  };
  const rowOf = (id) => {
    const item = itemOf(id);
    return {
      ...item.baris, id, nomor: item.nomor, judul: item.judul, alamat: item.alamat, rw: item.rw, volume: item.volume,
      anggaran: item.anggaran, status: item.status, status_nama: item.diubah ? data.berubah.baris : item.status_nama, ditandai: item.ditandai,
      tanpa_survei: item.baris.tanpa_survei && !item.survei,
      cari: `${item.nomor} ${item.judul} ${item.permasalahan} ${item.alamat}`.toLowerCase(),
    };
  };
  const within = (slug) => data.usulan.filter((base) => base.kelurahan === slug).map((base) => itemOf(base.id));
  const everything = () => data.usulan.map((base) => itemOf(base.id));

  function dayNow() {
    const chosen = journal.noted("hari");
    if (chosen?.pada === today()) return chosen.tanggal;
    return data.hari.mulai && data.hari.mulai <= today() && today() <= data.hari.selesai ? today() : "";
  }

  /** Take in what other windows wrote; what cannot be read now leaves what is known already. */
  const refresh = () => journal.refresh().catch(() => {});

  /** Keep the entries that `make` answers, with what the records held when this file was made. */
  const keep = (make) => journal.append(() => make().map((one) => ({ ...one, berkas: bases.get(one.usulan).versi_berkas })));

  function state() {
    const day = dayNow();
    return {
      perubahan: held.last + (journal.noted("hari")?.ke || 0),
      kabar_ke: held.others,
      kabar: "Ada keputusan dari jendela lain. Layar sudah diperbarui.",
      urung: held.applied.length,
      belum_disimpan: Math.max(0, held.last - (journal.noted("disimpan")?.sampai || 0)),
      hari: { tanggal: day, teks: day && weekdayWords(day), hari_ini: weekdayWords(today()), pilihan: data.hari.pilihan },
    };
  }

  const done = (id, pesan) => {
    const { kelurahan } = bases.get(id);
    return { pesan, baris: rowOf(id), kelurahan, jumlah: countsOf(within(kelurahan)), keadaan: state() };
  };

  /** The entries of an action, none where nothing changes. */
  function entriesOf(id, { versi, tindakan, isi }) {
    const item = itemOf(id);
    if (item.halangan && !(tindakan === "survei" && item.survei_dahulu)) refuse(hindrance(item.halangan, "", ""));
    if (versi !== item.versi) {
      throw new Refused(409, { pesan: `Usulan ${item.nomor} baru saja diubah di jendela lain. Pilihan Anda tidak disimpan.`, usulan: card(id) });
    }
    const hari = tindakan === "survei" ? "" : dayNow();
    if (!hari && tindakan !== "survei") refuse(hindrance("Hari Musrenbang belum dipilih.", "hari", ""));
    if (tindakan === "setujui" && !Object.keys(isi).length && item.status === "disetujui") return [];
    const open = demanded(data, item, tindakan, isi);
    if (open.length) refuse(...open);
    if (tindakan === "kosongkan" && !item.keputusan) return [];
    return [{ usulan: id, tindakan, isi, hari }];
  }

  async function act(id, sent) {
    const before = held.last;
    await keep(() => entriesOf(id, sent));
    const item = itemOf(id);
    if (held.last === before) return done(id, sent.tindakan === "setujui" ? `${item.nomor} sudah disetujui.` : `${item.nomor}: tidak ada yang berubah.`);
    if (sent.tindakan === "survei") return done(id, `Survei ${item.nomor} disimpan.`);
    const judged = item.diubah ? " Angkanya diperiksa saat hasilnya diterima." : "";
    return done(id, `${item.nomor} ${item.status_nama.toLowerCase()}.${judged}`);
  }

  async function undo() {
    let usulan = "";
    await keep(() => {
      ({ usulan = "" } = held.applied.at(-1) || {});
      if (!usulan) throw new Refused(422, { pesan: "Tidak ada lagi yang dapat diurungkan di meja ini." });
      return [{ usulan, tindakan: "urung" }];
    });
    const item = itemOf(usulan);
    return done(usulan, `${item.nomor} diurungkan: ${item.status_nama.toLowerCase()}.`);
  }

  function card(id) {
    const item = itemOf(id);
    const now = (other) => (bases.has(other.id) ? itemOf(other.id) : null);
    const peers = item.sejenis && {
      ...item.sejenis,
      titik: data.sebaran[item.sejenis.sebaran],
      baris: item.sejenis.baris.map((row) => ({ ...row, ...pick(now(row)) })),
    };
    return { ...item, sejenis: peers, keadaan: state() };
  }
  const pick = (item) => item && { status: item.status, status_nama: item.status === "belum-divalidasi" ? "Belum" : data.status[item.status] };

  /** What rejections said so far, by reason, to be said again. */
  function wordings() {
    const found = Object.fromEntries(Object.entries(data.uraian).map(([kode, texts]) => [kode, [...texts]]));
    for (const { tindakan } of held.cases.values()) {
      for (const { isi } of tindakan.filter((one) => one.tindakan === "tolak")) {
        const texts = found[isi.kode] ||= [];
        if (!texts.includes(isi.uraian)) texts.push(isi.uraian);
      }
    }
    return found;
  }

  function resultOf(segel, cases) {
    const keputusan = [...cases].filter(([, one]) => one.tindakan.length).sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, one]) => ({ usulan: `${data.tahun}/${id}`, versi: one.tindakan[0].berkas, tindakan: essence(one.tindakan) }));
    return { jenis: KIND, bentuk: 1, tahun: data.tahun, cakupan: data.cakupan, segel, keputusan };
  }
  const nameOf = () => {
    const now = new Date();
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, "0")).join("");
    return `hasil-meja-${data.cakupan}-${data.tahun}-${today().replaceAll("-", "")}-${time}.json`;
  };

  /** The entries of what a result says of a proposal; none where no desk can have written it. */
  function resumed(id, actions) {
    const { halangan, survei_dahulu: early } = bases.get(id) || { halangan: "-" };
    const isOurs = ({ tindakan, hari, isi }) => Object.values(isi).every((one) => typeof one === "string")
      && (tindakan === "survei" ? hari === "" && (!halangan || early)
        : ["setujui", "tolak", "kosongkan"].includes(tindakan) && !halangan && readDay(hari) === hari);
    try {
      return actions.every(isOurs) ? actions.map(({ tindakan, hari, isi }) => ({ usulan: id, tindakan, hari, isi })) : [];
    } catch {
      return [];
    }
  }

  async function resume(text) {
    let result;
    try { result = JSON.parse(text); } catch { result = null; }
    if (result?.jenis !== KIND || !Array.isArray(result.keputusan)) throw new Refused(422, { pesan: "Berkas itu bukan hasil meja sidang yang utuh." });
    if (result.segel !== data.segel) throw new Refused(422, { pesan: "Hasil itu dari meja dengan data yang lain; serahkan saja seperti adanya." });
    const told = { diambil: 0, lain: [], rusak: [] };
    const met = new Set();
    await keep(() => result.keputusan.flatMap((one) => {
      const id = String(one?.usulan).slice(String(data.tahun).length + 1);
      const present = essence(held.of(id).tindakan);
      const made = met.has(id) ? [] : resumed(id, one?.tindakan);
      met.add(id);
      if (!made.length) told.rusak.push(one?.usulan ?? "?");
      else if (!present.length) told.diambil += 1;
      else if (JSON.stringify(present) !== JSON.stringify(one.tindakan)) told.lain.push(id);
      return present.length ? [] : made;
    }));
    return [
      `${told.diambil} usulan diambil dari berkas hasil.`,
      told.lain.length && `Tidak diambil, karena di sini sudah diputuskan lain: ${told.lain.join(", ")}.`,
      told.rusak.length && `Tidak diambil, karena isinya tidak seperti yang ditulis meja ini: ${told.rusak.join(", ")}.`,
    ].filter(Boolean).join(" ");
  }

  return {
    isFile: true,
    state: async () => { await journal.refresh(); return state(); },
    overview: async () => refresh().then(() => ({
      ...data,
      uraian: wordings(),
      kelurahan: data.kelurahan.map((one) => ({ ...one, ...countsOf(within(one.slug)) })),
      skpd: data.skpd.map((nama) => ({ nama, items: everything().filter((item) => item.baris.skpd === nama) }))
        .filter((one) => one.items.length).map(({ nama, items: own }) => ({ nama, ...countsOf(own) })),
      semua: countsOf(everything()),
      keadaan: state(),
    })),
    list: async (slug) => {
      await refresh();
      const found = data.kelurahan.find((one) => one.slug === slug);
      if (!found) throw new Refused(404, { pesan: "Kelurahan itu tidak ada dalam berkas meja ini." });
      const own = within(slug);
      return { ...found, jumlah: countsOf(own), usulan: own.map((item) => rowOf(item.id)), keadaan: state() };
    },
    proposal: async (id) => { await refresh(); return card(id); },
    price: async (id, text) => {
      const base = bases.get(id);
      const value = readNumber(text);
      if (value == null) return { pesan: "Tulis angka; desimal dengan koma." };
      const cost = costOf(base, value);
      return { pesan: value > 0 ? [quantity(base, value), cost != null && amount(cost)].filter(Boolean).join(", ") : "" };
    },
    photo: async () => null,
    act,
    undo,
    chooseDay: async (text) => {
      const tanggal = readDay(text);
      if (!tanggal) throw new Refused(422, { pesan: "Tulis tanggal sebagai hari/bulan/tahun, misalnya 17/8/1945." });
      if (data.hari.mulai && (tanggal < data.hari.mulai || tanggal > data.hari.selesai)) throw new Refused(422, { pesan: "Pilih salah satu hari Musrenbang menurut jadwal." });
      await journal.note("hari", (before) => ({ pada: today(), tanggal, ke: (before?.ke || 0) + 1 }));
      return state();
    },
    drafted: async () => {
      await refresh();
      const older = await journal.older().catch(() => new Map());
      return {
        keputusan: resultOf(data.segel, held.cases).keputusan.length,
        asal: data.asal,
        lama: [...older].map(([segel, { cases }]) => ({ segel, jumlah: resultOf(segel, cases).keputusan.length })).filter((one) => one.jumlah),
      };
    },
    handIn: async () => {
      await refresh();
      const berkas = nameOf();
      download(berkas, resultOf(data.segel, held.cases));
      await journal.note("disimpan", () => ({ sampai: held.last })).catch(() => {});
      return { berkas };
    },
    saveOlder: async (segel) => download(nameOf(), resultOf(segel, (await journal.older()).get(segel).cases)),
    resume,
  };
}
