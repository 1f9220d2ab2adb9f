// Indonesian words as residents write them: spelling, numbers, affixes and slips of the pen.
"use strict";
{
  const polos = (teks) => /[^ -~]/.test(teks)
    ? teks.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/\s*–\s*/g, " sampai ").toLowerCase() : teks.toLowerCase();

  // However it is written, "RW 07" or "rw.7" is the word rw7, and the street "Mawar II" is "mawar 2".
  const SATUAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
  const romawi = new Map(Array.from({ length: 39 }, (_, n) => ["x".repeat((n + 1) / 10) + SATUAN[(n + 1) % 10], `${n + 1}`]));
  const ejaan = (kata) => romawi.get(kata) ?? (kata.startsWith("r") ? kata.replace(/^(r[tw])[\s.:]*0*(?=\d)/, "$1") : kata);
  const EJAAN_LAMA = { oe: "u", dj: "j", tj: "c" }; // "Soeprapto", "Djuanda", "Tjut"; but "Letjen"
  const pecah = (teks) => (polos(teks)
    .replace(/oe|\b[dt]j/g, (lama) => EJAAN_LAMA[lama])
    .replace(/\b([a-z]{3,})2\b/g, "$1 $1") // "gorong2"
    .replace(/\bnomor\b/g, "no")
    .replace(/\brt\s*\/\s*rw[\s.:]*(\d+)\s*\/\s*(\d+)/g, "rt$1 rw$2")
    .match(/\br[tw][\s.:]*\d+|[a-z0-9]+/g) ?? []).map(ejaan);

  // The core of an Indonesian word, so that "perbaiki" meets "perbaikan" and "memotong" "pemotongan".
  // It need not be a word: -kan and -an after k, pe- and per- before r, pel- before l, and k, p, s or t
  // swallowed by me- cannot be told apart, so those letters go on both sides.
  const AKHIRAN = /(?:nya|lah|kah)$/, IMBUHAN = /k?(?:an|in?)$/;
  const AWALAN = /^(?:memper|diper|keter|[mp]enge(?=(?:cat|cek|las|bor|lap)$)|meng|meny|mem|men|me|peng|peny|pem|pen|per|pel|pe|(?:ber|bel|ter)(?=.{4})|di|ke|se)(?=.{3})/;
  const kenal = new Map(); // every word there is, with its core and how often it comes
  const inti = new Set();
  const kupas = (kata) => {
    let k = kata;
    if (k.length > 5) k = k.replace(AKHIRAN, "");
    if (k.length > 5) k = k.replace(IMBUHAN, "");
    if (k.length > 5) k = k.replace(AWALAN, "");
    else k = k.replace(/^di(?=.{3}$)/, "");
    if (k.length > 4) k = k.replace(/^[klprst](?=[aeiou])/, "");
    if (k.length > 3) k = k.replace(/k$/, "");
    if (k.length > 4) k = k.replace(/i$/, ""); // "tinggi" lost it above, "peninggian" kept it
    return k;
  };
  const dasar = (kata) => {
    let satu = kenal.get(kata);
    if (!satu) {
      kenal.set(kata, satu = { inti: kupas(kata), banyak: 0 });
      inti.add(satu.inti);
    }
    satu.banyak++;
    return satu.inti;
  };
  const teksInti = (kata, kupasan = kupas) => ` ${kata.map(kupasan).join(" ")} `;

  // One wrong, missing, needless or transposed letter.
  const mirip = (a, b) => {
    let awal = 0, n = a.length, m = b.length;
    while (awal < n && a[awal] === b[awal]) awal++;
    while (n > awal && m > awal && a[n - 1] === b[m - 1]) { n--; m--; }
    n -= awal; m -= awal;
    return (n <= 1 && m <= 1) || (n === 2 && m === 2 && a[awal] === b[awal + 1] && a[awal + 1] === b[awal]);
  };
  // A word that no proposal has is read as one that it begins, or else as one that it resembles.
  const betulkan = (kata) => {
    const terbanyak = (sesuai) => {
      let terpilih = "", banyak = -1;
      for (const [satu, { banyak: n }] of kenal) if (n > banyak && sesuai(satu)) [terpilih, banyak] = [satu, n];
      return terpilih;
    };
    return (kata.length > 2 && terbanyak((satu) => satu.startsWith(kata)))
      || (kata.length > 3 && terbanyak((satu) => satu.length > 3 && satu[0] === kata[0] && mirip(satu, kata)));
  };
  // One number, what stands after "RW", or the second of "RT/RW"; undefined of what is no RW.
  const satuRw = (teks) => {
    const kata = pecah(teks.replace(/^\s*\d+\s*\/(?=\s*\d+\s*$)/, "")).filter((satu) => satu !== "rw");
    const bernama = kata.filter((satu) => /^rw\d+$/.test(satu));
    return kata.length ? Number((bernama.length ? bernama : kata).map((satu) => satu.replace("rw", "")).join(" ")) || undefined : 0;
  };
  // Rupiah of so many million; NaN of what is no such number, or was meant in rupiah.
  const juta = (teks) => {
    const nilai = polos(teks).replace(/rp\.?|juta|jt|\s|\.(?=\d{3}(?!\d))/g, "").replace(",", ".");
    return /^\d+(?:\.\d+)?$/.test(nilai) && nilai < 1e6 ? nilai * 1e6 : NaN;
  };
  globalThis.kata = { polos, pecah, inti, kupas, dasar, teksInti, betulkan, satuRw, juta };
}
