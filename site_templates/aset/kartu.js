// The receipt passed on: the device's own sheet, a picture drawn here, or paper.
"use strict";
{
  const LEBAR = 1080, TEPI = 64, KODE = 240;
  const kartu = document.getElementById("kartu");
  const tombol = (nama, tekan) => {
    const satu = document.getElementById(nama);
    satu.hidden = false;
    satu.addEventListener("click", tekan);
  };
  const kata = (unsur) => unsur.innerText.replace(/\s+/g, " ").trim();

  const baris = (pena, teks, lebar) => {
    const muat = (satu) => pena.measureText(satu.trimEnd()).width <= lebar;
    const hasil = [""];
    const tambah = (satu) => {
      const dicoba = hasil[hasil.length - 1] + satu;
      if (muat(dicoba)) hasil[hasil.length - 1] = dicoba;
      else hasil.push(satu);
    };
    for (const satu of teks.match(/[^\s/-]+[\s/-]*|[\s/-]+/g) ?? []) {
      if (muat(satu)) tambah(satu);
      else [...satu].forEach(tambah); // no line holds it
    }
    return hasil;
  };

  // Each part of the receipt as the page shows it: its words, size, weight, colour, room above.
  const bagian = () => [...kartu.querySelectorAll("h1, .rinci, .putus, dt, dd, .asal-kartu p")].map((unsur) => {
    const gaya = getComputedStyle(unsur);
    const besar = { H1: 52, DT: 30 }[unsur.tagName] ?? (unsur.matches(".putus") ? 46 : unsur.matches(".asal-kartu p") ? 28 : 34);
    return { unsur, teks: kata(unsur), huruf: `${gaya.fontWeight} ${besar}px ${gaya.fontFamily}`, warna: gaya.color, besar, atas: unsur.tagName === "DD" ? 4 : 26 };
  });

  const lukis = (pena, latar, tinggi) => {
    const { backgroundColor, borderLeftColor } = getComputedStyle(kartu);
    pena.fillStyle = getComputedStyle(latar).backgroundColor;
    pena.fillRect(0, 0, LEBAR, tinggi);
    pena.fillStyle = backgroundColor;
    pena.fillRect(0, 0, LEBAR, tinggi);
    pena.fillStyle = borderLeftColor;
    pena.fillRect(0, 0, 20, tinggi);
    let y = TEPI;
    for (const { unsur, teks, huruf, warna, besar, atas } of bagian()) {
      const kode = unsur.parentElement.querySelector(":scope > svg.qr");
      pena.font = huruf;
      pena.fillStyle = warna;
      pena.textBaseline = "top";
      y += atas;
      if (kode) {
        const sisi = kode.viewBox.baseVal.width, jalur = kode.querySelector("path").getAttribute("d");
        pena.fillStyle = "#fff";
        pena.fillRect(TEPI, y, KODE, KODE);
        pena.save();
        pena.translate(TEPI + 16, y + 16);
        pena.scale((KODE - 32) / sisi, (KODE - 32) / sisi);
        pena.strokeStyle = "#000";
        pena.stroke(new Path2D(jalur));
        pena.restore();
        pena.fillStyle = warna;
      }
      const kiri = TEPI + (kode ? KODE + 32 : 0), mulai = y;
      for (const satu of baris(pena, teks, LEBAR - TEPI - kiri)) {
        pena.fillText(satu, kiri, y);
        y += besar * 1.35;
      }
      if (kode) y = Math.max(y, mulai + KODE);
    }
    return y + TEPI;
  };

  const gambar = () => new Promise((selesai) => {
    const kanvas = document.createElement("canvas");
    kanvas.width = LEBAR;
    kanvas.height = 10;
    kanvas.height = Math.ceil(lukis(kanvas.getContext("2d"), document.body, 10));
    lukis(kanvas.getContext("2d"), document.body, kanvas.height);
    kanvas.toBlob(selesai, "image/png");
  });

  tombol("cetak", () => print());
  tombol("gambar", async ({ target }) => {
    const tautan = document.createElement("a");
    const isi = await gambar();
    if (!isi) {
      document.getElementById("kabar").textContent = "Teksnya terlalu panjang untuk satu gambar. Cetak saja halaman ini.";
      return;
    }
    tautan.href = URL.createObjectURL(isi);
    tautan.download = target.dataset.nama;
    tautan.click();
    document.getElementById("kabar").textContent = `Gambar disimpan: ${tautan.download}.`;
  });
  const whatsapp = document.getElementById("whatsapp");
  if (whatsapp && navigator.share) {
    const text = new URL(whatsapp.href).searchParams.get("text");
    tombol("bagikan", () => navigator.share({ text }).catch(() => { /* closed again */ }));
  }
}
