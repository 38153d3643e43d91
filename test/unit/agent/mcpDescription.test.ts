import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeMcp, describeMcpOf, isSameMcp, mcpUrl } from "../../../src/agent/mcpDescription.js";
import { LIVE_BASE_URL } from "../../../src/api/baseUrl.js";
import type { Account } from "../../../src/core/accounts.js";
import { root } from "../../host/paths.js";
import { newToken } from "../support/values.js";

const owner = { userName: "Alice", email: "alice@example.com", tokenName: "Agent", permissions: [] };
const SANDBOX: Account = {
  id: "sandbox",
  label: "Sandbox",
  kind: "sandbox",
  baseUrl: "http://127.0.0.1:8642/api/v1",
  owner,
  tokenId: "1",
};
const LIVE: Account = {
  ...SANDBOX,
  id: "live-id",
  label: "Alice (Agent)",
  kind: "live",
  baseUrl: LIVE_BASE_URL,
};
const OTHER: Account = {
  ...LIVE,
  id: "other-id",
  kind: "other",
  baseUrl: "https://sms.example:8443/gateway/api/v1",
};
const OFF = { hostedServer: false, extensionVersion: "1.2.3" };
const ON = { ...OFF, hostedServer: true };

describe("the MCP server of an account", () => {
  it("stands beside the API, on the same origin", () => {
    assert.equal(mcpUrl(LIVE_BASE_URL), "https://www.smsforai.com/api/mcp");
    assert.equal(describeMcp(SANDBOX, OFF)?.url, "http://127.0.0.1:8642/api/mcp");
    assert.equal(describeMcp(OTHER, ON)?.url, "https://sms.example:8443/api/mcp");
    assert.equal(mcpUrl("http://[::1]:8080/api/v1"), "http://[::1]:8080/api/mcp");
  });

  it("is described for the sandbox always, for accounts that cost money once it is switched on", () => {
    for (const account of [LIVE, OTHER]) {
      assert.equal(describeMcp(account, OFF), undefined);
      assert.equal(describeMcp(account, ON)?.accountId, account.id);
    }
    assert.deepEqual(describeMcp(SANDBOX, OFF), describeMcp(SANDBOX, ON));
  });

  it("is not described while nobody is signed in", () => {
    for (const state of [
      { kind: "checking" },
      { kind: "signedOut" },
      { kind: "failed", error: new Error("x") },
    ] as const) {
      assert.equal(describeMcpOf(state, { baseUrl: () => SANDBOX.baseUrl }, ON), undefined);
    }
  });

  it("is where the sandbox is now", () => {
    const state = {
      kind: "signedIn",
      account: SANDBOX,
      api: () => Promise.reject(new Error("unasked")),
    } as const;
    const moved = describeMcpOf(state, { baseUrl: () => "http://127.0.0.1:9000/api/v1" }, OFF);
    assert.equal(moved?.url, "http://127.0.0.1:9000/api/mcp");
    assert.equal(moved.version, describeMcp(SANDBOX, OFF)?.version);
  });

  it("has another version with each account, token and, for the sandbox, version of ours, and no other", () => {
    const version = (account: Account, terms = ON): string | undefined =>
      describeMcp(account, terms)?.version;
    assert.equal(version(LIVE), version({ ...LIVE, owner: { permissions: ["sms:send"] }, label: "other" }));
    assert.notEqual(version(LIVE), version({ ...LIVE, tokenId: "2" }));
    assert.equal(version(LIVE), version(LIVE, { ...ON, extensionVersion: "2.0.0" }));
    assert.notEqual(version(SANDBOX), version(SANDBOX, { ...ON, extensionVersion: "2.0.0" }));
    const { tokenId, ...early } = LIVE;
    assert.ok(tokenId !== undefined);
    assert.equal(version(early), LIVE.id);
  });

  it("has a name whose first letters tell what it costs, so that no approval is carried over", () => {
    // As VS Code makes the first part of a tool's name from it.
    const prefixes = [SANDBOX, LIVE, OTHER].map((account) =>
      (describeMcp(account, ON)?.label ?? "")
        .toLowerCase()
        .replace(/[^a-z0-9_.-]+/g, "_")
        .slice(0, 13),
    );
    assert.equal(new Set(prefixes).size, 3, prefixes.join());
    const sly = describeMcp({ ...OTHER, baseUrl: "https://sandbox.example/api/v1" }, ON)?.label ?? "";
    assert.doesNotMatch(sly, /^SMS for AI Sandbox/i);
  });

  it("tells no person's name", () => {
    for (const account of [SANDBOX, LIVE, OTHER]) {
      assert.doesNotMatch(JSON.stringify(describeMcp(account, ON)), /alice|agent/i);
    }
  });

  it("is another one when anything of it changed", () => {
    const one = describeMcp(LIVE, ON);
    assert.ok(one);
    assert.ok(isSameMcp(one, describeMcp({ ...LIVE }, ON)));
    assert.ok(!isSameMcp(one, undefined));
    for (const change of [
      { id: newToken() },
      { tokenId: "2" },
      { baseUrl: "https://www.smsforai.com/api/v2" },
    ]) {
      assert.ok(!isSameMcp(one, describeMcp({ ...LIVE, ...change }, ON)), JSON.stringify(change));
    }
  });
});

describe("the hosted MCP server", () => {
  const sentence =
    "The hosted MCP server sends what an agent asks for without asking this extension: no limit, no list of allowed recipients and no question of ours stands before it.";

  it("is said to ask nobody by the setting and by the question alike", () => {
    const words = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")) as Record<string, string>;
    assert.ok(words["setting.mcp.hostedServer"]?.includes(sentence));
    assert.ok(
      readFileSync(join(root, "src", "ui", "agent", "hostedServer.ts"), "utf8").includes(`"${sentence}"`),
    );
  });
});
