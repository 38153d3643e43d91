import assert from "node:assert/strict";
import { LIVE_BASE_URL } from "../../../src/api/baseUrl.js";
import { AccountGoneError, Accounts, SANDBOX_ACCOUNT_ID } from "../../../src/core/accounts.js";
import { SecretsError } from "../../../src/core/secrets.js";
import { Keyring } from "../support/memorySecrets.js";
import { newToken } from "../support/values.js";

const OTHER = "https://sms.example/api/v1";
const owner = {
  userName: "Alice",
  email: "alice@example.com",
  tokenName: "Agent",
  permissions: ["sms:send"],
};

describe("Accounts", () => {
  it("keep an account with its token in one secret, and give it back to any window", async () => {
    const keyring = new Keyring();
    const token = newToken();
    const mine = new Accounts(keyring.window());
    const saved = await mine.save({ id: "1", label: "Work", baseUrl: OTHER, owner }, token);
    const account = { id: "1", label: "Work", baseUrl: OTHER, owner, kind: "other", tokenId: saved.tokenId };
    assert.deepEqual(saved, account);
    assert.equal(keyring.values.size, 1);
    const theirs = new Accounts(keyring.window());
    assert.deepEqual(await theirs.list(), [account]);
    assert.deepEqual(await theirs.get("1"), account);
    assert.equal(await theirs.token("1"), token);
    assert.equal(JSON.stringify(await theirs.list()).includes(token), false);
  });

  it("name each token, the same one alike, in a way that tells nothing of it", async () => {
    const accounts = new Accounts(new Keyring().window());
    const token = newToken();
    const save = async (value: string, baseUrl = OTHER): Promise<string | undefined> =>
      (await accounts.save({ id: "1", label: "Work", baseUrl, owner }, value)).tokenId;
    const first = await save(token);
    assert.match(first ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(await save(token), first);
    assert.equal((await accounts.get("1"))?.tokenId, first);
    const second = await save(newToken());
    assert.notEqual(second, first);
    // Random, not made of the token: the old one back has a new name too.
    assert.notEqual(await save(token), first);
    const there = await save(token);
    assert.notEqual(await save(token, LIVE_BASE_URL), there);
  });

  it("of earlier versions, whose tokens have no name, are taken as they are", async () => {
    const keyring = new Keyring();
    keyring.values.set("account:1", JSON.stringify({ label: "x", baseUrl: OTHER, token: newToken(), owner }));
    const account = await new Accounts(keyring.window()).get("1");
    assert.deepEqual(account, { id: "1", label: "x", baseUrl: OTHER, owner, kind: "other" });
  });

  it("come by label", async () => {
    const accounts = new Accounts(new Keyring().window());
    for (const [id, label] of [
      ["1", "b"],
      ["2", "a"],
      ["4", "c"],
      ["3", "c"],
    ] as const) {
      await accounts.save({ id, label, baseUrl: OTHER, owner }, newToken());
    }
    assert.deepEqual(
      (await accounts.list()).map(({ id }) => id),
      ["2", "1", "3", "4"],
    );
  });

  it("are found again by server and token", async () => {
    const accounts = new Accounts(new Keyring().window());
    const token = newToken();
    await accounts.save({ id: "1", label: "a", baseUrl: OTHER, owner }, newToken());
    await accounts.save({ id: "2", label: "b", baseUrl: LIVE_BASE_URL, owner }, token);
    await accounts.save({ id: "3", label: "c", baseUrl: OTHER, owner }, token);
    assert.equal((await accounts.find(OTHER, token))?.id, "3");
    assert.equal((await accounts.find(LIVE_BASE_URL, token))?.id, "2");
    assert.equal(await accounts.find(OTHER, newToken()), undefined);
  });

  it("go when they are removed", async () => {
    const keyring = new Keyring();
    const accounts = new Accounts(keyring.window());
    await accounts.save({ id: "1", label: "a", baseUrl: OTHER, owner }, newToken());
    await accounts.remove("1");
    assert.equal(keyring.values.size, 0);
    assert.equal(await accounts.get("1"), undefined);
    await assert.rejects(accounts.token("1"), AccountGoneError);
  });

  describe("have a kind that no stored word decides", () => {
    const sandboxUrl = "http://127.0.0.1:8030/api/v1";
    for (const [id, baseUrl, kind] of [
      ["1", LIVE_BASE_URL, "live"],
      [SANDBOX_ACCOUNT_ID, LIVE_BASE_URL, "live"],
      ["1", "https://www.smsforai.com/other", "live"],
      ["1", OTHER, "other"],
      [SANDBOX_ACCOUNT_ID, OTHER, "other"],
      ["1", sandboxUrl, "other"],
      [SANDBOX_ACCOUNT_ID, sandboxUrl, "sandbox"],
      [SANDBOX_ACCOUNT_ID, "http://localhost:8030/api/v1", "other"],
      ["1", "https://www.smsforai.com.example/api/v1", "other"],
      ["1", "https://www.smsforai.com:8443/api/v1", "other"],
    ] as const) {
      it(`${id} at ${baseUrl}: ${kind}`, async () => {
        const keyring = new Keyring();
        const stored = { label: "x", baseUrl, token: newToken(), owner, kind: "sandbox" };
        keyring.values.set(`account:${id}`, JSON.stringify(stored));
        const accounts = new Accounts(keyring.window());
        assert.equal((await accounts.get(id))?.kind, kind);
        assert.equal((await accounts.save({ id, label: "x", baseUrl, owner }, newToken())).kind, kind);
      });
    }
  });

  it("are left out when their secret is damaged, and leave the others alone", async () => {
    const good = { label: "x", baseUrl: OTHER, token: newToken(), owner };
    for (const damaged of [
      "",
      "null",
      "{",
      "[]",
      "{}",
      JSON.stringify({ ...good, token: 5 }),
      JSON.stringify({ ...good, owner: null }),
      JSON.stringify({ ...good, baseUrl: "" }),
      JSON.stringify({ ...good, baseUrl: "sms.example" }),
      JSON.stringify({ ...good, baseUrl: "http://sms.example/api/v1" }),
      JSON.stringify({ ...good, baseUrl: "javascript:alert(1)" }),
    ]) {
      const keyring = new Keyring();
      const accounts = new Accounts(keyring.window());
      keyring.values.set("account:1", damaged);
      keyring.values.set("account:2", JSON.stringify(good));
      keyring.values.set("another", "secret");
      assert.deepEqual(
        (await accounts.list()).map(({ id }) => id),
        ["2"],
        damaged,
      );
      assert.equal((await accounts.find(OTHER, good.token))?.id, "2");
      assert.equal(await accounts.get("1"), undefined);
      await assert.rejects(accounts.token("1"), AccountGoneError);
    }
  });

  it("are all there when two windows add some at the same time", async () => {
    const keyring = new Keyring();
    const windows = [new Accounts(keyring.window()), new Accounts(keyring.window())];
    const ids = Array.from({ length: 20 }, (_, n) => String(n));
    await Promise.all(
      ids.map(async (id, n) => {
        await windows[n % 2]?.save({ id, label: id, baseUrl: OTHER, owner }, newToken());
      }),
    );
    for (const accounts of windows) {
      assert.deepEqual(new Set((await accounts.list()).map(({ id }) => id)), new Set(ids));
    }
  });

  it("may go while they are listed", async () => {
    const keyring = new Keyring();
    const secrets = keyring.window();
    const accounts = new Accounts(secrets);
    await accounts.save({ id: "1", label: "a", baseUrl: OTHER, owner }, newToken());
    await accounts.save({ id: "2", label: "b", baseUrl: OTHER, owner }, newToken());
    secrets.before = (call) => {
      if (call === "get") keyring.values.delete("account:1");
      return Promise.resolve();
    };
    assert.deepEqual(
      (await accounts.list()).map(({ id }) => id),
      ["2"],
    );
    assert.equal(await accounts.find(OTHER, newToken()), undefined);
  });

  it("tell of changes in any window, and of no other secret's", async () => {
    const keyring = new Keyring();
    const mine = new Accounts(keyring.window());
    const theirs = new Accounts(keyring.window());
    let told = 0;
    const subscription = theirs.onDidChange(() => told++);
    await mine.save({ id: "1", label: "a", baseUrl: OTHER, owner }, newToken());
    assert.equal(told, 1);
    await mine.remove("1");
    assert.equal(told, 2);
    keyring.tell("another");
    assert.equal(told, 2);
    subscription.dispose();
    theirs.dispose();
    keyring.tell("account:1");
    assert.equal(told, 2);
  });

  for (const [how, before, kind] of [
    ["refuses", () => Promise.reject(new Error("locked")), "rejected"],
    ["hangs", () => new Promise<void>(() => undefined), "timeout"],
  ] as const) {
    it(`say so when the secret store ${how}`, async () => {
      const secrets = new Keyring().window();
      secrets.before = before;
      const accounts = new Accounts(secrets, 5);
      for (const call of [
        () => accounts.list(),
        () => accounts.get("1"),
        () => accounts.token("1"),
        () => accounts.find(OTHER, newToken()),
        () => accounts.save({ id: "1", label: "a", baseUrl: OTHER, owner }, newToken()),
        () => accounts.remove("1"),
      ]) {
        await assert.rejects(call(), (error) => error instanceof SecretsError && error.kind === kind);
      }
    });
  }
});
