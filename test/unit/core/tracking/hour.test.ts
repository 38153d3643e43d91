import assert from "node:assert/strict";
import { followForAnHour, HOUR_CASES } from "../../support/trackingHour.js";

/** Ten in a hundred of 60 requests a minute, for an hour and all windows together. */
const HOUR_LIMIT = 360;

/** What three windows may ask at once, and in a minute: half of 60 is left even then. */
const MINUTE_LIMIT = 30;

describe("following for an hour", () => {
  for (const hour of HOUR_CASES) {
    it(`leaves nine tenths of the limit to the user: ${hour.name}`, async () => {
      const { requests, worstMinute, unfinished } = await followForAnHour(hour);
      assert.ok(requests > 0 && requests < HOUR_LIMIT, `${requests} requests`);
      assert.ok(worstMinute <= MINUTE_LIMIT, `${worstMinute} requests in a minute`);
      assert.equal(unfinished, hour.delivery === undefined ? sum(hour.texts) : 0);
      if (hour.focused === 0) assert.ok(worstMinute <= hour.texts.length, `${worstMinute} in a minute`);
    });
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
