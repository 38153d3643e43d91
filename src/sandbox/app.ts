import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { creditsMicros, type AppContext, type AppEnv } from "./appContext.js";
import { carriesToken } from "./bearer.js";
import { CHALLENGE_HEADER, proofFor } from "./identity.js";
import { readListQuery, toListWire } from "./listing.js";
import { API_ROOT, MCP_PATH } from "./loopback.js";
import { handleMcp } from "./mcp/endpoint.js";
import { toAmount, toWire } from "./message.js";
import { Refusal, serverClosing, tooManyRequests } from "./refusal.js";
import { handleSend } from "./sendRoute.js";

/** All routes of the sandbox (the API page's, and a few of its own under `/sandbox`). */
export function createApp(context: AppContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false });
  const api = app.basePath(API_ROOT);
  const { state, behavior } = context;
  const money = (micros: number): number | string => toAmount(micros, behavior().decimals);

  app.onError((error, c) => {
    const refusal = error instanceof Refusal ? error : new Refusal(500, "Server error.");
    return c.json(refusal.body, refusal.status, { ...refusal.headers });
  });
  app.notFound((c) => c.json({ message: "Not found." }, 404));

  api.get("/", (c) => c.json({ api: "SMS for AI", version: "1.0", status: "ok", ...proof(context, c) }));
  api.all("/", onlyMethods("GET"));

  app.use(authenticate(context));

  // What is limited there is not the request but each call of a tool in it.
  app.post(MCP_PATH, (c) => handleMcp(context, c));
  app.all(MCP_PATH, onlyMethods("POST"));

  app.use(limitRate(context));

  api.get("/me", (c) =>
    c.json({
      token: { id: 1, name: "Sandbox", permissions: behavior().permissions },
      user: { name: "Sandbox", email: "sandbox@localhost", credits: money(creditsMicros(context)) },
    }),
  );
  api.all("/me", onlyMethods("GET"));

  api.get("/balance", (c) => c.json({ credits_usd: money(creditsMicros(context)) }));
  api.all("/balance", onlyMethods("GET"));

  api.get("/countries", (c) =>
    c.json(
      context.countries.all.map(({ code, name, dialCode, priceMicros }) => ({
        country_code: code,
        country_name: name,
        dial_code: dialCode,
        price_usd: money(priceMicros),
      })),
    ),
  );
  api.all("/countries", onlyMethods("GET"));

  api.post("/sms/send", (c) => handleSend(context, c));
  api.all("/sms/send", onlyMethods("POST"));

  api.get("/sms", (c) => {
    const query = readListQuery(c.req.query("status"), c.req.query("page"));
    const page = state.page(query.status, query.page, behavior().perPage);
    const path = `http://${c.req.header("Host") ?? ""}${API_ROOT}/sms`;
    return c.json(toListWire(page, query, path, behavior()));
  });
  api.all("/sms", onlyMethods("GET"));

  api.get("/sms/:id", (c) => {
    const id = c.req.param("id");
    const message = /^\d{1,15}$/.test(id) ? state.get(Number(id)) : undefined;
    if (message === undefined) throw new Refusal(404, "Message not found.");
    const { messageShape, decimals } = behavior();
    const wire = toWire(message, decimals);
    return c.json(messageShape === "flat" ? wire : { [messageShape]: wire });
  });
  api.all("/sms/:id", onlyMethods("GET"));

  api.get("/sandbox/events", (c) => {
    // Hono answers HEAD by the route of GET; a stream without a body would stay open for nothing.
    if (c.req.method !== "GET") throw methodNotAllowed("GET");
    context.hub.add(c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  api.all("/sandbox/events", onlyMethods("GET"));

  api.delete("/sandbox/messages", async (c) => {
    await state.clear();
    return c.json({ credits_usd: money(creditsMicros(context)) });
  });
  api.all("/sandbox/messages", onlyMethods("DELETE"));

  return app;
}

function proof(context: AppContext, c: Context<AppEnv>): { sandbox?: { proof: string } } {
  const nonce = c.req.header(CHALLENGE_HEADER);
  const proved = nonce === undefined ? undefined : proofFor(context.token, context.port(), nonce);
  return proved === undefined ? {} : { sandbox: { proof: proved } };
}

function authenticate({ token, loaded, closing }: AppContext): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!carriesToken(c.req.header("Authorization"), token)) {
      throw new Refusal(401, "Unauthenticated.", { headers: { "WWW-Authenticate": "Bearer" } });
    }
    if (closing.aborted) throw serverClosing();
    await loaded();
    await next();
  };
}

function limitRate({ limiter, behavior }: AppContext): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { rateLimitPerMinute, rateLimitPerDay } = behavior();
    const exempt = c.req.path.startsWith(`${API_ROOT}/sandbox/`);
    const verdict = exempt ? undefined : limiter.take(rateLimitPerMinute, rateLimitPerDay);
    if (verdict !== undefined) {
      c.header("X-RateLimit-Limit", String(verdict.limit));
      c.header("X-RateLimit-Remaining", String(verdict.remaining));
      if (!verdict.allowed) throw tooManyRequests(verdict.retryAfterSeconds);
    }
    await next();
  };
}

function onlyMethods(allowed: string): () => never {
  return () => {
    throw methodNotAllowed(allowed);
  };
}

function methodNotAllowed(allowed: string): Refusal {
  return new Refusal(405, "Method not allowed.", { headers: { Allow: allowed } });
}
