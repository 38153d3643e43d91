import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxBehavior } from "../../src/sandbox/behavior.js";
import { startSandboxServer, type SandboxServer } from "../../src/sandbox/server.js";
import { newToken } from "../unit/support/values.js";
import { FaultProxy } from "./proxy.js";
import type { Hosts } from "./windows.js";

/** Where one run after the other takes place: a sandbox, a proxy before it, and processes for windows. */
export interface Lane {
  readonly sandbox: SandboxServer;
  /** The folder of the sandbox's own record. */
  readonly record: string;
  readonly token: string;
  readonly proxy: FaultProxy;
  /** The address of the API by way of the proxy. */
  readonly baseUrl: string;
  readonly hosts: Hosts;
  readonly clock: ServerClock;
  close(): Promise<void>;
}

/** The clock of the sandbox, as its messages and its answers tell it. */
export interface ServerClock {
  /** In ms; negative if it is behind. */
  ahead: number;
}

/** How long the sandbox's slow answer takes, in ms: longer than the limit of any send with a fault. */
const SLOW_ANSWER = 400;

const BEHAVIOR: Partial<SandboxBehavior> = {
  rateLimitPerMinute: 0,
  rateLimitPerDay: 0,
  startingCreditsUsd: 1e6,
  slowAnswerMs: SLOW_ANSWER,
  deliveryDelayMs: 20,
};

export async function openLane(hosts: Hosts): Promise<Lane> {
  const record = await mkdtemp(join(tmpdir(), "sms-for-ai-faults-sandbox-"));
  const token = newToken();
  const clock: ServerClock = { ahead: 0 };
  const sandbox = await startSandboxServer({
    port: 0,
    dataDir: record,
    token,
    behavior: BEHAVIOR,
    clock: () => Date.now() + clock.ahead,
  });
  const proxy = new FaultProxy(sandbox.port, clock);
  const port = await proxy.open();
  return {
    sandbox,
    record,
    token,
    proxy,
    baseUrl: `http://127.0.0.1:${port}/api/v1`,
    hosts,
    clock,
    close: async () => {
      await proxy.close();
      await sandbox.close();
      await rm(record, { recursive: true, force: true });
    },
  };
}
