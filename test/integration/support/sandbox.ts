import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { freePort } from "../../host/processes.js";

/** The sandbox that the extension runs in this extension host, seen from outside. */
export interface RunningSandbox {
  readonly baseUrl: string;
  readonly token: string;
  /** Asks the sandbox as an app under development would. */
  ask(path: string, init?: { method?: string; body?: unknown }): Promise<unknown>;
}

/** Makes the sandbox the window's account, on a port of its own. */
export async function startSandbox(): Promise<RunningSandbox> {
  const port = await freePort();
  await setPort(port);
  await vscode.commands.executeCommand("smsForAi.trySandbox");
  const storage = process.env.SMSFORAI_TEST_STORAGE;
  assert.ok(storage, "the launcher names the extension's global storage");
  const token = readFileSync(join(storage, "sandbox", "token"), "utf8").trim();
  const baseUrl = `http://127.0.0.1:${port}/api/v1`;
  return {
    baseUrl,
    token,
    ask: async (path, init = {}) => {
      const response = await fetch(baseUrl + path, {
        method: init.method ?? "GET",
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          "Content-Type": "application/json",
        },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
      assert.ok(response.ok, `${path}: HTTP ${response.status}`);
      return response.json();
    },
  };
}

/** Changes the setting as a person does, for all windows. */
export async function setPort(port: number | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration("smsForAi")
    .update("sandbox.port", port, vscode.ConfigurationTarget.Global);
}
