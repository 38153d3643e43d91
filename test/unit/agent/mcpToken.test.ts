import assert from "node:assert/strict";
import { describeMcpOf, type McpDescription } from "../../../src/agent/mcpDescription.js";
import { McpChangedError, mcpToken } from "../../../src/agent/mcpToken.js";
import { AccountGoneError } from "../../../src/core/accounts.js";
import { SandboxMovedError, type SandboxAccess } from "../../../src/core/session.js";
import { startSandbox } from "../support/sandbox.js";
import { newToken } from "../support/values.js";
import { deferred, settled, useCleanup } from "../support/waiting.js";
import { signedIn, signIn, useMachine, type Window } from "../support/windows.js";

const A = "https://a.example/api/v1";
const B = "https://b.example/api/v1";
const ON = { hostedServer: true, extensionVersion: "1.0.0" };
const nowhere: SandboxAccess = {
  baseUrl: () => "http://127.0.0.1:9/api/v1",
  token: () => Promise.reject(new Error("nobody asked for the sandbox")),
};

function listed({ session }: Window, sandbox = nowhere): McpDescription {
  const description = describeMcpOf(session.state, sandbox, ON);
  assert.ok(description);
  return description;
}

describe("the token for an MCP server", () => {
  const cleanup = useCleanup();
  const { open, machine } = useMachine(cleanup);
  const ask = (
    window: Window,
    description: McpDescription,
    { sandbox = nowhere, terms = ON } = {},
  ): Promise<string> => mcpToken(description, { ...window, sandbox, terms: () => terms });

  it("is the account's own", async () => {
    const window = open();
    const token = newToken();
    await signIn(window, B, newToken());
    await signIn(window, A, token);
    assert.equal(await ask(window, listed(window)), token);
  });

  it("is not given for another account than the one that was listed", async () => {
    const window = open();
    await signIn(window, A, newToken());
    const a = listed(window);
    await signIn(window, B, newToken());
    await assert.rejects(ask(window, a), McpChangedError);
  });

  it("is not given when the window goes to another account meanwhile", async () => {
    const window = open();
    const b = await signIn(window, B, newToken());
    await signIn(window, A, newToken());
    const slow = deferred();
    window.secrets.before = () => slow.promise;
    const asked = ask(window, listed(window));
    await window.session.use(b);
    slow.resolve();
    await assert.rejects(asked, McpChangedError);
  });

  it("is not given once the account is signed out", async () => {
    const window = open();
    const { id } = await signIn(window, A, newToken());
    const a = listed(window);
    await window.session.signOut(id);
    await assert.rejects(ask(window, a), McpChangedError);
  });

  it("is not given when another window has signed out, or has another token, of which this one does not know yet", async () => {
    const window = open();
    const { id } = await signIn(window, A, newToken());
    const a = listed(window);
    const other = open();
    const slow = deferred();
    cleanup(() => {
      slow.resolve();
    });
    // Every reading that the change sets off waits; the one that is asked for does not.
    let waits = true;
    window.secrets.before = () => (waits ? slow.promise : Promise.resolve());
    await other.session.signIn({ baseUrl: A, label: "A", owner: { permissions: [] } }, newToken(), id);
    waits = false;
    await assert.rejects(ask(window, a), McpChangedError);
    // The window has taken up the new token by itself.
    await settled();
    await window.session.reload();
    assert.notEqual(listed(window).version, a.version);
    const again = listed(window);
    machine().keyring.values.delete(`account:${id}`);
    await assert.rejects(ask(window, again), AccountGoneError);
  });

  it("is not given once the hosted servers are switched off", async () => {
    const window = open();
    await signIn(window, A, newToken());
    await assert.rejects(
      ask(window, listed(window), { terms: { ...ON, hostedServer: false } }),
      McpChangedError,
    );
  });

  it("is the sandbox's, which is proved first", async () => {
    const running = await startSandbox();
    cleanup(() => running.close());
    const { access: sandbox, token } = running;
    const window = open(sandbox);
    await window.session.useSandbox("Sandbox");
    assert.equal(signedIn(window).account.kind, "sandbox");
    assert.equal(await ask(window, listed(window, sandbox), { sandbox }), token);
    const gone = { ...sandbox, token: () => Promise.reject(new SandboxMovedError()) };
    await assert.rejects(ask(window, listed(window, sandbox), { sandbox: gone }), SandboxMovedError);
    const moved = { ...sandbox, baseUrl: () => "http://127.0.0.1:9/api/v1" };
    await assert.rejects(ask(window, listed(window, sandbox), { sandbox: moved }), McpChangedError);
  });
});
