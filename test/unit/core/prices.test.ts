import assert from "node:assert/strict";
import type { CountryPrice } from "../../../src/api/schemas.js";
import { Balance } from "../../../src/core/balance.js";
import { priceOf, priceRange, Prices } from "../../../src/core/prices.js";
import { json, startServer } from "../support/httpServer.js";
import { AU_NUMBER, GB_NUMBER, newToken, US_NUMBER } from "../support/values.js";
import { useCleanup } from "../support/waiting.js";
import { Machine, signIn } from "../support/windows.js";

const country = (code: string, dialCode: string, price: number): CountryPrice => ({
  code,
  name: code,
  dialCode,
  price,
});

describe("priceRange", () => {
  it("tells the cheapest and the dearest country", () => {
    const prices = [country("US", "+1", 10_000), country("FR", "+33", 71_600), country("IN", "+91", 4000)];
    const range = priceRange(prices);
    assert.deepEqual([range?.cheapest.code, range?.dearest.code], ["IN", "FR"]);
    assert.equal(priceRange([]), undefined);
  });
});

describe("priceOf", () => {
  const prices = [
    country("US", "+1", 10_000),
    country("CA", "+1", 9500),
    country("PR", "+1787", 30_000),
    country("GG", "+44", 50_000),
    country("GB", "+44", 41_000),
    country("JE", "+44", 45_000),
    country("FR", "+33", 71_600),
  ];
  const priced = (number: string, code?: string): string => {
    const found = priceOf(prices, number, code);
    return found === undefined ? "none" : `${found.price.code}${found.unsure ? "?" : ""}`;
  };

  it("is that of the number's own country", () => {
    assert.equal(priced(US_NUMBER, "US"), "US");
    assert.equal(priced(US_NUMBER, "CA"), "CA");
    assert.equal(priced(GB_NUMBER, "GB"), "GB");
  });

  it("is the dearest of those that share the dial code, and unsure, when the country is not known", () => {
    assert.equal(priced(US_NUMBER), "US?");
    assert.equal(priced(GB_NUMBER), "GG?");
  });

  it("is that of the longest dial code", () => {
    assert.equal(priced("+17875550123"), "PR");
    assert.equal(priced("+33"), "FR");
  });

  it("does not believe a country whose dial code the number has not", () => {
    assert.equal(priced(GB_NUMBER, "FR"), "GG?");
  });

  it("is none where the service does not go", () => {
    assert.equal(priced(AU_NUMBER, "AU"), "none");
    assert.equal(priced(""), "none");
    assert.equal(priceOf([], US_NUMBER, "US"), undefined);
  });
});

describe("Prices and Balance", () => {
  const cleanup = useCleanup();

  it("are asked of the account's server, the prices only while they are not fresh", async () => {
    const us = { country_code: "US", dial_code: "1", price_usd: "0.01" };
    const server = await startServer(json([us]), json([us]), json({ credits_usd: "12.345678" }));
    cleanup(() => server.close());
    const window = new Machine().open();
    cleanup(() => {
      window.dispose();
    });
    const prices = new Prices(window.session);
    const balance = new Balance(window.session);
    assert.deepEqual(await prices.load(), { kind: "idle" });
    await signIn(window, server.baseUrl, newToken());
    const loaded = await prices.load();
    assert.deepEqual(loaded.kind === "ready" && loaded.last.value, [country("US", "+1", 10_000)]);
    assert.equal(await prices.load(), loaded);
    assert.equal(server.received.length, 1);
    await prices.refresh();
    assert.equal(server.received.length, 2);
    const state = await balance.refresh();
    assert.equal(state.kind === "ready" && state.last.value, 12_345_678);
    prices.dispose();
    balance.dispose();
  });
});
