import assert from "node:assert/strict";
import { SecretsError } from "../../../src/core/secrets.js";
import type { SessionState } from "../../../src/core/session.js";
import { json, startServer } from "../support/httpServer.js";
import { startSandbox } from "../support/sandbox.js";
import { newToken } from "../support/values.js";
import { failure, settled, until, useCleanup } from "../support/waiting.js";
import { signedIn, signIn, useMachine, type Window } from "../support/windows.js";

const A = "https://a.example/api/v1";
const B = "https://b.example/api/v1";

describe("Session", () => {
  const cleanup = useCleanup();
  const { machine, open } = useMachine(cleanup);
  const baseUrl = (window: Window): string => signedIn(window).account.baseUrl;

  it("checks first, and is signed out where there is no account", async () => {
    const { session } = open();
    assert.equal(session.state.kind, "checking");
    await session.reload();
    assert.deepEqual(session.state, { kind: "signedOut" });
  });

  it("signs in, and is still signed in when the window opens again", async () => {
    const window = open();
    const states: SessionState["kind"][] = [];
    window.session.onDidChange(({ kind }) => states.push(kind));
    const account = await signIn(window, A, newToken());
    assert.deepEqual(signedIn(window).account, account);
    const again = open();
    await again.session.reload();
    assert.deepEqual(signedIn(again).account, account);
    assert.deepEqual(states.at(-1), "signedIn");
  });

  it("signs out, and forgets the token", async () => {
    const window = open();
    const { id } = await signIn(window, A, newToken());
    await window.session.signOut(id);
    assert.equal(window.session.state.kind, "signedOut");
    assert.equal(machine().keyring.values.size, 0);
    await window.session.reload();
    assert.equal(window.session.state.kind, "signedOut");
  });

  it("stays with its account when another one is removed", async () => {
    const window = open();
    const { id } = await signIn(window, A, newToken());
    await signIn(window, B, newToken());
    await window.session.signOut(id);
    assert.equal(baseUrl(window), B);
  });

  it("switches", async () => {
    const window = open();
    const a = await signIn(window, A, newToken());
    await signIn(window, B, newToken());
    assert.equal(baseUrl(window), B);
    await window.session.use(a);
    assert.equal(baseUrl(window), A);
    await window.session.reload();
    assert.equal(baseUrl(window), A);
  });

  it("knows an account again by its token", async () => {
    const window = open();
    const token = newToken();
    const first = await signIn(window, A, token);
    const second = await signIn(window, A, token, "Renamed");
    assert.equal(second.id, first.id);
    assert.equal((await window.accounts.list()).length, 1);
    assert.equal(signedIn(window).account.label, "Renamed");
  });

  it("uses a replaced token at once, in every window", async () => {
    const server = await startServer(json({ credits_usd: 5 }));
    cleanup(() => server.close());
    const window = open();
    const account = await signIn(window, server.baseUrl, newToken());
    const other = open();
    await other.session.reload();
    const token = newToken();
    await window.session.signIn(account, token, account.id);
    assert.equal((await window.accounts.list()).length, 1);
    await (await signedIn(window).api()).balance();
    await (await signedIn(other).api()).balance();
    const sent = server.received.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent, [`Bearer ${token}`, `Bearer ${token}`]);
  });

  it("asks /me with a token that it does not store", async () => {
    const server = await startServer(json({ token: { name: "Agent" }, user: { name: "Alice" } }));
    cleanup(() => server.close());
    const { session } = open();
    const token = newToken();
    assert.equal((await session.check(server.baseUrl, token)).userName, "Alice");
    assert.equal(server.received[0]?.headers.authorization, `Bearer ${token}`);
    assert.equal(machine().keyring.values.size, 0);
    assert.equal(
      (await failure(session.check(server.baseUrl, token, AbortSignal.abort()))).kind,
      "cancelled",
    );
  });

  it("is signed out here when the account is removed in another window", async () => {
    const mine = open();
    const theirs = open();
    const { id } = await signIn(mine, A, newToken());
    const api = await signedIn(mine).api();
    await theirs.session.signOut(id);
    await until(() => mine.session.state.kind === "signedOut");
    const error = await failure(api.balance());
    assert.equal(error.kind, "noToken");
    assert.equal((error.cause as Error).name, "AccountGoneError");
  });

  it("keeps its account when another window turns to another one", async () => {
    const first = open();
    await signIn(first, A, newToken());
    // This one began with what was last used; it has chosen nothing itself.
    const mine = open();
    await mine.session.reload();
    const theirs = open();
    await signIn(theirs, B, newToken());
    await settled();
    await mine.session.reload();
    assert.equal(baseUrl(mine), A);
    assert.equal(baseUrl(theirs), B);
    const fresh = open();
    await fresh.session.reload();
    assert.equal(baseUrl(fresh), B);
  });

  it("does not change, nor say so, when nothing changed", async () => {
    const window = open();
    await signIn(window, A, newToken());
    const state = window.session.state;
    let told = 0;
    window.session.onDidChange(() => told++);
    await window.session.reload();
    await open().accounts.save({ id: "b", label: "B", baseUrl: B, owner: { permissions: [] } }, newToken());
    await settled();
    assert.equal(window.session.state, state);
    assert.equal(told, 0);
  });

  it("takes up a change of its account in another window", async () => {
    const mine = open();
    const account = await signIn(mine, A, newToken());
    await open().session.signIn({ ...account, label: "Renamed" }, newToken(), account.id);
    await until(() => signedIn(mine).account.label === "Renamed");
  });

  it("fails when the accounts cannot be read, and recovers", async () => {
    await signIn(open(), A, newToken());
    for (const before of [
      () => Promise.reject(new Error("locked")),
      () => new Promise<void>(() => undefined),
    ]) {
      const window = open(undefined, 5);
      window.secrets.before = before;
      await window.session.reload();
      const { state } = window.session;
      assert.ok(state.kind === "failed" && state.error instanceof SecretsError);
      window.secrets.before = () => Promise.resolve();
      await window.session.reload();
      assert.equal(baseUrl(window), A);
    }
  });

  it("keeps an account in use when the accounts cannot be read for once", async () => {
    const window = open();
    await signIn(window, A, newToken());
    window.secrets.before = () => Promise.reject(new Error("locked"));
    await window.session.reload();
    assert.equal(baseUrl(window), A);
  });

  it("uses the sandbox, and finds it at its newest address", async () => {
    const sandbox = await startSandbox();
    cleanup(() => sandbox.close());
    const window = open(sandbox.access);
    await window.session.useSandbox("Sandbox");
    const { account, api } = signedIn(window);
    assert.equal(account.kind, "sandbox");
    assert.deepEqual(account.owner.permissions, ["sms:send"]);
    assert.equal(await (await api()).balance(), 10_000_000);
    const moved = "http://127.0.0.1:8030/api/v1";
    const later = open({ ...sandbox.access, baseUrl: () => moved });
    await later.session.reload();
    assert.equal(baseUrl(later), moved);
  });

  it("leaves no account behind when the sandbox does not start", async () => {
    const window = open();
    await assert.rejects(window.session.useSandbox("Sandbox"), { message: "there is no sandbox" });
    assert.equal(machine().keyring.values.size, 0);
  });

  it("remembers whose token it is, and writes nothing that is known", async () => {
    const window = open();
    const token = newToken();
    const { id } = await signIn(window, A, token);
    const owner = { userName: "Alice", permissions: ["sms:send"] };
    await window.session.remember(signedIn(window), owner);
    await until(() => signedIn(window).account.owner.userName === "Alice");
    assert.equal(await window.accounts.token(id), token);
    let told = 0;
    window.accounts.onDidChange(() => told++);
    await window.session.remember(signedIn(window), owner);
    assert.equal(told, 0);
  });

  it("stores nothing and changes nothing when the secret store refuses a sign-in or sign-out", async () => {
    const window = open();
    const { id } = await signIn(window, A, newToken());
    window.secrets.before = () => Promise.reject(new Error("locked"));
    await assert.rejects(signIn(window, B, newToken()), SecretsError);
    await assert.rejects(window.session.signOut(id), SecretsError);
    assert.equal(baseUrl(window), A);
    assert.equal(machine().keyring.values.size, 1);
  });
});
