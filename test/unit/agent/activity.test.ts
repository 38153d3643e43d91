import assert from "node:assert/strict";
import { appendFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Activity, type ActivityRecord } from "../../../src/agent/activity.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import { temporaryFiles } from "../support/journal.js";
import { useCleanup } from "../support/waiting.js";

const recordOf = (reason: string): ActivityRecord => ({
  time: 1_800_000_000_000,
  tool: "smsForAi_sendSms",
  session: "session-1",
  account: { id: "account-1", kind: "live", label: "Work" },
  to: "+44 •••• ••••23",
  country: "GB",
  segments: 1,
  cost: 41_000,
  outcome: "refused",
  reason,
});

describe("the audit trail of agents", () => {
  const cleanup = useCleanup();
  let folder: string;
  let files: FileStore;
  const open = (): Activity => new Activity(() => Promise.resolve(files));
  const reasons = async (): Promise<(string | undefined)[]> =>
    (await open().read()).map(({ reason }) => reason);
  const path = (name = "activity.jsonl"): string => join(folder, "agent", name);
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
  });

  it("has all that was added, the newest first, for every window", async () => {
    assert.deepEqual(await open().read(), []);
    const [one, other] = [open(), open()];
    await Promise.all([one.add(recordOf("1")), one.add(recordOf("2"))]);
    const whole: ActivityRecord = { ...recordOf("3"), outcome: "sent", messageId: "7" };
    await other.add(whole);
    assert.deepEqual(await reasons(), ["3", "2", "1"]);
    assert.deepEqual((await one.read())[0], whole);
    const least: ActivityRecord = { time: 1, tool: "test", session: "session-1", outcome: "refused" };
    await one.add(least);
    assert.deepEqual((await other.read())[0], least);
  });

  it("leaves out what is damaged, and lets no half line take the next one with it", async () => {
    await open().add(recordOf("1"));
    await appendFile(path(), 'no line\n{"time":5}\n[]\n\n{"time":18000');
    await open().add(recordOf("2"));
    assert.deepEqual(await reasons(), ["2", "1"]);
    await appendFile(path(), '{"time":18000');
    assert.deepEqual(await reasons(), ["2", "1"]);
  });

  it("puts a long file aside, and keeps two of those", async () => {
    await open().add(recordOf("1"));
    for (const [index, name] of ["000000000000001", "000000000000002"].entries())
      await writeFile(path(`activity.${name}.jsonl`), `${JSON.stringify(recordOf(`old ${index + 1}`))}\n`);
    await appendFile(path(), `${" ".repeat(1_000_000)}\n`);
    await Promise.all([open().add(recordOf("2")), open().add(recordOf("3"))]);
    const all = await reasons();
    assert.deepEqual([...all].sort(), ["1", "2", "3", "old 2"]);
    assert.deepEqual(all.slice(2), ["1", "old 2"]);
    assert.equal((await readdir(join(folder, "agent"))).length, 3);
  });

  it("is gone when it is cleared, and begins anew", async () => {
    const activity = open();
    void activity.add(recordOf("1"));
    await activity.clear();
    assert.deepEqual(await reasons(), []);
    await activity.add(recordOf("2"));
    assert.deepEqual(await reasons(), ["2"]);
  });

  it("goes on after a disk that refused once", async () => {
    const activity = open();
    await writeFile(join(folder, "agent"), "in the way");
    await assert.rejects(activity.add(recordOf("1")));
    await files.remove("agent");
    await activity.add(recordOf("2"));
    assert.deepEqual(await reasons(), ["2"]);
  });
});
