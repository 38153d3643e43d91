import assert from "node:assert/strict";
import { ApiError } from "../../../src/api/errors.js";
import type { AgentOutcome } from "../../../src/agent/outcome.js";
import type { AgentAnswer } from "../../../src/agent/question.js";
import { MAGIC_RECIPIENTS, type MagicCode } from "../../../src/sandbox/magic.js";
import { useAgents, wordOf, type AgentWindow } from "../support/agents.js";
import { textsIn } from "../support/journal.js";
import { AU_NUMBER, GB_NUMBER, newToken, US_NUMBER } from "../support/values.js";
import { deferred, settled, until, useCleanup } from "../support/waiting.js";
import { signedIn } from "../support/windows.js";

const magic = (code: MagicCode): string =>
  MAGIC_RECIPIENTS.find((recipient) => recipient.code === code)?.number ?? assert.fail(code);

describe("AgentSender", () => {
  const cleanup = useCleanup();
  const agents = useAgents(cleanup);
  const { open, openSandbox } = agents;
  const listed = async (opened: AgentWindow): Promise<number> =>
    (await (await signedIn(opened.window).api()).list(undefined)).messages.length;
  let texts = 0;
  const input = (to = GB_NUMBER, text = `Text ${++texts}`): { to: string; text: string } => ({ to, text });
  const errorOf = (outcome: AgentOutcome): string | undefined =>
    "error" in outcome && outcome.error instanceof ApiError ? outcome.error.kind : undefined;

  it("sends to an allowed recipient after VS Code's own confirmation, and tells what it did", async () => {
    const agent = await open({ allowedRecipients: ["AU"] });
    const one = { to: "+61 491 570 006", text: "See example.com: 123456 is your code", senderId: "MyApp" };
    const prepared = await agent.sender.prepare(one);
    assert.ok(prepared.consent === "confirmation");
    const { question } = prepared;
    assert.deepEqual(
      [question.number.e164, question.number.country, question.body, question.senderId],
      [AU_NUMBER, "AU", one.text, "MyApp"],
    );
    assert.deepEqual([question.segments, question.encoding, question.dryRun], [1, "GSM-7", false]);
    assert.ok(question.cost !== undefined && question.cost > 0 && question.balance === 10_000_000);
    assert.deepEqual(question.warnings, [
      { kind: "link", text: "example.com" },
      { kind: "oneTimeCode", code: "123456" },
      { kind: "senderIdRisk", risk: "registration" },
    ]);
    const outcome = await agent.sender.send(one, { tool: "test" });
    assert.ok(outcome.kind === "sent");
    assert.equal(outcome.message.to, AU_NUMBER);
    assert.equal(agent.asked.length, 0);
    assert.equal(await listed(agent), 1);
  });

  it("asks itself for any other recipient, whatever VS Code's chat is told to approve", async () => {
    const agent = await open({ allowedRecipients: ["US", "+44 7700 900124"] });
    const one = input();
    assert.equal((await agent.sender.prepare(one)).consent, "modal");
    assert.equal((await agent.sender.send(one, { tool: "test" })).kind, "sent");
    assert.equal(agent.asked.length, 1);
    agent.answer = () => Promise.resolve("cancel");
    assert.equal(wordOf(await agent.call(input())), "declined");
    assert.equal(await listed(agent), 1);
  });

  it("takes one question for a text that went before, with that in it, in the sandbox too", async () => {
    for (const agent of [await openSandbox(), await open({ allowedRecipients: ["+44 7700*"] })]) {
      const one = input();
      assert.equal((await agent.sender.prepare(one)).consent, "confirmation");
      assert.equal((await agent.sender.send(one, { tool: "test" })).kind, "sent");
      assert.equal((await agent.sender.prepare(one)).consent, "modal");
      assert.equal((await agent.sender.send(one, { tool: "test" })).kind, "sent");
      assert.equal(agent.asked.length, 1);
      assert.deepEqual(
        agent.asked[0]?.warnings.map(({ kind }) => kind),
        ["duplicate"],
      );
    }
  });

  it("sends the same text once when it is called twice at once, unless a person was told", async () => {
    const agent = await open({ allowedRecipients: ["+44 7700*"] });
    const one = input();
    await Promise.all([agent.sender.prepare(one), agent.sender.prepare(one)]);
    const words = await Promise.all(
      [1, 2].map(async () => wordOf(await agent.sender.send(one, { tool: "test" }))),
    );
    assert.ok(words.includes("sent") && (words.includes("duplicate") || agent.asked.length === 1));
  });

  it("allows a recipient for the session, of this account and this window", async () => {
    const agent = await open();
    agent.answer = () => Promise.resolve("allowForSession");
    await agent.call(input());
    assert.equal((await agent.call(input())).kind, "sent");
    assert.equal(agent.asked.length, 1);
    await agent.call(input(US_NUMBER));
    assert.equal(agent.asked.length, 2);
    const other = await open();
    await other.call(input());
    assert.equal(other.asked.length, 1);
    await agents.leave(agent);
    assert.equal((await agent.sender.prepare(input())).consent, "modal");
  });

  it("asks no more after three times no, and does after two and a yes", async () => {
    const agent = await open({ maxMessagesPerSession: 100 });
    const answers: AgentAnswer[] = ["cancel", "cancel", "send", "cancel", "cancel", "cancel", "send"];
    agent.answer = () => Promise.resolve(answers.shift() ?? "send");
    const words: string[] = [];
    for (let count = 0; count < 8; count++) words.push(wordOf(await agent.call(input())));
    const no = "declined";
    assert.deepEqual(words, [no, no, "sent", no, no, no, "declinedTooOften", "declinedTooOften"]);
    assert.equal(agent.asked.length, 6);
    agent.policy = { ...agent.policy, allowedRecipients: ["+44 7700*"] };
    assert.equal((await agent.call(input())).kind, "sent");
  });

  it("shows one question at a time, and no more than there is room for", async () => {
    const agent = await open({ maxMessagesPerDay: 3 });
    let open_ = 0;
    let most = 0;
    agent.answer = async () => {
      most = Math.max(most, ++open_);
      await settled();
      open_--;
      return "send";
    };
    const words = await Promise.all(
      Array.from({ length: 40 }, async () => wordOf(await agent.call(input()))),
    );
    assert.deepEqual([most, agent.asked.length], [1, 3]);
    assert.equal(words.filter((word) => word === "sent").length, 3);
    assert.equal(words.filter((word) => word === "limit.day").length, 37);
    assert.equal(await listed(agent), 3);
  });

  it("refuses what cannot be asked, and asks again afterwards", async () => {
    const agent = await open();
    agent.answer = () => Promise.reject(new Error("no window"));
    assert.equal(wordOf(await agent.call(input())), "cannotAsk");
    agent.answer = () => Promise.resolve("send");
    assert.equal((await agent.call(input())).kind, "sent");
  });

  it("stops where it is cancelled, and drops an answer that comes later", async () => {
    const agent = await open();
    const answered = deferred<AgentAnswer>();
    agent.answer = () => answered.promise;
    const controller = new AbortController();
    const first = agent.call(input(), controller.signal);
    const second = agent.call(input(US_NUMBER));
    await until(() => agent.asked.length === 1);
    controller.abort();
    assert.equal(wordOf(await first), "cancelled");
    await settled();
    assert.equal(agent.asked.length, 1);
    answered.resolve("allowForSession");
    assert.equal((await second).kind, "sent");
    assert.equal(await listed(agent), 1);
    assert.equal((await agent.sender.prepare(input())).consent, "modal");
    assert.equal(wordOf(await agent.call(input(), AbortSignal.abort())), "cancelled");
  });

  it("sends from no account but the one that was asked about", async () => {
    const agent = await open();
    agent.answer = async (question) => {
      await agent.window.session.signOut(question.signedIn.account.id);
      return "send";
    };
    assert.equal(wordOf(await agent.call(input())), "accountChanged");
    assert.equal(wordOf(await agent.call(input())), "notSignedIn");
  });

  it("goes by the settings as they are when a question is answered", async () => {
    const agent = await open();
    agent.answer = () => {
      agent.policy = { ...agent.policy, quietHours: "00:00-24:00" };
      return Promise.resolve("send");
    };
    assert.equal(wordOf(await agent.call(input())), "quietHours");
    agent.policy = { ...agent.policy, quietHours: "" };
    agent.answer = () => {
      agent.policy = { ...agent.policy, dryRun: true };
      return Promise.resolve("send");
    };
    assert.equal(wordOf(await agent.call(input())), "dryRun");
    agent.policy = { ...agent.policy, dryRun: false };
    agent.answer = () => {
      agent.policy = { ...agent.policy, maxMessagesPerDay: 0 };
      return Promise.resolve("send");
    };
    assert.equal(wordOf(await agent.call(input())), "limit.day");
    assert.equal(await listed(agent), 0);
  });

  it("does all but send in a dry run, and takes no yes to one for a yes to a send", async () => {
    const agent = await open({ dryRun: true, allowedRecipients: ["+44 7700*"] });
    const one = input();
    const outcome = await agent.call(one);
    assert.ok(outcome.kind === "dryRun" && outcome.question.dryRun);
    assert.deepEqual([await listed(agent), (await agent.outbox.records()).length], [0, 0]);
    await agent.sender.prepare(one);
    agent.policy = { ...agent.policy, dryRun: false };
    await agent.sender.send(one, { tool: "test" });
    assert.equal(agent.asked.length, 1);
  });

  for (const [what, code, kind, error] of [
    ["a lost answer", "cutAfterAccepted", "unknown", "connectionLost"],
    ["a fault of the server", "serverError", "unknown", "server"],
    ["too little money", "insufficientCredits", "notSent", "insufficientCredits"],
    ["a refused recipient", "invalidRecipient", "notSent", "validation"],
  ] as const) {
    it(`tells of ${what}`, async () => {
      const agent = await open();
      const outcome = await agent.call(input(magic(code)));
      assert.deepEqual([outcome.kind, errorOf(outcome)], [kind, error]);
    });
  }

  it("sends nothing with a token that was revoked while a person was asked", async () => {
    const agent = await open();
    agent.answer = async ({ signedIn: { account } }) => {
      await agent.window.accounts.save(account, newToken());
      return "send";
    };
    const outcome = await agent.call(input());
    assert.deepEqual([outcome.kind, errorOf(outcome)], ["notSent", "unauthorized"]);
  });

  it("refuses to spend what it cannot count", async () => {
    const agent = await open();
    await agents.sandbox().close();
    assert.equal(wordOf(await agent.call(input())), "priceUnknown");
    assert.equal(agent.asked.length, 0);
  });

  it("knows the price for all who ask at once", async () => {
    const agent = await open();
    const prepared = await Promise.all(Array.from({ length: 50 }, () => agent.sender.prepare(input())));
    assert.deepEqual(new Set(prepared.map(({ consent }) => consent)), new Set(["modal"]));
  });

  it("has no limits in the sandbox", async () => {
    const agent = await openSandbox();
    agent.policy = { ...agent.policy, maxMessagesPerDay: 0, maxSegments: 0, quietHours: "00:00-24:00" };
    for (let count = 0; count < 7; count++) assert.equal((await agent.call(input(US_NUMBER))).kind, "sent");
    assert.equal(agent.asked.length, 0);
    assert.ok((await agent.outbox.records()).every((record) => record.agent === undefined));
  });

  it("writes each call down, with masked numbers and no texts", async () => {
    const agent = await open({ allowedRecipients: ["+44 7700*"] });
    await agent.call(input(GB_NUMBER, "A very private text"));
    agent.answer = () => Promise.resolve("cancel");
    await agent.call(input(AU_NUMBER, "A very private text"));
    await agent.call({ to: "+447700900999x", text: "A very private text" });
    const [bad, no, sent] = await agent.activity.read();
    assert.deepEqual([bad?.outcome, bad?.reason, bad?.to], ["refused", "badNumber.letters", undefined]);
    assert.deepEqual([no?.outcome, no?.reason, no?.to], ["refused", "declined", "+61 ••• ••• •06"]);
    assert.equal(no?.country, "AU");
    const { time, session, cost, account, messageId, ...rest } = sent ?? assert.fail();
    assert.deepEqual(rest, {
      tool: "test",
      to: "+44 •••• ••••23",
      segments: 1,
      outcome: "sent",
    });
    assert.ok(time <= Date.now() && session === agent.sender.session && Number(cost) > 0);
    assert.ok(account?.kind === "other" && messageId !== undefined);
    const all = await textsIn(agents.folder());
    for (const secret of ["private", "7700900", "491570006", agents.sandbox().token])
      assert.ok(!all.includes(secret), secret);
  });
});
