import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Message } from "../../src/api/schemas.js";
import { groupByDay, groupByRecipient } from "../../src/core/messageGroups.js";
import { messageFound } from "../../src/ui/find/findItems.js";
import { groupItem } from "../../src/ui/tree/groups.js";
import { messageItem, messageTooltip } from "../../src/ui/tree/messageItem.js";
import { selectedRow } from "../../src/ui/tree/openRow.js";

const NOW = Date.now();
const ALICE = "+12025550142";
/** Turns round what follows it, ends the line, hides itself, reads from the right, and is half a character. */
const HOSTILE = "\u202eabc\r\nd\u0007e\u200bf \u05e9\u05dc\u05d5\u05dd $(trash) \ud800";

function message(more: Partial<Message> = {}): Message {
  return { id: "7", raw: {}, ...more };
}

/** Everything that a row shows or says. */
function textsOf(item: vscode.TreeItem): string[] {
  const { label, description, tooltip, accessibilityInformation } = item;
  return [label, description, tooltip, accessibilityInformation?.label].filter(
    (text) => typeof text === "string",
  );
}

/** Holds that a line has nothing that could hide or reorder, but for isolates that are closed. */
function assertTame(line: string): void {
  assert.doesNotMatch(line, /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066\u2067]|\p{Cs}/u, line);
  const [opened, closed] = ["\u2068", "\u2069"].map((mark) => line.split(mark).length);
  assert.equal(opened, closed, line);
  // Right-to-left letters stand within isolates alone.
  assert.doesNotMatch(line.replace(/\u2068[^\u2069]*\u2069/g, ""), /[\u0590-\u08ff]/, line);
}

describe("a row of a message", () => {
  it("can do with an id alone", () => {
    const item = messageItem(message(), "", false, false);
    assert.equal(item.label, "Message 7");
    assert.equal(item.description, "");
    assert.equal(item.contextValue, "message");
    assert.equal(item.accessibilityInformation?.label, "Message 7, status unknown");
    assert.equal(messageTooltip(message()), "Status: status unknown\nID: 7");
  });

  it("tells what a lean list tells", () => {
    const lean = message({ status: "delivered", to: ALICE, price: 7900 });
    assert.equal(messageItem(lean, "", false, false).label, ALICE);
    assert.match(messageTooltip(lean), /^To: \+12025550142\nStatus: delivered\nPrice: \$0\.0079\nID: 7$/);
    // Below its recipient, where there is no text.
    assert.equal(messageItem(lean, "", false, true).label, ALICE);
  });

  it("says a status that has no icon of its own", () => {
    const item = messageItem(message({ status: "queued", to: ALICE, body: "Hi" }), "now", false, false);
    assert.equal(item.description, "queued · now · Hi");
    assert.equal(item.accessibilityInformation?.label, `${ALICE}, queued, now, Hi`);
  });

  it("shows hostile words visibly, and lets them reorder nothing", () => {
    const hostile = message({
      id: HOSTILE,
      to: HOSTILE,
      status: HOSTILE,
      senderId: HOSTILE,
      error: HOSTILE,
      body: HOSTILE,
    });
    for (const below of [false, true]) {
      const texts = textsOf(messageItem(hostile, "now", true, below));
      assert.equal(texts.length, 3);
      for (const line of texts) assertTame(line);
    }
    const [facts = "", body = ""] = messageTooltip(hostile).split("\n\n");
    for (const line of facts.split("\n")) assertTame(line);
    assert.match(body, /^‹U\+202E›abc\nd␇e‹U\+200B›f/);
  });

  it("is as tame where it was found, and takes no icon from its words", () => {
    const { label, description, detail } = messageFound(
      message({ id: HOSTILE, to: HOSTILE, status: HOSTILE, senderId: HOSTILE, body: HOSTILE }),
      NOW,
    );
    for (const line of [label, description ?? "", detail ?? ""]) {
      assertTame(line);
      assert.doesNotMatch(line, /(?<!\\)\$\(/, line);
    }
    assert.equal(messageFound(message(), NOW).label, "Message 7");
  });
});

describe("the row that is opened", () => {
  it("is the selected one, also while all rows are drawn anew", async () => {
    const row = { kind: "more", id: "more", count: 0 } as const;
    let looks = 0;
    const view = {
      get selection() {
        return ++looks < 4 ? [] : [row];
      },
    };
    assert.equal(await selectedRow(view), row);
  });
});

describe("a row of a group", () => {
  const row = (groups: ReturnType<typeof groupByDay>): vscode.TreeItem[] =>
    groups.map((group) => groupItem({ kind: "group", id: group.key, group, rows: [] }, false));

  it("names the day, counts, and says what failed", () => {
    const day = 86_400_000;
    const noon = new Date(NOW).setHours(12, 0, 0, 0);
    const items = row(
      groupByDay(
        [
          message({ createdAt: noon, status: "failed" }),
          message({ createdAt: noon }),
          message({ createdAt: noon - day }),
          message(),
        ],
        noon,
      ),
    );
    assert.deepEqual(
      items.map(({ label, description }) => [label, description]),
      [
        ["Today", "2 · 1 failed"],
        ["Yesterday", "1"],
        ["No date", "1"],
      ],
    );
    assert.deepEqual(
      items.map(({ accessibilityInformation }) => accessibilityInformation?.label),
      ["Today, 2 messages, 1 failed", "Yesterday, 1 message", "No date, 1 message"],
    );
    assert.ok(
      items.every(({ collapsibleState }) => collapsibleState === vscode.TreeItemCollapsibleState.Expanded),
    );
  });

  it("is tame whatever a recipient is called", () => {
    const items = row(groupByRecipient([message({ to: HOSTILE }), message()]));
    for (const item of items) {
      for (const line of textsOf(item).flatMap((text) => text.split("\n"))) assertTame(line);
    }
    assert.equal(items.at(-1)?.label, "No recipient");
  });
});
