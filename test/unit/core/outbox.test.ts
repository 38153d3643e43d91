import assert from "node:assert/strict";
import { ApiError } from "../../../src/api/errors.js";
import type { Outbox, Sent } from "../../../src/core/outbox.js";
import {
  bodyLength,
  MAX_BODY,
  preflight,
  PreflightError,
  type OutgoingText,
  type SendOutcome,
} from "../../../src/core/sending.js";
import type { SignedIn } from "../../../src/core/session.js";
import { MAGIC_RECIPIENTS, type MagicCode } from "../../../src/sandbox/magic.js";
import {
  cut,
  json,
  startServer,
  text,
  type Answer,
  type Received,
  type ScriptedServer,
} from "../support/httpServer.js";
import { outboxOver, temporaryFiles } from "../support/journal.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { newToken, US_NUMBER } from "../support/values.js";
import { uncaughtDuring, useCleanup } from "../support/waiting.js";
import { Machine, signedIn, signIn } from "../support/windows.js";

const TEXT: OutgoingText = { to: US_NUMBER, body: "Hello", senderId: "" };

describe("preflight", () => {
  for (const [what, change, problem] of [
    ["a text as it should be", {}, undefined],
    ["an empty text", { body: "" }, "emptyText"],
    ["a blank text", { body: " \n\t\u00a0" }, "emptyText"],
    ["1600 characters", { body: "a".repeat(MAX_BODY) }, undefined],
    ["1601 characters", { body: "a".repeat(MAX_BODY + 1) }, "textTooLong"],
    ["1600 emoji, which are 3200 UTF-16 units", { body: "😀".repeat(MAX_BODY) }, undefined],
    ["1601 emoji", { body: "😀".repeat(MAX_BODY + 1) }, "textTooLong"],
    ["no number", { to: "" }, "badNumber"],
    ["a number that is not in E.164", { to: "202 555 0123" }, "badNumber"],
    ["a number with spaces", { to: "+1 202 555 0123" }, "badNumber"],
    ["a number with a line break behind it", { to: `${US_NUMBER}\n` }, "badNumber"],
    ["a number that begins with 0", { to: "+02025550123" }, "badNumber"],
    ["a number of 16 digits", { to: `${US_NUMBER}01234` }, "badNumber"],
  ] as const) {
    it(`finds ${problem ?? "nothing"} in ${what}`, () => {
      assert.equal(preflight({ ...TEXT, ...change }), problem);
    });
  }

  it("counts characters", () => {
    assert.equal(bodyLength(""), 0);
    assert.equal(bodyLength("a😀ж"), 3);
  });
});

