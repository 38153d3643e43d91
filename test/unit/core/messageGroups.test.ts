import assert from "node:assert/strict";
import type { Message } from "../../../src/api/schemas.js";
import { groupByDay, groupByRecipient } from "../../../src/core/messageGroups.js";

const ALICE = "+12025550142";
const BOB = "+447700900123";
/** A Sunday on which clocks change in Europe; whatever the time zone, local noon is on that day. */
const NOW = new Date(2026, 2, 29, 12).getTime();

function message(id: string, more: Partial<Message> = {}): Message {
  return { id, raw: {}, ...more };
}

function at(daysAgo: number, hour = 12): number {
  return new Date(2026, 2, 29 - daysAgo, hour).getTime();
}

describe("groups of messages by day", () => {
  it("begin at local midnight, whatever the length of the day", () => {
    const groups = groupByDay(
      [
        message("6", { createdAt: at(0, 0) }),
        message("5", { createdAt: at(1, 23) }),
        message("4", { createdAt: at(1, 0) }),
        message("3", { createdAt: at(2, 23) }),
        message("2", { createdAt: at(30) }),
      ],
      NOW,
    );
    assert.deepEqual(
      groups.map(({ key, messages }) => [key, messages.map(({ id }) => id)]),
      [
        ["day:2026-03-29", ["6"]],
        ["day:2026-03-28", ["5", "4"]],
        ["day:2026-03-27", ["3"]],
        ["day:2026-02-27", ["2"]],
      ],
    );
    assert.deepEqual(
      groups.map(({ subject }) => (subject.kind === "day" ? subject.daysAgo : undefined)),
      [0, 1, 2, 30],
    );
  });

  it("have the newest day first even where the list is not in order, and what has no date last", () => {
    const groups = groupByDay(
      [
        message("none"),
        message("never", { createdAt: NaN }),
        ...[3, -1, 0, 3].map((days, index) => message(String(index), { createdAt: at(days) })),
      ],
      NOW,
    );
    assert.deepEqual(
      groups.map(({ key, messages }) => [key, messages.map(({ id }) => id)]),
      [
        ["day:2026-03-30", ["1"]],
        ["day:2026-03-29", ["2"]],
        ["day:2026-03-26", ["0", "3"]],
        ["day:none", ["none", "never"]],
      ],
    );
  });

  it("count what failed", () => {
    const [day] = groupByDay(
      ["failed", "delivered", "queued", "failed", undefined].map((status, index) =>
        message(String(index), { status, createdAt: NOW }),
      ),
      NOW,
    );
    assert.equal(day?.failed, 2);
  });
});

describe("groups of messages by recipient", () => {
  it("come in the order of the list, each number once, and those without one last", () => {
    const groups = groupByRecipient([
      message("5"),
      message("4", { to: BOB }),
      message("3", { to: ALICE }),
      message("2", { to: " " }),
      message("1", { to: "+44 7700 900-123", status: "failed" }),
    ]);
    assert.deepEqual(
      groups.map(({ key, messages, failed }) => [key, messages.map(({ id }) => id), failed]),
      [
        [`to:${BOB}`, ["4", "1"], 1],
        [`to:${ALICE}`, ["3"], 0],
        ["to:", ["5", "2"], 0],
      ],
    );
  });

  it("take a recipient whose name is that of a property for what it is", () => {
    const names = ["none", "constructor", "__proto__"];
    const groups = groupByRecipient([
      message("0"),
      ...names.map((to, index) => message(String(index + 1), { to })),
    ]);
    assert.deepEqual(
      groups.map(({ subject, messages }) => [
        subject.kind === "recipient" ? subject.to : "",
        messages.length,
      ]),
      [...names.map((name) => [name, 1]), ["", 1]],
    );
    assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
  });
});
