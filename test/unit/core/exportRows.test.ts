import assert from "node:assert/strict";
import fc from "fast-check";
import Papa from "papaparse";
import { parseMessage, type Message } from "../../../src/api/schemas.js";
import { unguarded } from "../../../src/core/csv.js";
import { exportText, type ExportFormat } from "../../../src/core/exportRows.js";

/** Texts made of what files, spreadsheets and JSON trip over, among others. */
const nasty = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from("='+-@\t\r\n\",;|{}[]\\ab1 é€😀\u202e\u2028\ufeff\0\u001f")),
    maxLength: 12,
  }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 12 }),
);

const message = fc
  .record(
    {
      id: fc.oneof(
        fc.nat(),
        nasty.filter((text) => text !== ""),
      ),
      status: fc.oneof(fc.constantFrom("sent", "delivered", "failed"), nasty),
      to: fc.oneof(fc.constantFrom("+12025550100", "+447700900123"), nasty),
      body: nasty,
      sender_id: fc.option(nasty),
      price_usd: fc.oneof(
        fc.integer({ min: -1e9, max: 1e9 }).map((micros) => micros / 1e6),
        nasty,
      ),
      created_at: fc.oneof(
        fc
          .date({ min: new Date(0), max: new Date("2999-12-31"), noInvalidDate: true })
          .map((date) => date.toISOString()),
        nasty,
      ),
      delivered_at: fc.option(nasty),
      error: fc.option(nasty),
      more: fc.jsonValue(),
    },
    { requiredKeys: ["id"] },
  )
  .map((wire) => parseMessage(wire))
  .filter((parsed) => parsed !== undefined);

const countryOf = (to: string): string | undefined => (to.startsWith("+1") ? "US" : undefined);

function written(format: ExportFormat, messages: readonly Message[]): string {
  const text = exportText(format, countryOf);
  const whole = text.begin + messages.map((one, index) => text.row(one, index === 0)).join("") + text.end;
  // As it comes back from a file.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(whole));
}

/** What a reader of CSV, which is none of ours, makes of a file; the byte order mark is not part of the first name. */
function readCsv(text: string): Record<string, string>[] {
  assert.ok(text.startsWith("\ufeff"));
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    delimiter: ",",
    skipEmptyLines: true,
  });
  assert.deepEqual(errors, []);
  return data;
}

/** A text as UTF-8 can hold it, which has no halves of characters. */
function inUtf8(text: string | undefined): string {
  return (text ?? "").toWellFormed();
}

describe("messages as CSV", () => {
  it("have a header that tells units, and empty cells for what is not known", () => {
    assert.equal(
      written("csv", [
        {
          id: "7",
          status: "delivered",
          to: "+12025550100",
          senderId: "Shop",
          body: "=1+1, €",
          price: 7900,
          createdAt: Date.UTC(2026, 10, 22, 9, 30),
          deliveredAt: Date.UTC(2026, 10, 22, 9, 30, 2),
          raw: {},
        },
        { id: "6", price: 1, raw: {} },
      ]),
      "\ufeffid,status,to,country,sender_id,body,segments,price_usd,created_at,updated_at,delivered_at,error\r\n" +
        '7,delivered,+12025550100,US,Shop,"\'=1+1, €",1,0.007900,2026-11-22T09:30:00.000Z,,2026-11-22T09:30:02.000Z,\r\n' +
        "6,,,,,,,0.000001,,,,\r\n",
    );
  });

  it("are read by another reader as they were", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
        const rows = readCsv(written("csv", messages));
        assert.equal(rows.length, messages.length);
        for (const [index, row] of rows.entries()) {
          const { id, status, to, senderId, body, price, createdAt, error } = messages[index] ?? { id: "" };
          assert.equal(unguarded(row.id ?? "-"), inUtf8(id));
          assert.equal(unguarded(row.status ?? "-"), inUtf8(status));
          assert.equal(unguarded(row.to ?? "-"), inUtf8(to));
          assert.equal(unguarded(row.sender_id ?? "-"), inUtf8(senderId));
          assert.equal(unguarded(row.body ?? "-"), inUtf8(body));
          assert.equal(unguarded(row.error ?? "-"), inUtf8(error));
          assert.equal(row.price_usd === "" ? undefined : Math.round(Number(row.price_usd) * 1e6) + 0, price);
          assert.equal(row.created_at === "" ? undefined : Date.parse(row.created_at ?? "-"), createdAt);
        }
      }),
    );
  });

  it("hold no cell that a spreadsheet takes for a formula", () => {
    fc.assert(
      fc.property(message, (one) => {
        for (const cell of Object.values(readCsv(written("csv", [one]))[0] ?? {}))
          assert.ok(!/^[=+\-@\t\r]/.test(cell) || /^[+-]?\d+(\.\d+)?$/.test(cell), cell);
      }),
    );
  });
});

describe("messages as JSON", () => {
  it("are an empty array if there are none", () => {
    const text = written("json", []);
    assert.deepEqual(JSON.parse(text), []);
    assert.ok(!text.startsWith("\ufeff"));
  });

  it("have every key, and all that the server sent", () => {
    const raw = { id: 7, price_usd: "0.007900", nvia_message_id: "x", nothing: null };
    const parsed = parseMessage(raw);
    assert.ok(parsed);
    assert.deepEqual(JSON.parse(written("json", [parsed])), [
      {
        id: "7",
        status: null,
        to: null,
        country: null,
        sender_id: null,
        body: null,
        segments: null,
        price_usd: 0.0079,
        created_at: null,
        updated_at: null,
        delivered_at: null,
        error: null,
        raw,
      },
    ]);
  });

  it("are read as they were, one to a line", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
        const text = written("json", messages);
        const rows = JSON.parse(text) as Record<string, unknown>[];
        assert.equal(text.split("\n").length, messages.length + 3);
        assert.equal(rows.length, messages.length);
        for (const [index, row] of rows.entries()) {
          const { id, body, price, raw } = messages[index] ?? { id: "" };
          assert.equal(row.id, id);
          assert.equal(row.body, body ?? null);
          assert.equal(row.price_usd === null ? undefined : Math.round(Number(row.price_usd) * 1e6), price);
          assert.deepEqual(row.raw, JSON.parse(JSON.stringify(raw)));
        }
      }),
    );
  });
});
