import assert from "node:assert/strict";
import type { MessagePage } from "../../../src/api/schemas.js";
import { mergeFirstPage } from "../../../src/core/firstPage.js";
import { appendPage } from "../../../src/core/furtherPage.js";
import { upsert, type MessageList } from "../../../src/core/messageList.js";
import { idsOf as ids, message, page } from "../support/listed.js";

describe("appendPage", () => {
  const list = appendPage(mergeFirstPage(undefined, page([9, 8, 7], 2)), page([6, 5, 4], 3));

  it("passes over what new messages have shifted into a further page", () => {
    assert.deepEqual(ids(appendPage(list, page([11, 10, 9], 4))), ids(list));
    assert.deepEqual(ids(appendPage(list, page([5, 4, 3], 4))), [9, 8, 7, 6, 5, 4, 3]);
    assert.deepEqual(ids(appendPage(list, page([10, 9, 3], 4))), [9, 8, 7, 6, 5, 4, 3]);
    assert.deepEqual(ids(appendPage(list, page([13, 12, 11], 4))), ids(list));
  });

  it("knows one that arrived again where neither ids nor times say what is newer", () => {
    const named = (...names: string[]): MessagePage => ({
      ...page([], 3),
      messages: names.map((id) => ({ ...message(0), id })),
    });
    const arrived = upsert(mergeFirstPage(undefined, named("c", "b")), { ...message(0), id: "d" }, undefined);
    const longer = appendPage(arrived, named("d", "a"));
    assert.deepEqual(
      longer.messages.map(({ id }) => id),
      ["d", "c", "b", "a"],
    );
  });

  it("takes out what has left between the rows of a page, and puts what was missed in its place", () => {
    const sent = (...rows: readonly number[]): MessageList => appendPage(list, page(rows, 4), "sent");
    assert.deepEqual(ids(sent(7, 4, 3)), [9, 8, 7, 4, 3]);
    // Whether 9 has left cannot be told: 10 may be above it or not.
    assert.deepEqual(ids(sent(10, 8, 7)), [9, 8, 7, 6, 5, 4]);
    // Known to be newer than 7, which has left since it is not below 8.
    const gaps = appendPage(mergeFirstPage(undefined, page([9, 7, 5], 2)), page([4], 3));
    assert.deepEqual(ids(appendPage(gaps, page([8, 5, 3], 4), "sent")), [9, 8, 5, 3]);
    assert.deepEqual(ids(appendPage(gaps, page([8, 5, 3], 4))), [9, 8, 7, 5, 4, 3]);
  });

  it("takes nothing out that a page has, in whatever order", () => {
    assert.deepEqual(ids(appendPage(list, page([7, 4, 5, 3], 4), "sent")), [9, 8, 7, 5, 4, 3]);
  });

  it("takes no row of a page twice", () => {
    assert.deepEqual(ids(appendPage(list, page([5, 4, 4, 3], 4))), [9, 8, 7, 6, 5, 4, 3]);
  });
});
