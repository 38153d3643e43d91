import assert from "node:assert/strict";
import { startSandbox } from "../support/sandbox.js";
import { newToken } from "../support/values.js";
import { deferred, settled, until, useCleanup } from "../support/waiting.js";
import { signedIn, signIn, useMachine, type Window } from "../support/windows.js";

const A = "https://a.example/api/v1";
const B = "https://b.example/api/v1";

describe("Session", () => {
  const cleanup = useCleanup();
  const { open } = useMachine(cleanup);
  const baseUrl = (window: Window): string => signedIn(window).account.baseUrl;

  describe("lets the newest wish win", () => {
    it("over a slow reading of the accounts", async () => {
      const window = open();
      await signIn(window, A, newToken());
      const slow = deferred();
      const opening = open();
      opening.secrets.before = (call) => (call === "get" ? slow.promise : Promise.resolve());
      const reading = opening.session.reload();
      const b = await window.accounts.save(
        { id: "b", label: "B", baseUrl: B, owner: { permissions: [] } },
        newToken(),
      );
      await opening.session.use(b);
      slow.resolve();
      await reading;
      await settled();
      assert.equal(baseUrl(opening), B);
    });

    it("over a slow sign-in, whose account is stored all the same", async () => {
      const window = open();
      const b = await signIn(window, B, newToken());
      await signIn(window, "https://c.example/api/v1", newToken());
      const slow = deferred();
      window.secrets.before = (call) => (call === "store" ? slow.promise : Promise.resolve());
      const signingIn = signIn(window, A, newToken());
      await window.session.use(b);
      slow.resolve();
      await signingIn;
      await settled();
      assert.equal(baseUrl(window), B);
      assert.equal((await window.accounts.list()).length, 3);
    });

    it("over a sandbox that takes its time to start", async () => {
      const sandbox = await startSandbox();
      cleanup(() => sandbox.close());
      const starting = deferred<string>();
      const window = open({ ...sandbox.access, token: () => starting.promise });
      const using = window.session.useSandbox("Sandbox");
      await signIn(window, A, newToken());
      starting.resolve(sandbox.token);
      await using;
      await settled();
      assert.equal(baseUrl(window), A);
    });

    it("over an older switch, in every order", async () => {
      const window = open();
      const a = await signIn(window, A, newToken());
      const b = await signIn(window, B, newToken());
      await Promise.all([window.session.use(a), window.session.use(b), window.session.use(a)]);
      assert.equal(baseUrl(window), A);
      await Promise.all([window.session.reload(), window.session.use(b), window.session.reload()]);
      assert.equal(baseUrl(window), B);
    });

    it("and signing out of another account holds up no reading", async () => {
      const { id } = await signIn(open(), B, newToken());
      await signIn(open(), A, newToken());
      const opening = open();
      const reading = opening.session.reload();
      const signingOut = opening.session.signOut(id);
      await Promise.all([reading, signingOut]);
      await until(() => opening.session.state.kind !== "checking");
      assert.equal(baseUrl(opening), A);
    });
  });
});
