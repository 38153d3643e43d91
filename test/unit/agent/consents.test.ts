import assert from "node:assert/strict";
import type { AgentOutcome } from "../../../src/agent/outcome.js";
import { useAgents, wordOf, type AgentWindow } from "../support/agents.js";
import { GB_NUMBER } from "../support/values.js";
import { useCleanup } from "../support/waiting.js";
import { signedIn } from "../support/windows.js";

describe("a confirmation of VS Code's", () => {
  const agents = useAgents(useCleanup());
  const { open } = agents;
  const listed = async (opened: AgentWindow): Promise<number> =>
    (await (await signedIn(opened.window).api()).list(undefined)).messages.length;
  let texts = 0;
  const input = (): { to: string; text: string } => ({ to: GB_NUMBER, text: `Text ${++texts}` });

  it("is missed where nothing was prepared, or another account, and used up by one send", async () => {
    const agent = await open({ allowedRecipients: ["+44 7700*"] });
    const send = (value: unknown): Promise<AgentOutcome> => agent.sender.send(value, { tool: "test" });
    await send(input());
    assert.equal(agent.asked.length, 1);
    const one = input();
    await agent.sender.prepare(one);
    await send(one);
    assert.equal(agent.asked.length, 1);
    // The same text again is a duplicate, and its confirmation is used up.
    await send(one);
    assert.equal(agent.asked.length, 2);
    const other = input();
    await agent.sender.prepare(other);
    await agents.leave(agent);
    await send(other);
    assert.equal(agent.asked.length, 3);
  });

  it("is none of a call that had no question, though one of the same was declined before", async () => {
    const agent = await open({ allowedRecipients: ["+44 7700*"] });
    const one = input();
    assert.equal((await agent.sender.prepare(one)).consent, "confirmation");
    agent.policy = { ...agent.policy, maxMessagesPerDay: 0 };
    assert.equal((await agent.sender.prepare(one)).consent, "refused");
    agent.policy = { ...agent.policy, maxMessagesPerDay: 20 };
    agent.answer = () => Promise.resolve("cancel");
    assert.equal(wordOf(await agent.sender.send(one, { tool: "test" })), "declined");
    assert.equal(agent.asked.length, 1);
    assert.equal(await listed(agent), 0);
  });
});
