import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../src/api/schemas.js";
import { spendingOf, type Tally } from "../../../src/core/spending.js";

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const countryOf = (to: string): string | undefined => ({ 1: "US", 4: "GB", 6: "AU" })[to[1] ?? ""];

const message: fc.Arbitrary<Message> = fc.record({
  id: fc.uuid(),
  status: fc.constantFrom("sent", "delivered", "failed", "queued", undefined),
  to: fc.constantFrom("+12025550100", "+447700900123", "+61491570006", "+999", "", undefined),
  price: fc.option(fc.integer({ min: -1e6, max: 1e9 }), { nil: undefined }),
  createdAt: fc.option(fc.integer({ min: Date.UTC(2026, 10, 1), max: Date.UTC(2026, 10, 9) }), {
    nil: undefined,
  }),
  raw: fc.constant({}),
});

/** The same figures, each counted on its own. */
function tallied(messages: readonly Message[]): Tally {
  const having = (status: string): number => messages.filter((one) => one.status === status).length;
  return {
    messages: messages.length,
    delivered: having("delivered"),
    failed: having("failed"),
    pending: having("sent"),
    other: messages.length - having("delivered") - having("failed") - having("sent"),
    cost: Number(messages.reduce((sum, { price }) => sum + BigInt(price ?? 0), 0n)),
    unpriced: messages.filter(({ price }) => price === undefined).length,
  };
}

describe("spendingOf", () => {
  it("counts what a count of each group counts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 40 }), async (messages) => {
        const spending = await spendingOf(messages, { countryOf, dayOf });
        assert.deepEqual(spending.total, tallied(messages));
        const dayOfMessage = ({ createdAt }: Message): string | undefined =>
          createdAt === undefined ? undefined : dayOf(createdAt);
        const countryOfMessage = ({ to }: Message): string | undefined => to && countryOf(to);
        for (const { key, tally } of spending.days)
          assert.deepEqual(tally, tallied(messages.filter((one) => dayOfMessage(one) === key)), key);
        for (const { key, tally } of spending.countries)
          assert.deepEqual(tally, tallied(messages.filter((one) => countryOfMessage(one) === key)), key);
        assert.deepEqual(
          spending.undated,
          tallied(messages.filter(({ createdAt }) => createdAt === undefined)),
        );
        assert.deepEqual(
          spending.unplaced,
          tallied(messages.filter((one) => (countryOfMessage(one) ?? "") === "")),
        );
        const sum = (lines: readonly { readonly tally: Tally }[]): number =>
          lines.reduce((all, { tally }) => all + tally.messages, 0);
        assert.equal(sum(spending.days) + spending.undated.messages, messages.length);
        assert.equal(sum(spending.countries) + spending.unplaced.messages, messages.length);
      }),
    );
  });

  it("tells the range, newest days and dearest countries first", async () => {
    const at = (day: number, to: string, price: number): Message => ({
      id: String(day),
      to,
      price,
      createdAt: Date.UTC(2026, 10, day, 12),
      raw: {},
    });
    const messages = [at(3, "+12025550100", 5), at(1, "+447700900123", 7), at(2, "+61491570006", 7)];
    const { range, days, countries } = await spendingOf([...messages, at(2, "+61491570006", 0)], {
      countryOf,
      dayOf,
    });
    assert.deepEqual(range, { from: Date.UTC(2026, 10, 1, 12), to: Date.UTC(2026, 10, 3, 12) });
    assert.deepEqual(
      days.map(({ key }) => key),
      ["2026-11-03", "2026-11-02", "2026-11-01"],
    );
    assert.deepEqual(
      countries.map(({ key, tally }) => [key, tally.messages, tally.cost]),
      [
        ["AU", 2, 7],
        ["GB", 1, 7],
        ["US", 1, 5],
      ],
    );
  });

  it("knows no range without dates, and nothing of nothing", async () => {
    const { range, days, countries, total } = await spendingOf([], { countryOf });
    assert.deepEqual(
      { range, days, countries, messages: total.messages },
      {
        range: undefined,
        days: [],
        countries: [],
        messages: 0,
      },
    );
  });

  it("takes the day as this machine's clock had it", async () => {
    const noon = new Date(2026, 0, 5, 12);
    const { days } = await spendingOf([{ id: "1", createdAt: noon.getTime(), raw: {} }], { countryOf });
    assert.deepEqual(
      days.map(({ key }) => key),
      ["2026-01-05"],
    );
  });

  it("lets others have their turn, and ends when it is told to", async () => {
    // Each number takes a moment: without a pause it would be done before the timer.
    const slow = (): undefined => {
      const until = performance.now() + 1;
      while (performance.now() < until);
    };
    const stop = new AbortController();
    const timer = setTimeout(() => {
      stop.abort(new Error("enough"));
    }, 5);
    const messages = Array.from({ length: 1000 }, (_, id) => ({ id: String(id), to: "+1", raw: {} }));
    await assert.rejects(spendingOf(messages, { countryOf: slow, signal: stop.signal }), /enough/);
    clearTimeout(timer);
  });
});
