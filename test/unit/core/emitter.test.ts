import assert from "node:assert/strict";
import { Emitter } from "../../../src/core/emitter.js";
import { uncaughtDuring } from "../support/waiting.js";

describe("Emitter", () => {
  it("tells every listener until it is disposed", () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ["first 1", "second 1", "second 2"]);
  });

  it("lets the same listener subscribe twice", () => {
    const emitter = new Emitter<undefined>();
    let heard = 0;
    const listener = (): number => heard++;
    const one = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(undefined);
    one.dispose();
    emitter.fire(undefined);
    assert.equal(heard, 3);
  });

  it("lets listeners come and go while it fires", () => {
    const emitter = new Emitter<undefined>();
    let late = 0;
    const self = emitter.event(() => {
      self.dispose();
      emitter.event(() => late++);
    });
    emitter.fire(undefined);
    assert.equal(late, 0);
    emitter.fire(undefined);
    assert.equal(late, 1);
  });

  it("keeps a listener's error from the others and from whoever fires, and hides it from nobody", async () => {
    const emitter = new Emitter<undefined>();
    const bug = new Error("a bug in a view");
    let heard = 0;
    emitter.event(() => {
      throw bug;
    });
    emitter.event(() => heard++);
    const uncaught = await uncaughtDuring(() => {
      emitter.fire(undefined);
    });
    assert.equal(heard, 1);
    assert.deepEqual(uncaught, [bug]);
  });
});
