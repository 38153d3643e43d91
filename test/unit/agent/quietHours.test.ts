import assert from "node:assert/strict";
import { areQuietHours, quietUntil } from "../../../src/agent/quietHours.js";

const at = (hour: number, minute = 0, day = 23): number => new Date(2026, 10, day, hour, minute).getTime();

describe("quiet hours", () => {
  for (const [setting, time, until] of [
    ["22:00-07:00", at(21, 59), undefined],
    ["22:00-07:00", at(22), at(7, 0, 24)],
    ["22:00-07:00", at(23, 59), at(7, 0, 24)],
    ["22:00-07:00", at(0), at(7)],
    ["22:00-07:00", at(6, 59), at(7)],
    ["22:00-07:00", at(7), undefined],
    ["12:30-13:30", at(12, 29), undefined],
    ["12:30-13:30", at(13), at(13, 30)],
    ["12:30-13:30", at(13, 30), undefined],
    ["20:00-24:00", at(23, 59), at(0, 0, 24)],
    ["20:00-24:00", at(0), undefined],
    ["20:00-00:00", at(23, 59), at(0, 0, 24)],
    ["00:00-24:00", at(12), at(0, 0, 24)],
    ["", at(3), undefined],
    ["  ", at(3), undefined],
  ] as const) {
    it(`of ${setting === "" ? "nothing" : setting} at ${new Date(time).toTimeString().slice(0, 5)}`, () => {
      assert.equal(quietUntil(setting, time), until);
      assert.ok(areQuietHours(setting));
    });
  }

  for (const setting of ["22:00 – 7:00", "22.00-07.00", "22:00 to 7:00", " 22:00-07:00 "]) {
    it(`are understood as ${setting}`, () => {
      assert.ok(areQuietHours(setting));
      assert.equal(quietUntil(setting, at(23)), at(7, 0, 24));
    });
  }

  for (const setting of [
    ...["22-7", "22:00", "25:00-07:00", "22:60-07:00", "24:30-07:00", "24:00-07:00", "at night"],
    ...["22:00-22:00", "10pm-7am", "22:00-07:00,12:00-13:00", "-", "off"],
  ]) {
    it(`are not understood as ${setting}`, () => {
      assert.ok(!areQuietHours(setting));
      assert.equal(quietUntil(setting, at(23)), undefined);
    });
  }
});
