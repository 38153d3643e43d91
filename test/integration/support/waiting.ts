import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

/** Looks again and again until `find` gives something (10 s at most). */
export async function eventually<T>(what: string, find: () => T | PromiseLike<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== null && found !== false) return found;
    assert.ok(Date.now() < deadline, `waited 10 s for ${what}`);
    await delay(20);
  }
}
