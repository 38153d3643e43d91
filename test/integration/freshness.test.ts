import assert from "node:assert/strict";
import * as vscode from "vscode";
import { Freshness, type FreshnessParts } from "../../src/ui/freshness.js";

type Listed = FreshnessParts["messages"]["state"];

describe("what keeps the list fresh", () => {
  const visibility = new vscode.EventEmitter<void>();
  const nothing = new vscode.EventEmitter<never>();
  let state: Listed;
  let visible: boolean;
  let asked: number;
  let freshness: Freshness;

  beforeEach(() => {
    asked = 0;
    freshness = new Freshness({
      session: { onDidChange: nothing.event, reload: () => Promise.resolve() },
      balance: { state: { kind: "idle" }, refresh: () => Promise.resolve({ kind: "idle" }) },
      messages: {
        get state() {
          return state;
        },
        refreshIfShown: () => {
          asked++;
          return Promise.resolve();
        },
      },
      view: {
        get visible() {
          return visible;
        },
        onDidChangeVisibility: visibility.event,
      },
      settings: { balanceInterval: 0, onDidChange: nothing.event },
    });
  });
  afterEach(() => {
    freshness.dispose();
  });

  function listed(age: number): Listed {
    const value = { messages: [], arrived: 0, next: undefined };
    return { kind: "ready", last: { value, at: Date.now() - age } };
  }
  const shown = (isShown: boolean, now: Listed): number => {
    visible = isShown;
    state = now;
    visibility.fire();
    return asked;
  };

  it("asks once when a list is shown that is older than a minute", () => {
    assert.equal(shown(true, listed(61_000)), 1);
  });

  it("asks once when a list is shown that could not be had", () => {
    assert.equal(shown(true, { kind: "failed", error: new Error("offline"), last: undefined }), 1);
  });

  it("asks nothing when the list is fresh, or was never asked for", () => {
    assert.equal(shown(true, listed(30_000)), 0);
    assert.equal(shown(true, { kind: "idle" }), 0);
  });

  it("asks nothing while it is hidden, however old it is", () => {
    assert.equal(shown(false, listed(3_600_000)), 0);
    assert.equal(shown(false, { kind: "failed", error: new Error("offline"), last: undefined }), 0);
  });
});
