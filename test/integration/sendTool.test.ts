import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { AgentQuestion } from "../../src/agent/question.js";
import { SEND_TOOL } from "../../src/agent/tools/names.js";
import type { ReadingTool } from "../../src/agent/tools/readingTools.js";
import { AgentTools } from "../../src/ui/agent/agentTools.js";
import { askInDialog, dialogDetail } from "../../src/ui/agent/ask.js";
import { confirmationMarkdown } from "../../src/ui/agent/confirmation.js";
import { useAgents, type AgentWindow } from "../unit/support/agents.js";
import { GB_NUMBER } from "../unit/support/values.js";
import { useCleanup } from "../unit/support/waiting.js";
import { signedIn } from "../unit/support/windows.js";
import { eventually } from "./support/waiting.js";
import { answerOf, callTool, type Answer } from "./support/tools.js";

const { token } = new vscode.CancellationTokenSource();
const noReading: ReadingTool = () => Promise.resolve({});

/** The tools of a window whose person answers as the test says: the same classes, another asker. */
function toolsOf({ sender }: AgentWindow): AgentTools {
  return new AgentTools({
    sender,
    reading: {
      smsForAi_estimateSms: noReading,
      smsForAi_listMessages: noReading,
      smsForAi_messageStatus: noReading,
      smsForAi_balance: noReading,
      smsForAi_countryPrice: noReading,
    },
  });
}

describe("the tool that sends", () => {
  const cleanup = useCleanup();
  const { open, openSandbox } = useAgents(cleanup);
  const listed = async (agent: AgentWindow): Promise<number> =>
    (await (await signedIn(agent.window).api()).list(undefined)).messages.length;
  const input = (text: string): unknown => ({ to: GB_NUMBER, text });
  const send = async (tools: AgentTools, given: unknown): Promise<Answer> =>
    answerOf(await tools.invoke(SEND_TOOL, given, token));

  it("has VS Code confirm in the sandbox and for allowed recipients, and asks nothing itself", async () => {
    for (const agent of [await openSandbox(), await open({ allowedRecipients: ["GB", "+44*"] })]) {
      const tools = toolsOf(agent);
      const prepared = await tools.prepare(SEND_TOOL, input("Hello"), token);
      assert.ok(prepared.confirmationMessages);
      const { message } = prepared.confirmationMessages;
      assert.ok(message instanceof vscode.MarkdownString);
      assert.deepEqual([message.isTrusted ?? false, message.supportHtml ?? false], [false, false]);
      assert.match(message.value, /\n\n```text\nHello\n```\n$/);
      const before = await listed(agent);
      assert.equal((await send(tools, input("Hello"))).sent, true);
      assert.equal(await listed(agent), before + 1);
      assert.deepEqual(agent.asked, []);
    }
  });

  it("asks itself for any other recipient, and VS Code nothing", async () => {
    const agent = await open();
    const tools = toolsOf(agent);
    const prepared = await tools.prepare(SEND_TOOL, input("Hello"), token);
    assert.equal(prepared.confirmationMessages, undefined);
    agent.answer = () => Promise.resolve("cancel");
    assert.equal((await send(tools, input("Hello"))).reason, "declined");
    agent.answer = () => Promise.resolve("send");
    assert.equal((await send(tools, input("Hello"))).sent, true);
    assert.equal(agent.asked.length, 2);
    assert.equal(await listed(agent), 1);
  });

  it("asks itself where nobody prepared: a yes that was never asked for is none", async () => {
    const agent = await open({ allowedRecipients: ["+44*"] });
    agent.answer = () => Promise.resolve("cancel");
    assert.equal((await send(toolsOf(agent), input("Hello"))).reason, "declined");
    assert.equal(await listed(agent), 0);
  });

  it("is refused where the dialog cannot be shown, as under tests", async () => {
    const agent = await open();
    agent.answer = askInDialog;
    const answer = await send(toolsOf(agent), input("Hello"));
    assert.deepEqual([answer.sent, answer.reason], [false, "cannotAsk"]);
    assert.equal(await listed(agent), 0);
  });

  it("sends no more than the limit of hundreds of calls at once, and answers all", async () => {
    const agent = await open({ maxMessagesPerSession: 3 });
    const answers: Answer[] = [];
    // The person answers when nobody else waits: what has no place any more is refused without them.
    agent.answer = async () => {
      await eventually("the refusal of the others", () => answers.length >= 197);
      return "send";
    };
    const tools = toolsOf(agent);
    const calls = Array.from({ length: 200 }, async (_, index) => {
      answers.push(await send(tools, input(`Text ${index}`)));
    });
    await Promise.all(calls);
    assert.equal(await listed(agent), 3);
    assert.equal(answers.filter(({ sent }) => sent === true).length, await listed(agent));
    for (const { next } of answers) assert.ok(typeof next === "string" && next !== "");
    assert.equal(agent.asked.length, 3);
  });

  it("takes whatever a model makes up as the extension registers it, and sends none of it", async () => {
    for (const [given, reason] of [
      [{}, "invalidInput"],
      [{ to: 1, text: "Hi" }, "invalidInput"],
      [{ to: GB_NUMBER, text: "Hi", body: "Hi" }, "invalidInput"],
      [{ to: "07700 900123", text: "Hi" }, "badNumber.noCountry"],
      [{ to: GB_NUMBER, text: "a".repeat(5000) }, "textTooLong"],
    ] as const) {
      const answer = await callTool(SEND_TOOL, given);
      assert.equal(answer.sent, false);
      // Whatever account the window has by now: none is told before the others.
      assert.ok([reason, "signedOut"].includes(String(answer.reason)), JSON.stringify(answer));
    }
  });
});

