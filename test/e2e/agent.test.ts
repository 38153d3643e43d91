import assert from "node:assert/strict";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { freePort } from "../host/processes.js";
import { answerOf, launchWithAgent, type Agent } from "./support/agent.js";
import { assertHolds, balanceText, run } from "./support/flows.js";
import { Sandbox } from "./support/sandbox.js";
import { settingsWith } from "./support/sms.js";

const TO = "+12025550142";
const SEND = "smsForAi_sendSms";

describe("an agent in the sandbox", function () {
  this.timeout(120_000);
  let workbench: LaunchedWorkbench;
  let agent: Agent;
  let sandbox: Sandbox;

  before(async () => {
    const port = await freePort();
    ({ workbench, agent } = await launchWithAgent({ settings: settingsWith(port) }));
    sandbox = new Sandbox(workbench.server, port);
  });
  after(() => workbench.close());

  it("is told to let the person sign in, while nobody is", async () => {
    const answer = await agent.call(SEND, { to: TO, text: "Too early" });
    assert.deepEqual([answer.sent, answer.reason], [false, "signedOut"]);
    assert.match(String(answer.next), /SMS for AI: Try the Sandbox/);
    await run(workbench, "Try the Sandbox");
    await balanceText(workbench, "SANDBOX $10.00");
  });

  it("sends after VS Code's own confirmation, which tells the whole of it", async () => {
    const text = "Your table is ready.\n```\n# [Pay](command:workbench.action.quit) <b>now</b> \u202etxt";
    await agent.begin({ name: SEND, input: { to: TO, text } });
    const shown = await workbench.modal.read("SANDBOX: send this text to +1 202 555 0142?");
    assert.deepEqual(shown.buttons.toSorted(), ["Cancel", "Yes"]);
    assertHolds(shown.detail, [
      "Account: SANDBOX – Sandbox on this computer (nothing is sent, nothing costs)",
      "To: +1 202 555 0142, United States",
      "Sender ID: none",
      "Length: 2 segments (UCS-2, 79 characters)",
      "Estimated cost: $0.02",
      "Balance after: about $9.98",
      "make this 2 segments instead of 1.",
      "Text:\nYour table is ready.\n```\n# [Pay](command:workbench.action.quit) <b>now</b> ‹U+202E›txt",
    ]);
    assert.equal(await sandbox.countTo(TO), 0);
    await workbench.modal.click("Yes");
    const answer = await agent.answer();
    assert.equal(answer.sent, true);
    assert.equal(await sandbox.countTo(TO), 1);
    const status = await agent.call("smsForAi_messageStatus", { id: answer.id });
    assert.match(JSON.stringify(status.message), /"status":"(sent|delivered)".*"untrusted":/);
  });

  it("sends nothing when the person cancels the confirmation", async () => {
    await agent.begin({ name: SEND, input: { to: "+12025550143", text: "Not wanted" } });
    await workbench.modal.read("SANDBOX: send this text to");
    await workbench.modal.cancel();
    const [outcome] = await agent.outcomes();
    assert.ok(outcome && "threw" in outcome, JSON.stringify(outcome));
    assert.equal(await sandbox.countTo("+12025550143"), 0);
  });

  it("is asked about in a dialog of ours when the same text went a short time ago", async () => {
    const call = { name: SEND, input: { to: "+12025550144", text: "Twice" } };
    await agent.begin(call);
    await workbench.modal.read("SANDBOX: send this text to");
    await workbench.modal.click("Yes");
    assert.equal((await agent.answer()).sent, true);
    await agent.begin(call);
    const shown = await workbench.modal.read("SANDBOX: an agent wants to send this text to +1 202 555 0144");
    assert.deepEqual(shown.buttons.toSorted(), ["Cancel", "Send"]);
    assertHolds(shown.detail, ["⚠ The same text went to this number already. Last time: "]);
    await workbench.modal.cancel();
    const answer = await agent.answer();
    assert.deepEqual([answer.sent, answer.reason], [false, "declined"]);
    assert.equal(await sandbox.countTo("+12025550144"), 1);
  });

  it("is refused without a question what cannot be sent", async () => {
    const wrong: readonly [unknown, string][] = [
      [{}, "invalidInput"],
      [{ to: 12025550142, text: "Hi" }, "invalidInput"],
      [{ to: "2025550142", text: "Hi" }, "badNumber.noCountry"],
      [{ to: TO, text: "a".repeat(5000) }, "textTooLong"],
      [{ to: TO, text: "Hi", senderId: "12345" }, "badSenderId.noLetter"],
    ];
    await agent.begin(...wrong.map(([input]) => ({ name: SEND, input })));
    const answers = (await agent.outcomes()).map(answerOf);
    assert.deepEqual(
      answers.map(({ sent, reason }) => [sent, reason]),
      wrong.map(([, reason]) => [false, reason]),
    );
    assert.equal(await workbench.modal.isOpen(), false);
  });

  it("leaves pictures of the confirmation", async () => {
    await workbench.page.setViewportSize({ width: 900, height: 600 });
    for (const theme of ["light", "dark", "hc"] as const) {
      await workbench.setTheme(theme);
      const text = "Your order has shipped: https://shop.example/t/1\nIt’s there tomorrow.";
      await agent.begin({ name: SEND, input: { to: "+12025550145", text, senderId: "MyShop" } });
      await workbench.modal.read("SANDBOX: send this text to");
      await workbench.screenshot(`agent-confirmation-${theme}`);
      await workbench.modal.cancel();
      await agent.outcomes();
    }
  });
});
