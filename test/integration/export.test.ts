import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { SessionState } from "../../src/core/session.js";
import { exportMessages } from "../../src/ui/export/exportMessages.js";
import type { Parts } from "../../src/ui/parts.js";

describe("an export", () => {
  const path = join(tmpdir(), `export-${Date.now()}.csv`);
  const { showSaveDialog } = vscode.window;
  afterEach(() => {
    Object.assign(vscode.window, { showSaveDialog });
  });

  it("does not begin when the account changed while the dialog stood open", async () => {
    let state: SessionState = {
      kind: "signedIn",
      account: {
        id: "a",
        label: "A",
        baseUrl: "http://127.0.0.1",
        kind: "other",
        owner: { permissions: [] },
      },
      api: () => Promise.reject(new Error("it began")),
    };
    const said: string[] = [];
    const parts = {
      session: {
        get state() {
          return state;
        },
        onDidChange: new vscode.EventEmitter<SessionState>().event,
      },
      messages: { filter: undefined },
      closing: new AbortController().signal,
      notifier: {
        offer: (_: unknown, text: string) => said.push(text),
        record: () => undefined,
      },
    };
    Object.assign(vscode.window, {
      showSaveDialog: () => {
        state = { kind: "signedOut" };
        return Promise.resolve(vscode.Uri.file(path));
      },
    });
    await exportMessages(parts as unknown as Parts);
    assert.match(said.join(), /^Nothing was exported to export-\d+\.csv: the window's account changed\.$/);
    assert.equal(existsSync(path), false);
  });
});
