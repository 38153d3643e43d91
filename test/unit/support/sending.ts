import type { SignedIn } from "../../../src/core/session.js";
import { ACCOUNT } from "./entries.js";
import { apiAt, json, startServer, type Answer, type ScriptedServer } from "./httpServer.js";

/** A server, and the account of `ACCOUNT` there. */
export interface ServedAccount {
  readonly server: ScriptedServer;
  readonly account: SignedIn;
}

/** A server that lists the messages 3 and 2, and answers sends as told. */
export async function serveSends(
  cleanup: (undo: () => unknown) => void,
  answer: Answer,
): Promise<ServedAccount> {
  const listed = json({ data: [{ id: 3 }, { id: 2 }] });
  const server = await startServer((response, request) => {
    (request.method === "GET" ? listed : answer)(response, request);
  });
  cleanup(() => server.close());
  const api = apiAt(server);
  const account: SignedIn = {
    kind: "signedIn",
    account: { ...ACCOUNT, baseUrl: server.baseUrl, owner: { permissions: [] } },
    api: () => Promise.resolve(api),
  };
  return { server, account };
}

/** How many sends were requested. */
export function sendsTo({ received }: ScriptedServer): number {
  return received.filter(({ method }) => method === "POST").length;
}
