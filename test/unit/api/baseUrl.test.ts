import assert from "node:assert/strict";
import { isLoopback, LIVE_BASE_URL, parseBaseUrl } from "../../../src/api/baseUrl.js";
import { SmsApi } from "../../../src/api/client.js";

describe("parseBaseUrl", () => {
  const good: readonly (readonly [typed: string, url: string])[] = [
    [LIVE_BASE_URL, LIVE_BASE_URL],
    ["https://sms.example/api/v1/", "https://sms.example/api/v1"],
    ["https://sms.example/api/v1///", "https://sms.example/api/v1"],
    ["  https://sms.example/api/v1\n", "https://sms.example/api/v1"],
    ["https://sms.example", "https://sms.example"],
    ["HTTPS://SMS.Example:443/v1", "https://sms.example/v1"],
    ["https://sms.example:8443/v1", "https://sms.example:8443/v1"],
    ["https://sms.example/v1?", "https://sms.example/v1"],
    ["http://localhost:8030/api/v1", "http://localhost:8030/api/v1"],
    ["http://127.0.0.1:8030", "http://127.0.0.1:8030"],
    ["http://127.255.0.9/x", "http://127.255.0.9/x"],
    ["http://127.1:80/x", "http://127.0.0.1/x"],
    ["http://[::1]:8030/api", "http://[::1]:8030/api"],
  ];
  for (const [typed, url] of good) {
    it(`takes ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(parseBaseUrl(typed), { ok: true, url });
    });
  }

  const bad: readonly (readonly [typed: string, problem: string])[] = [
    ["", "notAUrl"],
    ["sms.example/api", "notAUrl"],
    ["https://", "notAUrl"],
    ["https://sms example/", "notAUrl"],
    ["ftp://sms.example/", "notAUrl"],
    ["javascript:alert(1)", "notAUrl"],
    ["blob:https://sms.example/1", "notAUrl"],
    ["http://sms.example/api/v1", "notSecure"],
    ["http://10.0.0.1/", "notSecure"],
    ["http://128.0.0.1/", "notSecure"],
    ["http://localhost.sms.example/", "notSecure"],
    ["http://127.0.0.1.sms.example/", "notSecure"],
    ["http://[::2]/", "notSecure"],
    ["http://[::ffff:10.0.0.1]/", "notSecure"],
    ["https://user@sms.example/", "hasCredentials"],
    ["https://:secret@sms.example/", "hasCredentials"],
    ["https://sms.example/v1?key=1", "hasQuery"],
    ["https://sms.example/v1#top", "hasQuery"],
  ];
  for (const [typed, problem] of bad) {
    it(`refuses ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(parseBaseUrl(typed), { ok: false, problem });
    });
  }
});

describe("isLoopback", () => {
  it("knows this machine's names and no others", () => {
    for (const name of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) assert.equal(isLoopback(name), true);
    for (const name of [
      "",
      "localhost.",
      "sms.localhost",
      "0.0.0.0",
      "127.0.0.1.sms.example",
      "x127.0.0.1",
      "::1",
    ]) {
      assert.equal(isLoopback(name), false, name);
    }
  });
});

describe("SmsApi", () => {
  it("is not made for a server that would get the token in clear", () => {
    const authorize = (): Promise<string> => assert.fail("asked for the token");
    assert.throws(() => new SmsApi({ baseUrl: "http://sms.example/api/v1", authorize }));
  });
});
