import assert from "node:assert/strict";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { apiAt, json, silence, startServer, type ScriptedServer } from "../support/httpServer.js";
import { newToken, US_NUMBER } from "../support/values.js";
import { failure, settled, uncaughtDuring, until, useCleanup } from "../support/waiting.js";

const SMS = { to: US_NUMBER, body: "Hello" };

/** All that an error could give away: its texts, what it inherits, hides and was caused by. */
function everythingOf(error: unknown): string {
  const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
  const { message, stack, cause } = error as Error;
  return [shown, message, stack, JSON.stringify(error), inspect(cause), String(error)].join("\n");
}

describe("the token", () => {
  const cleanup = useCleanup();
  let server: ScriptedServer;
  beforeEach(async () => {
    server = await startServer(json({ id: 1, credits_usd: 5, token: {}, user: {} }));
    cleanup(() => server.close());
  });

  it("is asked for just before each request, and sent as bearer", async () => {
    const tokens = [newToken(), newToken()];
    let asked = 0;
    const api = apiAt(server, { authorize: () => Promise.resolve(tokens[asked++] ?? "") });
    await api.balance();
    await api.balance();
    const sent = server.received.map(({ headers }) => headers.authorization);
    assert.deepEqual(
      sent,
      tokens.map((token) => `Bearer ${token}`),
    );
  });

  for (const [what, spoil] of [
    ["a line break", (token: string) => `${token}\n`],
    ["a line break within", (token: string) => `${token.slice(0, 12)}\r\nX-More: ${token.slice(12)}`],
    ["a letter beyond ASCII", (token: string) => `${token}é`],
    ["a character beyond Latin-1", (token: string) => `${token}\u200b`],
    ["a space", (token: string) => `${token} ${token}`],
    ["a NUL", (token: string) => `${token}\0`],
    ["nothing", () => ""],
  ] as const) {
    it(`reaches no header with ${what} in it, and no error`, async () => {
      const token = newToken();
      const api = apiAt(server, { authorize: () => Promise.resolve(spoil(token)) });
      for (const call of [() => api.send(SMS), () => api.balance(), () => api.list(undefined)]) {
        const error = await failure(call());
        assert.equal(error.kind, "invalidToken");
        assert.equal(error.didNothing, true);
        const everything = everythingOf(error);
        assert.equal(everything.includes(token), false);
        assert.equal(everything.includes(token.slice(12)), false);
      }
      assert.equal(server.received.length, 0);
    });
  }

  it("is in no error of a request that carried it", async () => {
    const token = newToken();
    const authorize = (): Promise<string> => Promise.resolve(token);
    const answers = [json({ message: "No." }, 422), json(null), json({}, 500), json({}, 302), silence];
    for (const answer of answers) {
      const other = await startServer(answer);
      cleanup(() => other.close());
      const error = await failure(apiAt(other, { authorize, limits: { send: 200 } }).send(SMS));
      assert.equal(everythingOf(error).includes(token), false);
    }
  });

  for (const [how, authorize] of [
    ["rejects", () => Promise.reject(new Error("the keyring is locked"))],
    [
      "throws",
      () => {
        throw new Error("the keyring is locked");
      },
    ],
  ] as const) {
    it(`is why nothing is requested when its keeper ${how}`, async () => {
      for (const call of ["send", "balance"] as const) {
        const api = apiAt(server, { authorize });
        const error = await failure(call === "send" ? api.send(SMS) : api.balance());
        assert.equal(error.kind, "noToken");
        assert.equal(error.didNothing, true);
        assert.equal((error.cause as Error).message, "the keyring is locked");
      }
      assert.equal(server.received.length, 0);
    });
  }

  it("is waited for no longer than the time limit", async () => {
    const api = apiAt(server, {
      authorize: () => new Promise(() => undefined),
      limits: { read: 30, send: 30 },
    });
    for (const call of [api.send(SMS), api.balance()]) {
      const error = await failure(call);
      assert.equal(error.kind, "timeout");
      assert.equal(error.didNothing, true);
    }
    assert.equal(server.received.length, 0);
  });

  it("is waited for until the caller cancels, and its keeper is told", async () => {
    let told: AbortSignal | undefined;
    const cancel = new AbortController();
    const authorize = (signal: AbortSignal): Promise<string> => {
      told = signal;
      return new Promise(() => undefined);
    };
    const error = failure(apiAt(server, { authorize }).send(SMS, cancel.signal));
    await until(() => told !== undefined);
    cancel.abort();
    assert.equal((await error).kind, "cancelled");
    assert.equal((await error).didNothing, true);
    assert.equal(told?.aborted, true);
    await settled();
    assert.equal(server.received.length, 0);
  });

  it("may be refused after the cancel without anyone to catch it", async () => {
    const uncaught = await uncaughtDuring(async () => {
      const authorize = (): Promise<string> => Promise.reject(new Error("too late"));
      const error = await failure(apiAt(server, { authorize }).send(SMS, AbortSignal.abort()));
      assert.equal(error.kind, "cancelled");
    });
    assert.deepEqual(uncaught, []);
  });
});

describe("the time limit", () => {
  const cleanup = useCleanup();

  it("holds even if garbage is collected meanwhile", async () => {
    const server = await startServer(silence);
    cleanup(() => server.close());
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const collecting = setInterval(collect, 20);
    cleanup(() => {
      clearInterval(collecting);
    });
    const { signal } = new AbortController();
    const api = apiAt(server, { limits: { read: 150, send: 150 } });
    for (const call of [api.balance(signal), api.send(SMS, signal)]) {
      assert.equal((await failure(call)).kind, "timeout");
    }
  });

  it("leaves nothing behind on the caller's signal", async () => {
    const server = await startServer(json({ credits_usd: 5 }));
    cleanup(() => server.close());
    const { signal } = new AbortController();
    let listening = 0;
    const counted = new Proxy(signal, {
      get: (target, key) => {
        if (key === "addEventListener") listening++;
        if (key === "removeEventListener") listening--;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    await apiAt(server).balance(counted);
    assert.equal(listening, 0);
  });
});