describe("the question before an agent's send", () => {
  const question: AgentQuestion = {
    signedIn: {
      kind: "signedIn",
      account: {
        id: "a",
        label: "Eve](command:x) `$(zap)` <img src=x> https://evil.example\nTo: me",
        baseUrl: "https://sms.example/api/v1",
        kind: "other",
        owner: { permissions: [] },
      },
      api: () => Promise.reject(new Error("not asked")),
    },
    number: { e164: GB_NUMBER, formatted: "+44 7700 900123", country: "GB", doubtful: false },
    body: "Hi\n````\n[x](command:y) \u202eabc\u200b\n# Big",
    senderId: "",
    segments: 1,
    encoding: "UCS-2",
    cost: 40_000,
    unsure: false,
    balance: 1_000_000,
    warnings: [{ kind: "link", text: "https://evil.example/`x`" }],
    dryRun: false,
  };

  it("holds text from outside in code, which it cannot end", () => {
    const markdown = confirmationMarkdown(question);
    assert.match(
      markdown,
      /\n`````text\nHi\n````\n\[x\]\(command:y\) ‹U\+202E›abc‹U\+200B›\n# Big\n`````\n$/,
    );
    const lines = markdown.slice(0, markdown.indexOf("\n`````text")).split("\n");
    const outside = lines.filter((line) => /evil|command|<img/.test(line));
    assert.equal(outside.length, 2);
    for (const line of outside) assert.match(line, /^(``+) .* \1( {2})?$/);
    assert.ok(lines.some((line) => line.includes("⏎To: me")));
  });

  it("stands on lines of its own in the dialog", () => {
    const lines = dialogDetail(question).split("\n");
    assert.equal(lines.filter((line) => line.startsWith("To: ")).length, 1);
    assert.ok(lines.indexOf("Hi") > lines.findIndex((line) => line.startsWith("Balance")));
  });

  it("names some links and counts the others, so that the facts stay in sight", () => {
    const warnings: AgentQuestion["warnings"] = [
      ...Array.from({ length: 20 }, (_, at) => ({
        kind: "link" as const,
        text: `https://l${at}.example`,
      })),
      { kind: "doubtfulNumber" },
    ];
    const lines = dialogDetail({ ...question, warnings }).split("\n");
    assert.match(lines[lines.indexOf("⚠ More links in the text: 17") + 1] ?? "", /numbering plan/);
    assert.deepEqual(
      lines.filter((line) => line.includes("link")),
      [0, 1, 2]
        .map((at) => `⚠ The text has a link: https://l${at}.example`)
        .concat("⚠ More links in the text: 17"),
    );
    assert.deepEqual(
      dialogDetail({ ...question, warnings: warnings.slice(0, 3) })
        .split("\n")
        .filter((line) => line.includes("More links")),
      [],
    );
  });

  it("counts rows of empty lines, behind which a text could hide", () => {
    const hiding = { ...question, body: `Hi${"\n ".repeat(300)}\nhidden\n\n\nfew` };
    for (const shown of [dialogDetail(hiding), confirmationMarkdown(hiding)])
      assert.match(shown, /\nHi\n‹300 empty lines›\nhidden\n\n\nfew/);
  });

  it("takes no yes that comes before it could be read", async () => {
    const { showWarningMessage } = vscode.window;
    const answers: string[] = [];
    const answering = (...given: (string | undefined)[]): void => {
      Object.assign(vscode.window, {
        showWarningMessage: (_: string, __: unknown, ...buttons: string[]) => {
          answers.push(buttons.join());
          return Promise.resolve(given.shift());
        },
      });
    };
    try {
      const { signal } = new AbortController();
      answering("Send", "Allow for Session", undefined);
      assert.equal(await askInDialog(question, signal), "cancel");
      assert.deepEqual(answers, Array(3).fill("Send,Allow for Session"));
      answering(undefined);
      assert.equal(await askInDialog({ ...question, dryRun: true }, signal), "cancel");
      assert.equal(answers.at(-1), "Dry Run,Allow for Session");
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
    }
  });
});
