import assert from "node:assert/strict";
import type { Message } from "../../../src/api/schemas.js";
import { MessageSearch } from "../../../src/core/messageSearch.js";

function message(id: string, more: Partial<Message> = {}): Message {
  return { id, raw: {}, ...more };
}

const messages = [
  message("9001", { to: "+12025550142", body: "Your code is 123 456", senderId: "Acme Shop" }),
  message("9002", { to: "+447700900123", body: "Grüße aus der Straße, Zoë!" }),
  message("9003", { to: "+61491570006", body: "ver\u200bify\n(now) v1.2-3" }),
  message("9004", { body: "שלום ΟΔΟΣ ﬁne" }),
  message("abc-5", { to: "+447700900199" }),
];

/** The ids of what a query finds. */
async function find(query: string, all: readonly Message[] = messages): Promise<string[]> {
  const found = await new MessageSearch().find(all, query, 100);
  return (found?.messages ?? []).map(({ id }) => id);
}

/** Holds what each of some queries finds. */
async function assertFinds(finds: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [query, ids] of Object.entries(finds)) assert.deepEqual(await find(query), ids, `“${query}”`);
}

describe("search in messages", () => {
  it("finds a number however it is written", async () => {
    const american = [
      "+1 202 555 0142",
      "(202) 555-0142",
      "202.555.0142",
      "555 01 42",
      "12025550142",
      "\u202a+1202\u2011555\u20110142\u202c",
      "001 202 555 0142",
      "+1202555０１42",
    ];
    for (const query of american) assert.deepEqual(await find(query), ["9001"], query);
    const british = ["07700 900123", "+44 (0)7700 900123", "0044 7700 900 123", "(07700) 900/123", "900123"];
    for (const query of british) assert.deepEqual(await find(query), ["9002"], query);
  });

  it("takes a plus for the beginning of a number", async () => {
    await assertFinds({
      "+44": ["9002", "abc-5"],
      "+70": [],
      "+0": [],
      "+": ["9001", "9002", "9003", "abc-5"],
      "7700": ["9002", "abc-5"],
    });
  });

  it("finds words of the text, the sender and the ID, whatever their case and accents", async () => {
    await assertFinds({
      "YOUR CODE": ["9001"],
      "shop acme": ["9001"],
      grusse: ["9002"],
      GRÜSSE: ["9002"],
      "gru\u0308ße": ["9002"],
      zoe: ["9002"],
      strasse: ["9002"],
      verify: ["9003"],
      οδοσ: ["9004"],
      οδος: ["9004"],
      fine: ["9004"],
      שלום: ["9004"],
      "9003": ["9003"],
      "ABC-5": ["abc-5"],
    });
  });

  it("finds what has all the words, in whatever order and field", async () => {
    await assertFinds({
      "code 2025550142": ["9001"],
      "+1 202 555 0142 acme 9001": ["9001"],
      "code zoë": [],
      "123 456": ["9001"],
      "456 202": ["9001"],
      "9002 555": [],
      "(now)": ["9003"],
      "v1.2-3": ["9003"],
    });
  });

  it("finds nothing across two fields", async () => {
    await assertFinds({ "9001+1202": [], "0142acme": [], "0142Your": [] });
  });

  it("takes every character of a query for itself", async () => {
    await assertFinds({ ".*": [], "[a-z]": [], "$&": [], "\\d": [] });
  });

  it("gives all, in order, for an empty query, and counts what it does not give", async () => {
    assert.deepEqual(
      await find("  "),
      messages.map(({ id }) => id),
    );
    const search = new MessageSearch();
    assert.deepEqual(await search.find(messages, "900", 2), { messages: messages.slice(0, 2), count: 5 });
    assert.deepEqual(await search.find(messages, "", 2), { messages: messages.slice(0, 2), count: 5 });
  });

  it("stops to let others run, and gives up when it is superseded", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      message(String(index), { body: "Grüße ".repeat(20) }),
    );
    const abort = new AbortController();
    let rests = 0;
    const search = new MessageSearch(() => {
      if (++rests === 2) abort.abort();
      return Promise.resolve();
    });
    assert.equal(await search.find(many, "nowhere", 10, abort.signal), undefined);
    assert.equal(rests, 2);
  });
});
