// A process that does one task when it is told to begin: see processes.ts.
import { once } from "node:events";
import { SmsApi } from "../../../src/api/client.js";
import type { SignedIn } from "../../../src/core/session.js";
import { Journal } from "../../../src/core/journal/journal.js";
import { NodeFileStore } from "../../../src/platform/node.js";
import { outboxOver } from "./journal.js";
import { ACCOUNT } from "./entries.js";
import type { Task } from "./processes.js";

async function perform(task: Task): Promise<unknown> {
  const files = new NodeFileStore(task.folder);
  switch (task.kind) {
    case "create":
      return files.create(task.name, task.text);
    case "claim":
      return (await new Journal(files).claim(task.id, Date.now(), task.until)) !== undefined;
    case "send": {
      const { baseUrl, token, to, body } = task;
      const api = new SmsApi({ baseUrl, authorize: () => Promise.resolve(token) });
      const signedIn: SignedIn = {
        kind: "signedIn",
        account: { ...ACCOUNT, baseUrl, owner: { permissions: [] } },
        api: () => Promise.resolve(api),
      };
      let asked = 0;
      const outcome = await outboxOver(files).outbox.send(
        signedIn,
        { to, body, senderId: "" },
        { confirmDuplicate: () => Promise.resolve(++asked === 0) },
      );
      return { kind: outcome.kind, asked };
    }
  }
}

const task = JSON.parse(process.argv[2] ?? "") as Task;
process.send?.("ready");
await once(process, "message");
process.send?.(await perform(task));
process.disconnect();
