import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerClock } from "./lane.js";

/** What becomes of a send on its way to the sandbox and back. */
export type WireFault =
  | "none"
  /** The connection is cut before, or after, the sandbox has accepted the message. */
  | "cutBefore"
  | "cutAfter"
  /** 500 before, or after. */
  | "errorBefore"
  | "errorAfter"
  /** No answer until the sender gives up: the sandbox never heard of it, has accepted it, or gets it only then. */
  | "slowBefore"
  | "slowAfter"
  | "late"
  /** Accepted, but answered with what is not understood. */
  | "html"
  | "half"
  | "empty"
  | "redirect"
  /** Refused: nothing was done. */
  | "refused"
  | "limited"
  /** The person cancels, or the window is killed, before or after the sandbox has accepted it. */
  | "stopBefore"
  | "stopAfter";

/** What becomes of the lists. */
export type ListFault = "none" | "cut" | "error" | "slow" | "forbidden";

/** What is planned for one send. */
export interface WirePlan {
  readonly fault: WireFault;
  /** Called when the request has come, before anything is done with it. */
  readonly onArrival: (body: string) => void;
  /** For `stopBefore` and `stopAfter`. */
  readonly stop: () => void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How long after its sender has given up a late request reaches the sandbox, in ms. */
const LATE = 40;

/** Stands between the windows and the sandbox, and does to each send what is planned for it. */
export class FaultProxy {
  readonly #target: number;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #plans = new Map<string, WirePlan>();
  readonly #underWay = new Set<Promise<void>>();
  listFault: ListFault = "none";

  /**
   * @param target the sandbox's port
   * @param clock whose time the answers tell
   */
  constructor(target: number, clock: ServerClock) {
    this.#target = target;
    this.#server = createServer((incoming, response) => {
      response.setHeader("Date", new Date(Date.now() + clock.ahead).toUTCString());
      const work = this.#handle(incoming, response).catch(() => {
        response.socket?.destroy();
      });
      this.#underWay.add(work);
      void work.finally(() => this.#underWay.delete(work));
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** @param key the sender ID of a send, or the number of one that has none */
  plan(key: string, plan: WirePlan): void {
    this.#plans.set(key, plan);
  }

  /** Waits until all requests are done with, those included whose senders have given up. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const forward = (): Promise<Answer> => this.#forward(incoming, body);
    if (incoming.method === "POST") await this.#send(body.toString(), response, forward);
    else await this.#list(response, forward);
  }

  async #list(response: ServerResponse, forward: () => Promise<Answer>): Promise<void> {
    switch (this.listFault) {
      case "none":
        reply(response, await forward());
        return;
      case "cut":
        response.socket?.destroy();
        return;
      case "error":
        refuse(response, 500);
        return;
      case "forbidden":
        refuse(response, 403);
        return;
      case "slow":
        await gone(response);
    }
  }

  async #send(body: string, response: ServerResponse, forward: () => Promise<Answer>): Promise<void> {
    const { sender_id: senderId, to } = JSON.parse(body) as { sender_id?: string; to: string };
    const plan = this.#plans.get(senderId ?? to);
    if (plan === undefined) throw new Error("nothing is planned for this send");
    plan.onArrival(body);
    const { fault, stop } = plan;
    switch (fault) {
      case "none":
        reply(response, await forward());
        return;
      case "cutBefore":
        response.socket?.destroy();
        return;
      case "errorBefore":
        refuse(response, 500);
        return;
      case "refused":
        refuse(response, 402);
        return;
      case "limited":
        refuse(response, 429);
        return;
      case "slowBefore":
        await gone(response);
        return;
      case "late":
        await gone(response);
        await pause(LATE);
        await forward();
        return;
      case "stopBefore":
        stop();
        await gone(response);
        return;
      default:
        await this.#afterAcceptance(fault, response, await forward(), stop);
    }
  }

  async #afterAcceptance(
    fault: "cutAfter" | "errorAfter" | "slowAfter" | "stopAfter" | "html" | "half" | "empty" | "redirect",
    response: ServerResponse,
    answer: Answer,
    stop: () => void,
  ): Promise<void> {
    switch (fault) {
      case "cutAfter":
        response.socket?.destroy();
        return;
      case "errorAfter":
        refuse(response, 502);
        return;
      case "slowAfter":
        await gone(response);
        return;
      case "stopAfter":
        stop();
        await gone(response);
        return;
      case "html":
        reply(response, { ...answer, headers: {}, body: Buffer.from("<html>") });
        return;
      case "half":
        reply(response, { ...answer, headers: {}, body: answer.body.subarray(0, answer.body.length / 2) });
        return;
      case "empty":
        reply(response, { ...answer, headers: {}, body: Buffer.from("{}") });
        return;
      case "redirect":
        reply(response, { status: 302, headers: { location: "/" }, body: Buffer.alloc(0) });
    }
  }

  #forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const headers = { ...incoming.headers, host: `127.0.0.1:${this.#target}` };
    const { method, url } = incoming;
    const options = { method, path: url, headers, port: this.#target, host: "127.0.0.1", agent: this.#agent };
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  const location = headers.location === undefined ? {} : { Location: headers.location };
  response.writeHead(status, { "Content-Type": "application/json", ...location });
  response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  reply(response, { status, headers: {}, body: Buffer.from('{"message":"A fault."}') });
}

/** Waits until whoever asked has gone. */
function gone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.on("close", resolve);
  });
}
