import assert from "node:assert/strict";
import { inTime, SecretsError } from "../../../src/core/secrets.js";
import { uncaughtDuring } from "../support/waiting.js";

function isError(kind: SecretsError["kind"]): (error: unknown) => boolean {
  return (error) => error instanceof SecretsError && error.kind === kind;
}

describe("inTime", () => {
  it("gives what the secret store gives", async () => {
    assert.equal(await inTime(() => Promise.resolve("secret"), 1000), "secret");
    assert.equal(await inTime(() => Promise.resolve<string | undefined>(undefined), 1000), undefined);
  });

  it("names a refusal, and keeps its cause", async () => {
    const cause = new Error("the keyring is locked");
    await assert.rejects(
      inTime(() => Promise.reject(cause), 1000),
      (error) => isError("rejected")(error) && (error as Error).cause === cause,
    );
    await assert.rejects(
      inTime(() => {
        throw cause;
      }, 1000),
      isError("rejected"),
    );
  });

  it("does not wait for ever", async () => {
    await assert.rejects(
      inTime(() => new Promise(() => undefined), 5),
      isError("timeout"),
    );
  });

  it("leaves no late refusal uncaught", async () => {
    let refuse: (() => void) | undefined;
    const call = (): Promise<never> =>
      new Promise((_, reject) => {
        refuse = () => {
          reject(new Error("late"));
        };
      });
    const uncaught = await uncaughtDuring(async () => {
      await assert.rejects(inTime(call, 1), isError("timeout"));
      refuse?.();
    });
    assert.deepEqual(uncaught, []);
  });
});
