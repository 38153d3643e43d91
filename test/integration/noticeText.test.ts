import assert from "node:assert/strict";
import type { Message } from "../../src/api/schemas.js";
import { noticeSteps, noticeText, type Ended } from "../../src/ui/tracking/noticeText.js";

const OWN = { id: "own", label: "Mine", baseUrl: "http://127.0.0.1:9/api/v1", kind: "sandbox" } as const;
const OTHER = {
  id: "other",
  label: "Shop\u202e",
  baseUrl: "https://sms.example.com/api",
  kind: "other",
} as const;
const NUMBER = "+12025550142";

function ended(status: string, changes: Partial<Message> = {}, account: Ended["account"] = OWN): Ended {
  return { account, message: { id: "7", status, to: NUMBER, raw: {}, ...changes } };
}

describe("the notice of deliveries", () => {
  const text = (...all: Ended[]): string => noticeText(all, OWN.id);
  const steps = (...all: Ended[]): string[] =>
    noticeSteps(all, OWN.id, { setFilter: () => Promise.resolve() }).map(({ title }) => title);

  it("says why a text could not be delivered, as far as the server says it", () => {
    assert.equal(text(ended("failed")), `The text to ${NUMBER} could not be delivered.`);
    assert.equal(text(ended("failed", { error: " " })), `The text to ${NUMBER} could not be delivered.`);
    assert.equal(
      text(ended("failed", { error: "See [this](command:quit)\nnow" })),
      `The text to ${NUMBER} could not be delivered: See [this] (command:quit)⏎now`,
    );
    assert.equal(
      text(ended("failed", { to: undefined })),
      "The text to a number that is not known (ID 7) could not be delivered.",
    );
    assert.equal(text(ended("delivered")), `The text to ${NUMBER} was delivered.`);
  });

  it("counts where there are several", () => {
    const [failed, delivered] = [ended("failed"), ended("delivered")];
    assert.equal(text(failed, failed), "2 texts could not be delivered.");
    assert.equal(text(failed, delivered), "1 text could not be delivered, 1 was delivered.");
    assert.equal(
      text(failed, failed, delivered, delivered),
      "2 texts could not be delivered, 2 were delivered.",
    );
    assert.equal(text(delivered, delivered), "2 texts were delivered.");
  });

  it("names an account that is not the window's", () => {
    const foreign = ended("failed", {}, OTHER);
    assert.equal(
      text(foreign),
      `sms.example.com – Shop‹U+202E›: The text to ${NUMBER} could not be delivered.`,
    );
    assert.equal(
      text(ended("failed"), foreign),
      "SANDBOX – Mine, sms.example.com – Shop‹U+202E›: 2 texts could not be delivered.",
    );
  });

  it("offers what helps, and nothing that would go to another account", () => {
    assert.deepEqual(steps(ended("failed")), ["Details", "Send Again"]);
    assert.deepEqual(steps(ended("delivered")), ["Details"]);
    assert.deepEqual(steps(ended("failed"), ended("failed")), ["Show"]);
    assert.deepEqual(steps(ended("failed", {}, OTHER)), ["Switch Account"]);
  });
});
