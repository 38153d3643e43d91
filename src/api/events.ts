import { createParser } from "eventsource-parser";
import { parseBalance, parseMessage, type Message, type MicroUsd } from "./schemas.js";

/** What the sandbox tells while one listens. */
export type SandboxEvent =
  /** The stream is on: whatever happens from here is told. */
  | { readonly kind: "connected" }
  /** A message arrived or its status changed. */
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "balance"; readonly balance: MicroUsd }
  /** The sandbox was emptied. */
  | { readonly kind: "cleared" };

/** Reads a stream of server-sent events. Events of other kinds are passed over. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<SandboxEvent, void> {
  const waiting: SandboxEvent[] = [{ kind: "connected" }];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const parsed = toEvent(event, data);
      if (parsed !== undefined) waiting.push(parsed);
    },
  });
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (;;) {
      yield* waiting.splice(0);
      // A connection that breaks ends the stream like any other end.
      const piece = await reader.read().catch(() => undefined);
      if (piece === undefined || piece.done) return;
      parser.feed(decoder.decode(piece.value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function toEvent(name: string | undefined, data: string): SandboxEvent | undefined {
  if (name === "cleared") return { kind: "cleared" };
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (name === "message") {
    const message = parseMessage(value);
    return message && { kind: "message", message };
  }
  const balance = name === "balance" ? parseBalance(value) : undefined;
  return balance === undefined ? undefined : { kind: "balance", balance };
}
