import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { SessionState } from "../../src/core/session.js";
import type { SpentMessages } from "../../src/ui/spending/provide.js";
import { SpendingDocuments } from "../../src/ui/spending/spendingDocuments.js";

describe("a spending document", () => {
  const uri = vscode.Uri.from({ scheme: "smsforai-spending", authority: "a", path: "/Spending.txt" });
  const nothing = new vscode.EventEmitter<never>();
  let documents: SpendingDocuments;
  let session: SessionState;
  let listed: SpentMessages["state"];
  let asked: number;

  beforeEach(() => {
    asked = 0;
    listed = { kind: "idle" };
    const account = { id: "a", label: "A", baseUrl: "http://127.0.0.1", kind: "other" } as const;
    session = {
      kind: "signedIn",
      account: { ...account, owner: { permissions: [] } },
      api: () => Promise.reject(new Error("not asked")),
    };
    documents = new SpendingDocuments(
      {
        get state() {
          return session;
        },
        onDidChange: nothing.event,
      },
      {
        get state() {
          return listed;
        },
        filter: undefined,
        onDidChange: nothing.event,
        refresh: () => {
          asked++;
          return Promise.resolve();
        },
      },
      new vscode.EventEmitter<vscode.Uri>(),
    );
  });
  afterEach(() => {
    documents.dispose();
  });

  it("asks for messages where nobody has asked, as in a window that was restored with a folded view", async () => {
    assert.equal(await documents.text(uri), "The messages are being loaded.");
    assert.equal(asked, 1);
    listed = { kind: "loading", last: undefined };
    await documents.text(uri);
    listed = { kind: "ready", last: { value: { messages: [], arrived: 0, next: undefined }, at: 0 } };
    assert.match(await documents.text(uri), /Messages counted: 0/);
    assert.equal(asked, 1);
  });

  it("asks nothing for another account", async () => {
    session = { kind: "signedOut" };
    await documents.text(uri);
    assert.equal(asked, 0);
  });
});
