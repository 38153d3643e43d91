import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchWorkbench, type LaunchedWorkbench } from "../../host/e2e.js";
import { globalStorage } from "../../host/paths.js";
import { freePort } from "../../host/processes.js";
import type { Server } from "../../host/server.js";
import { settingsWith } from "./sms.js";

/** A message as the sandbox tells it. */
export interface SandboxMessage {
  readonly id: number;
  readonly status: string;
  readonly to: string;
  readonly body: string;
  /** US dollars. */
  readonly price_usd: number;
}

/** What is asked of the sandbox beside the path. */
interface SandboxRequest {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The sandbox that a VS Code server's windows share, asked directly over HTTP. */
export class Sandbox {
  readonly baseUrl: string;
  readonly #server: Server;

  constructor(server: Server, port: number) {
    this.#server = server;
    this.baseUrl = `http://127.0.0.1:${port}/api/v1`;
  }

  /** The token, which the extension makes when it first needs it. */
  get token(): string {
    const storage = globalStorage(join(this.#server.dataFolder, "User"));
    return readFileSync(join(storage, "sandbox", "token"), "utf8").trim();
  }

  /** Asks with the token. */
  async fetch(path: string, init: SandboxRequest = {}): Promise<Response> {
    return fetch(this.baseUrl + path, {
      ...init,
      headers: { Accept: "application/json", Authorization: `Bearer ${this.token}`, ...init.headers },
    });
  }

  /** All messages, the newest first. */
  async messages(): Promise<SandboxMessage[]> {
    const all: SandboxMessage[] = [];
    for (let page = 1; ; page++) {
      const answer = await this.fetch(`/sms?page=${page}`);
      const { data } = (await answer.json()) as { data: SandboxMessage[] };
      if (data.length === 0) return all;
      all.push(...data);
    }
  }

  /** How many texts to this recipient it has accepted. */
  async countTo(to: string): Promise<number> {
    return (await this.messages()).filter((message) => message.to === to).length;
  }

  /** Sends a text as an app would. */
  async send(to: string, body: string): Promise<Response> {
    return this.fetch("/sms/send", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ to, body }),
    });
  }
}

/** A workbench, and the sandbox that it starts when it first needs it, on a port of its own. */
export async function launchWithSandbox(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly workbench: LaunchedWorkbench; readonly sandbox: Sandbox }> {
  const port = await freePort();
  const workbench = await launchWorkbench({ settings: settingsWith(port, settings) });
  return { workbench, sandbox: new Sandbox(workbench.server, port) };
}

/** A message that a sandbox has from earlier on. */
export interface EarlierMessage {
  readonly to: string;
  readonly body: string;
  readonly status?: "sent" | "delivered" | "failed";
  readonly senderId?: string;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/** Gives the sandbox of a VS Code server messages, the oldest first, before it is started for the first time. */
export function fillSandbox(server: Server, messages: readonly EarlierMessage[]): void {
  const folder = join(globalStorage(join(server.dataFolder, "User")), "sandbox");
  mkdirSync(folder, { recursive: true });
  const lines = messages.map(({ createdAt, status = "delivered", senderId = null, ...message }, index) => {
    const time = new Date(createdAt).toISOString();
    const kept = {
      ...message,
      id: index + 1,
      status,
      senderId,
      priceMicros: 7900,
      nviaMessageId: `nvia-${index + 1}`,
      createdAt: time,
      updatedAt: time,
      deliveredAt: status === "delivered" ? time : null,
      error: status === "failed" ? "The recipient could not be reached." : null,
    };
    return JSON.stringify({ type: "created", message: kept });
  });
  writeFileSync(join(folder, "messages.jsonl"), `${lines.join("\n")}\n`);
}