describe("Outbox", () => {
  const cleanup = useCleanup();
  let outbox: Outbox;
  let sent: Sent[];
  beforeEach(async () => {
    ({ outbox } = outboxOver((await temporaryFiles(cleanup)).files));
    sent = [];
    outbox.onDidSend((event) => sent.push(event));
  });

  async function accountAt(baseUrl: string, token = newToken()): Promise<SignedIn> {
    const window = new Machine().open();
    cleanup(() => {
      window.dispose();
    });
    await signIn(window, baseUrl, token);
    return signedIn(window);
  }
  async function serve(answer: Answer): Promise<{ server: ScriptedServer; account: SignedIn }> {
    const server = await startServer(answer);
    cleanup(() => server.close());
    return { server, account: await accountAt(server.baseUrl) };
  }

  it("sends once, and tells whoever shows messages", async () => {
    const { server, account } = await serve(json({ sms: { id: 7, status: "sent" }, balance: "9.99" }));
    const outcome = await outbox.send(account, { ...TEXT, senderId: "MyApp" });
    assert.ok(outcome.kind === "sent");
    assert.equal(outcome.message.id, "7");
    assert.equal(outcome.balance, 9_990_000);
    assert.deepEqual(sent, [
      { signedIn: account, message: outcome.message, balance: 9_990_000, remaining: undefined },
    ]);
    const [request, ...others] = sends(server);
    assert.equal(others.length, 0);
    assert.deepEqual(JSON.parse(request?.body ?? ""), {
      to: US_NUMBER,
      body: "Hello",
      sender_id: "MyApp",
    });
  });

  it("completes a lean answer with what was sent, and believes a full one", async () => {
    const lean = await serve(json({ id: 7 }));
    const before = Date.now();
    const completed = await outbox.send(lean.account, { ...TEXT, senderId: "MyApp" });
    assert.ok(completed.kind === "sent");
    const { to, body, senderId, createdAt = 0 } = completed.message;
    assert.deepEqual({ to, body, senderId }, { to: US_NUMBER, body: "Hello", senderId: "MyApp" });
    assert.ok(createdAt >= before && createdAt <= Date.now());
    const full = await serve(
      json({ id: 8, to: "+12025550100", body: "Hello!", sender_id: "App", created_at: 5 }),
    );
    const believed = await outbox.send(full.account, TEXT);
    assert.ok(believed.kind === "sent");
    assert.equal(believed.message.body, "Hello!");
    assert.equal(believed.message.senderId, "App");
    assert.equal(believed.message.createdAt, 5000);
    assert.equal(believed.balance, undefined);
  });

  it("asks nothing when the text cannot be sent as it is", async () => {
    const { server, account } = await serve(json({ id: 7 }));
    const outcome = await outbox.send(account, { ...TEXT, body: " " });
    assert.ok(outcome.kind === "notSent" && outcome.error instanceof PreflightError);
    assert.equal(outcome.error.problem, "emptyText");
    assert.equal(server.received.length, 0);
    assert.deepEqual(sent, []);
  });

  it("lets no listener turn a sent message into a failure", async () => {
    const { account } = await serve(json({ id: 7 }));
    const { outbox: failing } = outboxOver((await temporaryFiles(cleanup)).files);
    let told = 0;
    failing.onDidSend(() => {
      throw new Error("a bug in a view");
    });
    failing.onDidSend(() => told++);
    let outcome: SendOutcome | undefined;
    const uncaught = await uncaughtDuring(async () => {
      outcome = await failing.send(account, TEXT);
    });
    assert.equal(outcome?.kind, "sent");
    assert.equal(told, 1);
    assert.equal(uncaught.length, 1);
  });

  for (const [what, answer, kind] of [
    ["refused", text("", 422), "notSent"],
    ["limited", text("", 429, { "Retry-After": "0" }), "notSent"],
    ["not authorized", text("", 401), "notSent"],
    ["failed by the server", text("", 500), "unknown"],
    ["too late", text("", 504), "unknown"],
    ["redirected", text("", 307, { Location: "/" }), "unknown"],
    ["answered with HTML", text("<html>"), "unknown"],
    ["answered with nothing", text(""), "unknown"],
    ["cut", cut, "unknown"],
  ] as const) {
    it(`is ${kind}, and never repeated, when it is ${what}`, async () => {
      const { server, account } = await serve(answer);
      const outcome = await outbox.send(account, TEXT);
      assert.equal(outcome.kind, kind);
      assert.ok("error" in outcome && outcome.error instanceof ApiError);
      assert.equal(sends(server).length, 1);
      assert.deepEqual(sent, []);
    });
  }

  it("did not send when it was cancelled before, or when the account is gone", async () => {
    const { server, account } = await serve(json({ id: 7 }));
    assert.equal((await outbox.send(account, TEXT, { signal: AbortSignal.abort() })).kind, "notSent");
    const window = new Machine().open();
    cleanup(() => {
      window.dispose();
    });
    const gone = await signIn(window, server.baseUrl, newToken());
    const state = signedIn(window);
    await window.session.signOut(gone.id);
    assert.equal((await outbox.send(state, TEXT)).kind, "notSent");
    assert.equal(sends(server).length, 0);
  });

  it("does not know what came of a text whose sending failed in a way that nobody foresaw", async () => {
    const { account } = await serve(json({ id: 7 }));
    const odd = {
      ...account,
      api: () => Promise.resolve({ send: () => Promise.reject(new TypeError("odd")) }),
    };
    const outcome = await outbox.send(odd as unknown as SignedIn, TEXT);
    assert.ok(outcome.kind === "unknown");
    assert.equal((outcome.error.cause as Error).message, "odd");
  });

  it("sent nothing if the client could not be loaded", async () => {
    const { account } = await serve(json({ id: 7 }));
    const broken: SignedIn = { ...account, api: () => Promise.reject(new Error("no such file")) };
    assert.equal((await outbox.send(broken, TEXT)).kind, "notSent");
  });

  describe("with the sandbox's magic recipients", () => {
    let sandbox: TestSandbox;
    before(async () => {
      sandbox = await startSandbox({ slowAnswerMs: 50, startingCreditsUsd: 100 });
    });
    after(() => sandbox.close());

    const expected: Readonly<Record<MagicCode, readonly [kind: SendOutcome["kind"], accepted: number]>> = {
      staysSent: ["sent", 1],
      deliveryFailure: ["sent", 1],
      slowAnswer: ["sent", 1],
      insufficientCredits: ["notSent", 0],
      spendingLimit: ["notSent", 0],
      ipNotWhitelisted: ["notSent", 0],
      invalidRecipient: ["notSent", 0],
      rateLimited: ["notSent", 0],
      serverError: ["unknown", 0],
      errorAfterAccepted: ["unknown", 1],
      cutBeforeAccepted: ["unknown", 0],
      cutAfterAccepted: ["unknown", 1],
    };
    for (const { code, number } of MAGIC_RECIPIENTS) {
      const [kind, accepted] = expected[code];
      it(`${code}: ${kind}`, async () => {
        const account = await accountAt(sandbox.baseUrl, sandbox.token);
        const outcome = await outbox.send(account, { ...TEXT, to: number });
        assert.equal(outcome.kind, kind);
        const { messages } = await (await account.api()).list(undefined);
        assert.equal(messages.filter(({ to }) => to === number).length, accepted);
        assert.equal(sent.length, kind === "sent" ? 1 : 0);
      });
    }
  });
});

/** The requests to send: the list that is read before them is not one. */
function sends({ received }: ScriptedServer): Received[] {
  return received.filter(({ method }) => method === "POST");
}
