import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxBehavior } from "../../../src/sandbox/behavior.js";
import { startSandboxServer, type SandboxServer } from "../../../src/sandbox/server.js";
import type { SandboxAccess } from "../../../src/core/session.js";
import { newToken } from "./values.js";

/** The real sandbox with data of its own. */
export interface TestSandbox {
  readonly baseUrl: string;
  readonly port: number;
  readonly token: string;
  readonly access: SandboxAccess;
  configure(changes: Partial<SandboxBehavior>): void;
  clear(): Promise<void>;
  /** Closes the server and starts another one with the same port and data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a sandbox without rate limits that delivers at once, unless told otherwise. */
export async function startSandbox(behavior: Partial<SandboxBehavior> = {}): Promise<TestSandbox> {
  const token = newToken();
  const dataDir = await mkdtemp(join(tmpdir(), "sms-for-ai-unit-"));
  const start = (port: number): Promise<SandboxServer> =>
    startSandboxServer({
      port,
      dataDir,
      token,
      behavior: { rateLimitPerMinute: 0, rateLimitPerDay: 0, deliveryDelayMs: 1, ...behavior },
    });
  let server = await start(0);
  const { baseUrl, port } = server;
  return {
    baseUrl,
    port,
    token,
    access: { baseUrl: () => baseUrl, token: () => Promise.resolve(token) },
    configure: (changes) => {
      server.configure(changes);
    },
    clear: () => server.clear(),
    restart: async () => {
      await server.close();
      server = await start(port);
    },
    close: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
