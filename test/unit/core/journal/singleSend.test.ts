import assert from "node:assert/strict";
import type { FileStore } from "../../../../src/core/fileStore.js";
import type { Entry } from "../../../../src/core/journal/entry.js";
import { Outbox } from "../../../../src/core/outbox.js";
import { JournalError, type OutgoingText } from "../../../../src/core/sending.js";
import { ACCOUNT } from "../../support/entries.js";
import { cut, json, text, type Answer } from "../../support/httpServer.js";
import { outboxOver, temporaryFiles, textsIn } from "../../support/journal.js";
import { sendsTo, serveSends, type ServedAccount } from "../../support/sending.js";
import { US_NUMBER } from "../../support/values.js";
import { useCleanup } from "../../support/waiting.js";

const TEXT: OutgoingText = { to: US_NUMBER, body: "A very private text", senderId: "MyApp" };
const TIMING = { request: 60_000, margin: 15_000, baseline: 4000 };

describe("a send and its journal", () => {
  const cleanup = useCleanup();
  let folder: string;
  let files: FileStore;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
  });

  const serve = (answer: Answer): Promise<ServedAccount> => serveSends(cleanup, answer);

  it("has it on the disk, with all that finding it takes, before it is requested", async () => {
    const { journal } = outboxOver(files);
    let seen: Entry[] = [];
    const { server, account } = await serve((response, request) => {
      void journal.entries().then((entries) => {
        seen = entries;
        json({ id: 7 })(response, request);
      });
    });
    const before = Date.now();
    await outboxOver(files, { timing: TIMING }).outbox.send(account, TEXT);
    const [entry] = seen;
    assert.ok(seen.length === 1 && entry);
    const { id, requestedAt, clockOffset, hash, ...rest } = entry;
    assert.deepEqual(rest, {
      state: "underWay",
      account: { ...ACCOUNT, baseUrl: server.baseUrl },
      ...TEXT,
      deadline: requestedAt + 75_000,
      baseline: ["3", "2"],
      looks: 0,
    });
    assert.ok(requestedAt >= before && requestedAt <= Date.now());
    assert.ok(Math.abs(clockOffset ?? Infinity) <= 1500);
    assert.equal(hash, await journal.hash.hash(ACCOUNT.id, TEXT.to, TEXT.body));
    assert.deepEqual(await journal.settlement(id), { how: "sent", messageId: "7" });
  });

  it("leaves no text and no number on the disk once it is settled", async () => {
    const { account } = await serve(json({ id: 7, to: TEXT.to, body: TEXT.body }));
    const { outbox } = outboxOver(files);
    assert.equal((await outbox.send(account, TEXT)).kind, "sent");
    const left = await textsIn(folder);
    for (const word of ["private", "2025550123", "MyApp"]) assert.ok(!left.includes(word), word);
  });

  it("keeps the text of an unknown outcome, and why it is unknown", async () => {
    const { account } = await serve(cut);
    const { outbox, journal } = outboxOver(files);
    const before = Date.now();
    assert.equal((await outbox.send(account, TEXT)).kind, "unknown");
    const [entry] = await outboxOver(files).journal.entries();
    assert.ok(entry?.state === "unknown" && entry.body === TEXT.body);
    assert.equal(entry.reason, "connectionLost");
    assert.ok((entry.nextLook ?? 0) >= before + 5000 && (entry.nextLook ?? 0) <= Date.now() + 5000);
    assert.equal(await journal.settlement(entry.id), undefined);
  });

  it("does not know what came of a text whose sending was cancelled under way", async () => {
    const cancel = new AbortController();
    const { account } = await serve(() => {
      cancel.abort();
    });
    const { outbox, journal } = outboxOver(files);
    const outcome = await outbox.send(account, TEXT, { signal: cancel.signal });
    assert.equal(outcome.kind, "unknown");
    assert.equal((await journal.entries())[0]?.reason, "cancelled");
  });

  it("forgets a text that was not sent, once it is kept elsewhere", async () => {
    const { account } = await serve(text("", 402));
    const { outbox, journal } = outboxOver(files);
    let during: Entry[] = [];
    const outcome = await outbox.send(account, TEXT, {
      onNotSent: async () => {
        during = await journal.entries();
      },
    });
    assert.equal(outcome.kind, "notSent");
    assert.equal(during[0]?.body, TEXT.body);
    assert.deepEqual(await journal.records(), []);
    assert.ok(!(await textsIn(folder)).includes("private"));
  });

  it("keeps a text that was not sent if it could not be kept elsewhere", async () => {
    const { account } = await serve(text("", 402));
    const failures: unknown[] = [];
    const { outbox, journal } = outboxOver(files, { onJournalFailure: (error) => failures.push(error) });
    const outcome = await outbox.send(account, TEXT, {
      onNotSent: () => Promise.reject(new Error("no memory")),
    });
    assert.equal(outcome.kind, "notSent");
    assert.equal((await journal.entries())[0]?.body, TEXT.body);
    assert.equal(failures.length, 1);
  });

  it("lets others let go of the text when it is written down, and before it is requested", async () => {
    const order: string[] = [];
    const { account } = await serve((response, request) => {
      order.push("request");
      json({ id: 7 })(response, request);
    });
    const { outbox, journal } = outboxOver(files);
    await outbox.send(account, TEXT, {
      onBegun: async () => {
        order.push(`begun with ${(await journal.entries()).length}`);
      },
    });
    assert.deepEqual(order, ["begun with 1", "request"]);
  });

  it("sends although nobody could let go of the text", async () => {
    const { account } = await serve(json({ id: 7 }));
    const { outbox } = outboxOver(files);
    const outcome = await outbox.send(account, TEXT, { onBegun: () => Promise.reject(new Error("odd")) });
    assert.equal(outcome.kind, "sent");
  });

  it("was not begun, for nobody, if it was cancelled before", async () => {
    const { server, account } = await serve(json({ id: 7 }));
    const { outbox, journal } = outboxOver(files);
    const never = (): Promise<never> => assert.fail("it was told");
    const options = { signal: AbortSignal.abort(), onBegun: never, onNotSent: never };
    assert.equal((await outbox.send(account, TEXT, options)).kind, "notSent");
    assert.equal(sendsTo(server), 0);
    assert.deepEqual(await journal.records(), []);
  });

  describe("on a disk that refuses", () => {
    for (const [what, name, call] of [
      ["its place", "reserve", 1],
      ["the text", "write", 2],
    ] as const) {
      it(`to take ${what}: it is not requested`, async () => {
        const { server, account } = await serve(json({ id: 7 }));
        const { outbox, journal } = outboxOver(files);
        await journal.hash.hash("", "", "");
        const write = files.writeAtomic.bind(files);
        let calls = 0;
        files.writeAtomic = (...args) =>
          ++calls >= call ? Promise.reject(new Error(`no ${name}`)) : write(...args);
        const outcome = await outbox.send(account, TEXT);
        assert.ok(outcome.kind === "notSent" && outcome.error instanceof JournalError);
        assert.equal((outcome.error.cause as Error).message, `no ${name}`);
        assert.equal(sendsTo(server), 0);
        assert.deepEqual(await journal.records(), []);
      });
    }

    it("to read what others sent: it is not requested", async () => {
      const { server, account } = await serve(json({ id: 7 }));
      const { outbox } = outboxOver(files, {
        sources: [{ records: () => Promise.reject(new Error("refused")) }],
      });
      const outcome = await outbox.send(account, TEXT);
      assert.ok(outcome.kind === "notSent" && outcome.error instanceof JournalError);
      assert.equal(sendsTo(server), 0);
    });

    it("to be opened: it is not requested", async () => {
      const { server, account } = await serve(json({ id: 7 }));
      const outbox = new Outbox({
        journal: () => Promise.reject(new Error("refused")),
        duplicateWindow: () => 300_000,
      });
      const outcome = await outbox.send(account, TEXT);
      assert.ok(outcome.kind === "notSent" && outcome.error instanceof JournalError);
      assert.equal(sendsTo(server), 0);
    });

    it("to settle it: it was sent, is told, and stays written down to be looked up", async () => {
      const { account } = await serve((response, request) => {
        files.writeAtomic = () => Promise.reject(new Error("refused"));
        json({ id: 7 })(response, request);
      });
      const failures: unknown[] = [];
      const { outbox, journal } = outboxOver(files, { onJournalFailure: (error) => failures.push(error) });
      let told = 0;
      outbox.onDidSend(() => told++);
      assert.equal((await outbox.send(account, TEXT)).kind, "sent");
      assert.deepEqual([told, failures.length], [1, 1]);
      assert.equal((await journal.entries())[0]?.state, "underWay");
    });
  });
});
