import assert from "node:assert/strict";
import { ApiError, isRefusal, kindOfStatus, networkFailure } from "../../../src/api/errors.js";

describe("kindOfStatus", () => {
  it("knows each row of the error table", () => {
    const rows = { 401: "unauthorized", 402: "insufficientCredits", 403: "forbidden", 404: "notFound" };
    const more = { 408: "timeout", 422: "validation", 429: "rateLimited", 500: "server" };
    for (const [status, kind] of Object.entries({ ...rows, ...more })) {
      assert.equal(kindOfStatus(Number(status)), kind);
    }
  });

  it("sorts every other status by its hundred", () => {
    const known = [401, 402, 403, 404, 408, 422, 429];
    for (let status = 300; status < 600; status++) {
      if (known.includes(status)) continue;
      const kind = status < 400 ? "redirected" : status < 500 ? "rejected" : "server";
      assert.equal(kindOfStatus(status), kind, String(status));
    }
    // What a browser gives for a redirect that it was told not to follow.
    assert.equal(kindOfStatus(0), "redirected");
  });
});

describe("isRefusal", () => {
  it("believes exactly the statuses that promise that nothing was done", () => {
    const refusals = Array.from({ length: 600 }, (_, status) => status).filter(isRefusal);
    assert.deepEqual(refusals, [400, 401, 402, 403, 404, 413, 415, 422, 429]);
  });
});

describe("ApiError", () => {
  it("says codes only where it may be logged", () => {
    const error = new ApiError("forbidden", true, { status: 403, reason: "Your IP is not on the list." });
    assert.equal(error.message, "forbidden (HTTP 403)");
    assert.equal(error.name, "ApiError");
    assert.deepEqual(error.fieldErrors, {});
    assert.equal(new ApiError("offline", true, { detail: "getaddrinfo" }).message, "offline");
  });
});

describe("networkFailure", () => {
  const failed = (cause: unknown): TypeError => new TypeError("fetch failed", { cause });
  const system = (code: string, syscall = "connect"): Error =>
    Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  const neverConnected = (error: unknown): boolean => networkFailure(error).neverConnected;

  it("knows failures that precede the connection", () => {
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "CERT_HAS_EXPIRED"]) {
      assert.equal(neverConnected(failed(system(code))), true, code);
    }
    assert.equal(neverConnected(new Error("net::ERR_INTERNET_DISCONNECTED")), true);
    assert.equal(neverConnected(failed(new Error("net::ERR_CERT_AUTHORITY_INVALID"))), true);
  });

  it("takes everything else for one that may have reached the server", () => {
    for (const code of [
      "ECONNRESET",
      "EPIPE",
      "ETIMEDOUT",
      "UND_ERR_SOCKET",
      "UND_ERR_HEADERS_TIMEOUT",
      "",
    ]) {
      assert.equal(neverConnected(failed(system(code))), false, code);
    }
    for (const error of [undefined, null, "ECONNREFUSED", new Error("net::ERR_CONNECTION_RESET"), {}]) {
      assert.equal(neverConnected(error), false);
    }
    // The network went away under a connection.
    assert.equal(neverConnected(failed(system("EHOSTUNREACH", "read"))), false);
    assert.equal(neverConnected(failed(system("ENETDOWN", "write"))), false);
  });

  it("needs it to be so for every address that was tried", () => {
    const tried = (...codes: string[]): Error =>
      failed(new AggregateError(codes.map((code) => system(code))));
    assert.equal(neverConnected(tried("ECONNREFUSED", "ENETUNREACH")), true);
    assert.equal(neverConnected(tried("ECONNREFUSED", "ECONNRESET")), false);
  });

  it("ends on causes that go in circles", () => {
    const error = new Error("round");
    error.cause = error;
    assert.deepEqual(networkFailure(error), { neverConnected: false, detail: undefined });
  });

  it("gives the platform's words", () => {
    assert.equal(networkFailure(failed(system("ECONNREFUSED"))).detail, "connect ECONNREFUSED");
    assert.equal(networkFailure(new AggregateError([new Error(""), new Error("second")])).detail, "second");
  });
});
