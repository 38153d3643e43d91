import assert from "node:assert/strict";
import type { FileStore } from "../../../../src/core/fileStore.js";
import type { Entry } from "../../../../src/core/journal/entry.js";
import type { Duplicate } from "../../../../src/core/journal/records.js";
import { DuplicateError, type OutgoingText } from "../../../../src/core/sending.js";
import { ACCOUNT, entryOf } from "../../support/entries.js";
import { cut, json, type Answer } from "../../support/httpServer.js";
import { outboxOver, temporaryFiles } from "../../support/journal.js";
import { inProcesses } from "../../support/processes.js";
import { sendsTo, serveSends, type ServedAccount } from "../../support/sending.js";
import { newToken, US_NUMBER } from "../../support/values.js";
import { deferred, useCleanup } from "../../support/waiting.js";

const TEXT: OutgoingText = { to: US_NUMBER, body: "A very private text", senderId: "MyApp" };

describe("a send", () => {
  const cleanup = useCleanup();
  let folder: string;
  let files: FileStore;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
  });

  const serve = (answer: Answer): Promise<ServedAccount> => serveSends(cleanup, answer);

  describe("of the same text to the same number", () => {
    it("asks once more, whichever window sent the first", async () => {
      const { server, account } = await serve(json({ id: 7 }));
      await outboxOver(files).outbox.send(account, TEXT);
      const asked: Duplicate[] = [];
      const { outbox, journal } = outboxOver(files);
      const confirmDuplicate = (yes: boolean) => (duplicate: Duplicate) => {
        asked.push(duplicate);
        return Promise.resolve(yes);
      };
      const refused = await outbox.send(account, TEXT, { confirmDuplicate: confirmDuplicate(false) });
      assert.ok(refused.kind === "notSent" && refused.error instanceof DuplicateError);
      assert.equal(refused.error.duplicate.certain, true);
      assert.equal((await journal.records()).length, 1);
      const silent = await outbox.send(account, TEXT);
      assert.ok(silent.kind === "notSent" && silent.error instanceof DuplicateError);
      assert.equal(sendsTo(server), 1);
      const sent = await outbox.send(account, TEXT, { confirmDuplicate: confirmDuplicate(true) });
      assert.equal(sent.kind, "sent");
      assert.equal(asked.length, 2);
    });

    it("asks nothing of another text, another number, another account, or when that is switched off", async () => {
      const { server, account } = await serve(json({ id: 7 }));
      const { outbox } = outboxOver(files);
      await outbox.send(account, TEXT);
      const elsewhere = { ...account, account: { ...account.account, id: "account-2" } };
      for (const sending of [
        outbox.send(account, { ...TEXT, body: "Another text" }),
        outbox.send(account, { ...TEXT, to: "+12025550124" }),
        outbox.send(elsewhere, TEXT),
        outboxOver(files, { duplicateWindow: () => 0 }).outbox.send(account, TEXT),
      ])
        assert.equal((await sending).kind, "sent");
      assert.equal(sendsTo(server), 5);
    });

    it("asks about one of unknown outcome, unless that is switched off", async () => {
      const { journal, outbox } = outboxOver(files);
      await journal.write(
        entryOf({ ...TEXT, hash: await journal.hash.hash(ACCOUNT.id, TEXT.to, TEXT.body) }),
      );
      const { account } = await serve(json({ id: 7 }));
      assert.equal((await outbox.send(account, TEXT)).kind, "notSent");
      const { outbox: careless } = outboxOver(files, { duplicateWindow: () => 0 });
      assert.equal((await careless.send(account, TEXT)).kind, "sent");
    });

    it("asks in one of two windows at least that send at once", async () => {
      for (let round = 0; round < 10; round++) {
        const { account } = await serve(json({ id: round }));
        let asked = 0;
        const outcomes = await Promise.all(
          [1, 2].map(() =>
            outboxOver(files).outbox.send(
              account,
              { ...TEXT, body: `Text ${round}` },
              { confirmDuplicate: () => Promise.resolve(++asked === 0) },
            ),
          ),
        );
        assert.ok(asked >= 1);
        assert.ok(outcomes.filter(({ kind }) => kind === "sent").length <= 1);
      }
    });

    it("asks in one of two processes at least that send at once", async () => {
      const { server } = await serve(json({ id: 7 }));
      const { baseUrl } = server;
      const task = {
        kind: "send",
        folder,
        baseUrl,
        token: newToken(),
        to: US_NUMBER,
        body: "Hello",
      } as const;
      const said = (await inProcesses([task, task])) as { kind: string; asked: number }[];
      assert.ok(said.some(({ asked }) => asked === 1));
      assert.ok(sendsTo(server) <= 1);
      assert.equal(said.filter(({ kind }) => kind === "sent").length, sendsTo(server));
    });

    it("is seen by another window while its own person is asked", async () => {
      const { account } = await serve(json({ id: 7 }));
      await outboxOver(files).outbox.send(account, TEXT);
      const question = deferred<boolean>();
      const isAsked = deferred();
      const first = outboxOver(files).outbox.send(account, TEXT, {
        confirmDuplicate: () => {
          isAsked.resolve();
          return question.promise;
        },
      });
      await isAsked.promise;
      let told: Duplicate | undefined;
      await outboxOver(files).outbox.send(account, TEXT, {
        confirmDuplicate: (duplicate) => {
          told = duplicate;
          return Promise.resolve(false);
        },
      });
      assert.equal(told?.certain, false);
      question.resolve(false);
      assert.equal((await first).kind, "notSent");
    });

    it("counts what is recorded elsewhere", async () => {
      const { server, account } = await serve(json({ id: 7 }));
      const { journal } = outboxOver(files);
      const hash = await journal.hash.hash(ACCOUNT.id, TEXT.to, TEXT.body);
      const record = { id: "row-1", accountId: ACCOUNT.id, hash, at: Date.now(), state: "sent" } as const;
      const { outbox } = outboxOver(files, { sources: [{ records: () => Promise.resolve([record]) }] });
      const outcome = await outbox.send(account, TEXT);
      assert.ok(outcome.kind === "notSent" && outcome.error instanceof DuplicateError);
      assert.equal(sendsTo(server), 0);
    });
  });

  describe("that replaces one of unknown outcome", () => {
    async function unknown(): Promise<Entry> {
      const { journal } = outboxOver(files);
      const entry = entryOf({ ...TEXT, hash: await journal.hash.hash(ACCOUNT.id, TEXT.to, TEXT.body) });
      await journal.write(entry);
      return entry;
    }

    for (const [what, answer] of [
      ["went", json({ id: 7 })],
      ["may have gone", cut],
    ] as const) {
      it(`asks no third time, and gives the old one up once the new one ${what}`, async () => {
        const old = await unknown();
        const { journal, outbox } = outboxOver(files);
        let during: string[] = [];
        const { account } = await serve((response, request) => {
          void journal.entries().then((entries) => {
            during = entries.map(({ id }) => id);
            answer(response, request);
          });
        });
        assert.notEqual((await outbox.send(account, TEXT, { replaces: old.id })).kind, "notSent");
        assert.ok(during.length === 2 && during.includes(old.id));
        assert.ok((await journal.entries()).every(({ id }) => id !== old.id));
        assert.deepEqual(await journal.settlement(old.id), { how: "discarded", messageId: undefined });
      });
    }

    it("leaves the old one open if the server refuses the new one", async () => {
      const old = await unknown();
      const { server, account } = await serve(json({ message: "No credits" }, 402));
      const { outbox, journal } = outboxOver(files);
      assert.equal((await outbox.send(account, TEXT, { replaces: old.id })).kind, "notSent");
      assert.equal(sendsTo(server), 1);
      assert.deepEqual(await journal.entries(), [old]);
    });

    it("leaves the old one alone if the new one is not begun", async () => {
      const old = await unknown();
      const { account } = await serve(json({ id: 7 }));
      const { outbox, journal } = outboxOver(files);
      const options = { replaces: old.id, signal: AbortSignal.abort() };
      assert.equal((await outbox.send(account, TEXT, options)).kind, "notSent");
      assert.deepEqual(await journal.entries(), [old]);
    });

    it("asks about another send of the same text, and about the old one if that is known to be sent", async () => {
      const old = await unknown();
      const { server, account } = await serve(json({ id: 7 }));
      const { outbox, journal } = outboxOver(files);
      await journal.settle(old, { how: "sent", messageId: "3" });
      // The duplicate guard looks back some minutes: this one was requested long ago.
      const recent = { ...old, id: "entry-2", requestedAt: Date.now() };
      await journal.settle(recent, { how: "sent", messageId: "2" });
      for (const replaces of [old.id, recent.id]) {
        const outcome = await outbox.send(account, TEXT, { replaces });
        assert.ok(outcome.kind === "notSent" && outcome.error instanceof DuplicateError);
      }
      assert.equal(sendsTo(server), 0);
    });
  });
});
