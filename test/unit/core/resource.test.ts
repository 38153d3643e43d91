import assert from "node:assert/strict";
import { Resource } from "../../../src/core/resource.js";
import type { SignedIn } from "../../../src/core/session.js";
import { newToken } from "../support/values.js";
import { deferred, settled, uncaughtDuring, useCleanup, type Deferred } from "../support/waiting.js";
import { Machine, signedIn, signIn, type Window } from "../support/windows.js";

const A = "https://a.example/api/v1";
const B = "https://b.example/api/v1";

describe("Resource", () => {
  const cleanup = useCleanup();
  let window: Window;
  let resource: Resource<string>;
  /** The requests so far: each is answered by the test. */
  /** The answers that were taken for the value. */
  let taken: string[];
  let requests: (Deferred<string> & { readonly signal: AbortSignal; readonly baseUrl: string })[];

  beforeEach(async () => {
    window = new Machine().open();
    cleanup(() => {
      window.dispose();
    });
    await signIn(window, A, newToken());
    requests = [];
    const fetch = ({ account }: SignedIn, signal: AbortSignal): Promise<string> => {
      const request = { ...deferred<string>(), signal, baseUrl: account.baseUrl };
      requests.push(request);
      return request.promise;
    };
    taken = [];
    resource = new Resource(window.session, fetch, (answer) => {
      taken.push(answer);
      return answer;
    });
    cleanup(() => {
      resource.dispose();
    });
  });
  const value = (): string | undefined =>
    resource.state.kind === "idle" ? undefined : resource.state.last?.value;

  it("loads, is ready, and keeps what it has while it loads again or fails", async () => {
    const kinds: string[] = [];
    resource.onDidChange(() => kinds.push(`${resource.state.kind} ${value() ?? "-"}`));
    const first = resource.refresh();
    requests.at(0)?.resolve("one");
    assert.equal((await first).kind, "ready");
    const second = resource.refresh();
    const error = new Error("no network");
    requests.at(1)?.reject(error);
    const failed = await second;
    assert.ok(failed.kind === "failed" && failed.error === error);
    const third = resource.refresh();
    requests.at(2)?.resolve("three");
    await third;
    assert.deepEqual(kinds, [
      "loading -",
      "ready one",
      "loading one",
      "failed one",
      "loading one",
      "ready three",
    ]);
  });

  it("lets the newest request win, whichever answers last", async () => {
    const older = resource.refresh();
    const newer = resource.refresh();
    assert.equal(requests.at(0)?.signal.aborted, true);
    assert.equal(requests.at(1)?.signal.aborted, false);
    requests.at(1)?.resolve("new");
    await newer;
    requests.at(0)?.resolve("old");
    await older;
    assert.equal(value(), "new");
    assert.deepEqual(taken, ["new"]);
    assert.equal(resource.state.kind, "ready");
  });

  it("drops the late answer or failure of an older request while the newer is under way", async () => {
    for (const late of [
      (): void => requests.at(-2)?.resolve("old"),
      () => requests.at(-2)?.reject(new Error()),
    ]) {
      const older = resource.refresh();
      const newer = resource.refresh();
      late();
      await older;
      assert.equal(resource.state.kind, "loading");
      requests.at(-1)?.resolve("new");
      await newer;
      assert.equal(value(), "new");
    }
  });

  it("takes what came by another way, over a request under way", async () => {
    const loading = resource.refresh();
    resource.put("told");
    assert.equal(requests.at(0)?.signal.aborted, true);
    requests.at(0)?.resolve("asked before");
    await loading;
    assert.equal(value(), "told");
    assert.equal(resource.state.kind, "ready");
  });

  it("forgets everything when the account changes", async () => {
    resource.put("of A");
    const loading = resource.refresh();
    await signIn(window, B, newToken());
    assert.equal(requests.at(0)?.signal.aborted, true);
    assert.deepEqual(resource.state, { kind: "idle" });
    requests.at(0)?.resolve("late, of A");
    await loading;
    assert.deepEqual(resource.state, { kind: "idle" });
    void resource.refresh();
    assert.equal(requests.at(1)?.baseUrl, B);
    await window.session.signOut(signedIn(window).account.id);
    assert.equal(requests.at(1)?.signal.aborted, true);
    assert.deepEqual(resource.state, { kind: "idle" });
  });

  it("keeps what it has when only the account's label changes", async () => {
    resource.put("of A");
    const { account } = signedIn(window);
    await window.session.signIn({ ...account, label: "Renamed" }, newToken(), account.id);
    assert.equal(value(), "of A");
  });

  it("asks nothing when signed out", async () => {
    await window.session.signOut(signedIn(window).account.id);
    assert.deepEqual(await resource.refresh(), { kind: "idle" });
    assert.equal(requests.length, 0);
  });

  it("does not fail because a view does", async () => {
    resource.onDidChange(() => {
      throw new Error("a bug in a view");
    });
    const uncaught = await uncaughtDuring(async () => {
      const loading = resource.refresh();
      requests.at(0)?.resolve("one");
      assert.equal((await loading).kind, "ready");
    });
    assert.equal(uncaught.length, 2);
  });

  it("stops when it is disposed", async () => {
    void resource.refresh();
    resource.dispose();
    assert.equal(requests.at(0)?.signal.aborted, true);
    await signIn(window, B, newToken());
    await settled();
    assert.equal(resource.state.kind, "loading");
  });
});
