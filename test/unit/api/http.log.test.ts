import assert from "node:assert/strict";
import type { Exchange } from "../../../src/api/http.js";
import { apiAt, cut, json, silence, startServer, text, type Answer } from "../support/httpServer.js";
import { GB_NUMBER, newToken } from "../support/values.js";
import { failure, useCleanup } from "../support/waiting.js";

const SECRET_TEXT = "the code is 482910";

describe("onExchange", () => {
  const cleanup = useCleanup();

  /** Runs calls of the API and gives what was told of them. */
  async function told(
    answer: Answer,
    run: (api: ReturnType<typeof apiAt>, baseUrl: string) => Promise<unknown>,
    authorize?: () => Promise<string>,
  ): Promise<Exchange[]> {
    const server = await startServer(answer);
    cleanup(() => server.close());
    const exchanges: Exchange[] = [];
    const options = { limits: { read: 200, send: 200 }, ...(authorize && { authorize }) };
    const api = apiAt(server, { ...options, onExchange: (exchange) => exchanges.push(exchange) });
    await run(api, server.baseUrl);
    return exchanges;
  }
  const brief = ({ method, path, outcome }: Exchange): string => `${method} ${path} ${outcome}`;

  it("tells each request, each try of a read included", async () => {
    const page = json({ data: [], id: 1, credits_usd: 5 });
    const exchanges = await told(page, async (api) => {
      await api.balance();
      await api.list("delivered", { page: 3 });
      await api.message("7");
      await api.send({ to: GB_NUMBER, body: SECRET_TEXT, senderId: "MyApp" });
    });
    assert.deepEqual(exchanges.map(brief), [
      "GET /balance 200",
      "GET /sms?page=3&status=delivered 200",
      "GET /sms/… 200",
      "POST /sms/send 200",
    ]);
    for (const { duration } of exchanges) assert.ok(duration >= 0 && duration < 5000);
    const failing = await told(text("", 500), (api) => failure(api.me()));
    assert.deepEqual(failing.map(brief), ["GET /me 500", "GET /me 500", "GET /me 500"]);
  });

  it("tells failures by their kind", async () => {
    const send = (api: ReturnType<typeof apiAt>): Promise<unknown> =>
      failure(api.send({ to: GB_NUMBER, body: SECRET_TEXT }));
    assert.deepEqual((await told(cut, send)).map(brief), ["POST /sms/send connectionLost"]);
    assert.deepEqual((await told(silence, send)).map(brief), ["POST /sms/send timeout"]);
    const locked = (): Promise<string> => Promise.reject(new Error("locked"));
    assert.deepEqual((await told(silence, send, locked)).map(brief), ["POST /sms/send noToken"]);
  });

  it("tells no token, number, text or secret in a query", async () => {
    const token = newToken();
    const answers: Answer[] = [
      json({ id: 1 }),
      json({ message: SECRET_TEXT }, 422),
      json(null),
      cut,
      silence,
    ];
    for (const answer of answers) {
      const exchanges = await told(
        answer,
        async (api, baseUrl) => {
          const secrets = `pin=482910&token=${token}&to=${encodeURIComponent(GB_NUMBER)}&text=${SECRET_TEXT}`;
          const page = encodeURIComponent(GB_NUMBER);
          await api.send({ to: GB_NUMBER, body: SECRET_TEXT }).catch(() => undefined);
          await api.list(undefined, { url: `${baseUrl}/sms?page=2&${secrets}` }).catch(() => undefined);
          await api.list(undefined, { url: `${baseUrl}/sms?page=${page}` }).catch(() => undefined);
          await api.list(undefined, { url: `${new URL(baseUrl).origin}/?${secrets}` }).catch(() => undefined);
        },
        () => Promise.resolve(token),
      );
      const log = JSON.stringify(exchanges);
      assert.ok(exchanges.length >= 4);
      for (const secret of [token, GB_NUMBER.slice(1), "482910", "Bearer"]) {
        assert.equal(log.includes(secret), false, secret);
      }
      assert.ok(exchanges.some(({ path }) => path === "/sms?page=2"));
      assert.ok(exchanges.some(({ path }) => path === "…"));
    }
  });
});
