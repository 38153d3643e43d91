import assert from "node:assert/strict";
import type { Entry } from "../../../src/core/journal/entry.js";
import type { Journal } from "../../../src/core/journal/journal.js";
import type { Outbox } from "../../../src/core/outbox.js";
import { Recovery, type RecoveryParts } from "../../../src/core/recovery.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import type { SignedIn } from "../../../src/core/session.js";
import type { SettledSend } from "../../../src/core/unsettled.js";
import { outboxOver, temporaryFiles } from "../support/journal.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { US_NUMBER } from "../support/values.js";
import { until, useCleanup } from "../support/waiting.js";
import { Machine, signedIn, signIn } from "../support/windows.js";

/** The sandbox accepts the message and cuts the connection. */
const ACCEPTED_AND_CUT = "+12025550199";
/** The sandbox cuts the connection, and nothing is sent. */
const CUT = "+12025550198";
const DAY = 86_400_000;

/** One window with what it tells. */
interface Window {
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly recovery: Recovery;
  readonly settled: SettledSend[];
  readonly gaveUp: Entry[];
}

describe("Recovery", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let files: FileStore;
  let account: SignedIn;
  before(async () => {
    sandbox = await startSandbox({ startingCreditsUsd: 1000 });
  });
  after(() => sandbox.close());
  beforeEach(async () => {
    sandbox.configure({ listFields: "full", messageShape: "flat" });
    await sandbox.clear();
    ({ files } = await temporaryFiles(cleanup));
    const window = new Machine().open();
    cleanup(() => {
      window.dispose();
    });
    await signIn(window, sandbox.baseUrl, sandbox.token);
    account = signedIn(window);
  });

  /** A window over the files that all windows share; it looks soon, and often. */
  function open(parts: Partial<RecoveryParts> = {}): Window {
    const { outbox, journal } = outboxOver(files, { timing: { margin: 0, firstLook: 1 } });
    const recovery = new Recovery({
      journal: () => Promise.resolve(journal),
      records: () => outbox.records(),
      reach: () => Promise.resolve(account),
      lifetime: () => 7 * DAY,
      pauses: [1, 1],
      onFailure: (error) => {
        throw error;
      },
      ...parts,
    });
    cleanup(() => {
      recovery.dispose();
    });
    const settled: SettledSend[] = [];
    const gaveUp: Entry[] = [];
    recovery.onDidSettle((send) => settled.push(send));
    recovery.onDidGiveUp((entry) => gaveUp.push(entry));
    return { outbox, journal, recovery, settled, gaveUp };
  }

  /** Sends a text whose answer is lost. */
  async function lose(window: Window, to: string, body: string): Promise<Entry> {
    const outcome = await window.outbox.send(account, { to, body, senderId: "" }, { confirmDuplicate: yes });
    assert.equal(outcome.kind, "unknown");
    const entry = (await window.journal.entries()).at(-1);
    assert.ok(entry?.body === body);
    return entry;
  }

  it("settles what is in the list with the very text", async () => {
    const window = open();
    await window.recovery.begin();
    const entry = await lose(window, ACCEPTED_AND_CUT, "Was sent");
    await until(() => window.settled.length === 1);
    assert.equal(window.settled[0]?.entry.id, entry.id);
    assert.equal(window.settled[0].message?.body, "Was sent");
    await until(() => window.recovery.state.length === 0);
    const settlement = await window.journal.settlement(entry.id);
    assert.deepEqual(settlement, { how: "sent", messageId: window.settled[0].message.id });
    assert.deepEqual(window.gaveUp, []);
  });

  it("settles by what the message itself says when the list is lean", async () => {
    sandbox.configure({ listFields: "lean" });
    const window = open();
    await window.recovery.begin();
    await lose(window, ACCEPTED_AND_CUT, "Lean");
    await until(() => window.settled.length === 1);
    assert.equal(window.settled[0]?.message?.body, "Lean");
  });

  it("gives up looking after the last pause, says so once, and keeps the text", async () => {
    const window = open();
    await window.recovery.begin();
    const entry = await lose(window, CUT, "Was not sent");
    await until(() => window.gaveUp.length === 1);
    await until(() => window.recovery.state[0]?.entry.nextLook === undefined);
    assert.equal(window.recovery.state[0]?.entry.body, "Was not sent");
    assert.equal((await window.journal.entry(entry.id))?.looks, 2);
    assert.equal(await window.recovery.lookAgain(entry.id), "none");
    assert.equal(window.gaveUp.length, 1);
    assert.deepEqual(window.settled, []);
  });

  it("says nothing of giving up while there are messages to choose from", async () => {
    const window = open();
    const entry = await lose(window, ACCEPTED_AND_CUT, "One of two");
    const api = await account.api();
    await api.send({ to: ACCEPTED_AND_CUT, body: "One of two" }).catch(() => undefined);
    await window.recovery.begin();
    await until(() => window.recovery.state[0]?.entry.nextLook === undefined);
    assert.equal((await window.journal.entry(entry.id))?.looks, 2);
    assert.equal(window.recovery.state[0]?.candidates.length, 2);
    assert.deepEqual(window.gaveUp, []);
  });

  it("offers no message for a second text that a person has said to be another's", async () => {
    const window = open({ pauses: [] });
    await window.recovery.begin();
    const entries = [];
    for (let n = 0; n < 2; n++) entries.push(await lose(window, ACCEPTED_AND_CUT, "Twins"));
    const api = await account.api();
    await api.send({ to: ACCEPTED_AND_CUT, body: "Twins" }).catch(() => undefined);
    for (const { id } of entries) assert.equal(await window.recovery.lookAgain(id), "choose");
    const [chosen] = window.recovery.state[0]?.candidates ?? [];
    assert.ok(chosen !== undefined && entries[1] !== undefined);
    await window.recovery.choose(entries[1].id, chosen);
    const [left] = window.recovery.state;
    assert.ok(left !== undefined && left.candidates.length > 0);
    assert.ok(left.candidates.every(({ id }) => id !== chosen.id));
  });

  it("leaves the choice to a person when two messages fit", async () => {
    const window = open({ pauses: [] });
    await window.recovery.begin();
    const entry = await lose(window, ACCEPTED_AND_CUT, "Which");
    const api = await account.api();
    await api.send({ to: ACCEPTED_AND_CUT, body: "Which" }).catch(() => undefined);
    assert.equal(await window.recovery.lookAgain(entry.id), "choose");
    const [first, second] = window.recovery.state[0]?.candidates ?? [];
    assert.ok(first && second);
    await window.recovery.choose(entry.id, second);
    assert.deepEqual(window.recovery.state, []);
    assert.deepEqual(await window.journal.settlement(entry.id), { how: "sent", messageId: second.id });
    assert.equal(await window.recovery.lookAgain(entry.id), "settled");
  });

  it("settles two of the same as two messages, and does not take one for both", async () => {
    const window = open({ pauses: [] });
    await window.recovery.begin();
    const first = await lose(window, ACCEPTED_AND_CUT, "Twice");
    const second = await lose(window, ACCEPTED_AND_CUT, "Twice");
    assert.notEqual(first.id, second.id);
    assert.equal(await window.recovery.lookAgain(second.id), "sent");
    assert.equal(await window.recovery.lookAgain(first.id), "sent");
    const ids = window.settled.map(({ message }) => message?.id);
    assert.equal(new Set(ids).size, 2);
  });

  it("takes over what a dead window left, but not before its deadline", async () => {
    const dying = open();
    const entry = { ...(await lose(dying, ACCEPTED_AND_CUT, "Left behind")), state: "underWay" as const };
    dying.recovery.dispose();
    await dying.journal.write({ ...entry, deadline: Date.now() + DAY });
    const window = open();
    await window.recovery.begin();
    assert.deepEqual(window.recovery.state, []);
    await dying.journal.write({ ...entry, deadline: Date.now() - 1 });
    await window.recovery.refresh();
    await until(() => window.settled.length === 1);
    assert.equal(window.settled[0]?.entry.id, entry.id);
  });

  it("takes over by itself when the deadline comes", async () => {
    const dying = open();
    const entry = { ...(await lose(dying, ACCEPTED_AND_CUT, "Soon")), state: "underWay" as const };
    dying.recovery.dispose();
    await dying.journal.write({ ...entry, deadline: Date.now() + 50 });
    const window = open();
    await window.recovery.begin();
    await until(() => window.settled.length === 1);
  });

  it("looks in one window only, and tells there alone", async () => {
    const windows = [open(), open(), open()] as const;
    const entry = await lose(windows[0], ACCEPTED_AND_CUT, "One of three");
    await Promise.all(windows.map(({ recovery }) => recovery.begin()));
    await until(() => windows.some(({ settled }) => settled.length > 0));
    await Promise.all(windows.map(({ recovery }) => recovery.refresh()));
    await until(() => windows.every(({ recovery }) => recovery.state.length === 0));
    assert.equal(windows.flatMap(({ settled }) => settled).length, 1);
    assert.equal((await windows[1].journal.settlement(entry.id))?.how, "sent");
  });

  it("answers who asks while it is looking by itself, instead of saying that another window is", async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const window = open({ reach: () => held.then(() => account), pauses: [] });
    await window.recovery.begin();
    const entry = await lose(window, CUT, "Looked for already");
    await until(() => window.recovery.state[0]?.looking === true);
    const [first, second] = [window.recovery.lookAgain(entry.id), window.recovery.lookAgain(entry.id)];
    const given = new AbortController();
    const third = window.recovery.lookAgain(entry.id, given.signal);
    given.abort();
    await assert.rejects(third, { name: "ApiError", kind: "cancelled" });
    go();
    assert.deepEqual(await Promise.all([first, second]), ["none", "none"]);
  });

  it("says that another window is looking while one is", async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const [window, other] = [open({ pauses: [] }), open({ reach: () => held.then(() => account) })];
    const entry = await lose(other, CUT, "Looked for elsewhere");
    await other.recovery.refresh();
    const elsewhere = other.recovery.lookAgain(entry.id);
    await until(() => other.recovery.state[0]?.looking === true);
    assert.equal(await window.recovery.lookAgain(entry.id), "busy");
    go();
    assert.equal(await elsewhere, "none");
  });

  it("says why it cannot look, and does not take that for an answer", async () => {
    const window = open({ reach: () => Promise.resolve(undefined), pauses: [] });
    await window.recovery.begin();
    const entry = await lose(window, CUT, "Signed out");
    await assert.rejects(window.recovery.lookAgain(entry.id), { name: "AccountGoneError" });
    const [send] = window.recovery.state;
    assert.equal((send?.failure as Error).name, "AccountGoneError");
    assert.equal(send?.looking, false);
  });

  it("looks once more when the editor starts again", async () => {
    const before = open({ pauses: [] });
    const entry = await lose(before, ACCEPTED_AND_CUT, "After a restart");
    await before.journal.write({ ...entry, nextLook: undefined });
    before.recovery.dispose();
    const window = open({ pauses: [] });
    await window.recovery.begin();
    assert.equal(window.settled.length, 1);
  });

  it("forgets what is too old, tells of it, and keeps no text", async () => {
    const window = open({ lifetime: () => DAY });
    const entry = await lose(window, CUT, "Too old");
    await window.journal.write({ ...entry, requestedAt: Date.now() - 2 * DAY });
    await window.recovery.begin();
    assert.deepEqual(
      window.settled.map(({ entry: { id }, message }) => [id, message]),
      [[entry.id, undefined]],
    );
    assert.deepEqual(window.recovery.state, []);
    assert.deepEqual(await window.journal.entries(), []);
  });

  it("lets a person give a text up", async () => {
    const window = open({ pauses: [] });
    await window.recovery.begin();
    const entry = await lose(window, CUT, "Given up");
    await window.recovery.discard(entry.id);
    assert.deepEqual(window.recovery.state, []);
    assert.deepEqual(await window.journal.settlement(entry.id), { how: "discarded", messageId: undefined });
  });

  it("knows nothing of texts under way, sent or not sent", async () => {
    const window = open();
    await window.recovery.begin();
    await window.outbox.send(account, { to: US_NUMBER, body: "Sent", senderId: "" });
    await window.outbox.send(account, { to: "+12025550194", body: "Refused", senderId: "" });
    await window.recovery.refresh();
    assert.deepEqual(window.recovery.state, []);
  });
});

function yes(): Promise<boolean> {
  return Promise.resolve(true);
}
