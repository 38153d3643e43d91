import assert from "node:assert/strict";
import { useAgents, wordOf } from "../support/agents.js";
import { GB_NUMBER } from "../support/values.js";
import { useCleanup } from "../support/waiting.js";

describe("an agent's input", () => {
  const { open } = useAgents(useCleanup());

  for (const [what, value, word] of [
    ["nothing", undefined, "invalidInput"],
    ["a text", "send it", "invalidInput"],
    ["a list", [], "invalidInput"],
    ["a number as a number", { to: 447700900123, text: "Hello" }, "invalidInput"],
    ["a list of recipients", { to: [GB_NUMBER], text: "Hello" }, "invalidInput"],
    ["no text", { to: GB_NUMBER }, "invalidInput"],
    ["an unknown field", { to: GB_NUMBER, text: "Hello", force: true }, "invalidInput"],
    ["a number without its country", { to: "07700 900123", text: "Hello" }, "badNumber"],
    ["a name", { to: "Alice", text: "Hello" }, "badNumber"],
    ["a blank text", { to: GB_NUMBER, text: " \n" }, "emptyText"],
    ["5,000 characters", { to: GB_NUMBER, text: "a".repeat(5000) }, "textTooLong"],
    ["four segments", { to: GB_NUMBER, text: "a".repeat(460) }, "segments"],
    ["a sender ID too long", { to: GB_NUMBER, text: "Hello", senderId: "MyApplication" }, "badSenderId"],
  ] as const) {
    it(`is refused unasked if it is or has ${what}`, async () => {
      const agent = await open();
      const prepared = await agent.sender.prepare(value);
      assert.equal(prepared.consent === "refused" && prepared.refusal.code, word);
      assert.equal(wordOf(await agent.sender.send(value, { tool: "test" })), word);
      assert.equal(agent.asked.length, 0);
    });
  }
});
