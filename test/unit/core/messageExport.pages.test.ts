import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message } from "../../../src/api/schemas.js";
import { exportText } from "../../../src/core/exportRows.js";
import { exportMessages, ExportTargetError } from "../../../src/core/messageExport.js";
import type { ReadPage } from "../../../src/core/messagePages.js";
import { replaceFile } from "../../../src/platform/node.js";
import { US_NUMBER } from "../support/values.js";
import { useCleanup } from "../support/waiting.js";

/** So many messages. */
function messages(count: number): Message[] {
  return Array.from({ length: count }, (_, id) => ({ id: String(id), to: US_NUMBER, raw: {} }));
}

/** A reading that gives these pages. */
async function* pagesOf(...pages: readonly Partial<ReadPage>[]): AsyncGenerator<ReadPage> {
  await Promise.resolve();
  for (const page of pages) yield { messages: [], total: undefined, uncertain: false, ...page };
}

describe("exportMessages of given pages", () => {
  const cleanup = useCleanup();
  let path: string;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "sms-for-ai-unit-"));
    cleanup(() => rm(folder, { recursive: true, force: true }));
    path = join(folder, "messages");
  });

  it("leaves nothing when the disk is full in the middle", async () => {
    let discarded = 0;
    const full = exportMessages({
      pages: pagesOf({ messages: messages(1) }, { messages: messages(1) }, { messages: messages(1) }),
      text: exportText("csv", () => undefined),
      open: () => {
        let writes = 0;
        const write = (): Promise<void> =>
          ++writes > 2 ? Promise.reject(Object.assign(new Error(), { code: "ENOSPC" })) : Promise.resolve();
        const discard = (): Promise<void> => {
          discarded++;
          return Promise.resolve();
        };
        return Promise.resolve({ write, discard, commit: () => assert.fail(), abandon: () => undefined });
      },
      signal: new AbortController().signal,
    });
    await assert.rejects(full, ExportTargetError);
    assert.equal(discarded, 1);
  });

  it("lets others have their turn within a page, and ends when it is told to", async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      stop.abort(new Error("enough"));
    }, 5);
    // Without a pause, the whole page would be done before the timer.
    const slow = (): void => {
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    let written = 0;
    const job = exportMessages({
      pages: pagesOf({ messages: messages(1000) }),
      text: exportText("json", () => {
        written++;
        slow();
        return undefined;
      }),
      open: () => replaceFile(path),
      signal: stop.signal,
    });
    await assert.rejects(job, /enough/);
    clearTimeout(timer);
    assert.ok(written < 1000);
  });

  it("says so if it cannot be sure that none is missing", async () => {
    const done = await exportMessages({
      pages: pagesOf({ messages: messages(1), uncertain: true }, { messages: messages(1) }),
      text: exportText("json", () => undefined),
      open: () => replaceFile(path),
      signal: new AbortController().signal,
    });
    assert.deepEqual(done, { count: 2, uncertain: true });
  });
});
