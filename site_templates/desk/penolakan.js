// What a desk does not do, and why.

/** `status` as in HTTP, 0 where nobody answers; `body` holds `pesan`, or `penolakan` field by field. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.pesan || "");
    this.status = status;
    this.body = body;
  }
}
