// Where this desk keeps what is decided: with its server, or in this browser where it is a file.

import { byId } from "./unsur.js";
import { fromServer } from "./jaringan.js";
import { fromFile } from "./berkas.js";

const data = byId("data");

export const store = data ? await fromFile(JSON.parse(data.textContent)) : fromServer();
