// A process with one window after the other: see processes.ts. It kills itself where it is told to.
import type { DiskFault } from "./files.js";
import { OpenWindow, type BulkOrder, type Place, type SendOrder } from "./window.js";

/** What the process is asked to do. */
export type Request = { readonly call: number } & (
  | { readonly kind: "open"; readonly place: Place }
  | { readonly kind: "send"; readonly order: SendOrder }
  | { readonly kind: "cancel"; readonly senderId: string }
  | { readonly kind: "bulk"; readonly order: BulkOrder }
  | { readonly kind: "refresh" }
  | { readonly kind: "look"; readonly id: string; readonly disk: DiskFault | undefined }
  | { readonly kind: "choose"; readonly id: string; readonly messageId: string }
  | { readonly kind: "discard"; readonly id: string }
  | { readonly kind: "close" }
);

/** What it answers. */
export interface Reply {
  readonly call: number;
  readonly value?: unknown;
  readonly error?: string;
}

let opened: OpenWindow | undefined;

async function perform(request: Request): Promise<unknown> {
  if (request.kind === "open") {
    opened = new OpenWindow(request.place, () => process.kill(process.pid, "SIGKILL"));
    return undefined;
  }
  if (opened === undefined) throw new Error("no window is open");
  switch (request.kind) {
    case "send":
      return opened.send(request.order);
    case "cancel":
      return opened.cancel(request.senderId);
    case "bulk":
      return opened.bulk(request.order);
    case "refresh":
      return opened.refresh();
    case "look":
      return opened.look(request.id, request.disk);
    case "choose":
      return opened.choose(request.id, request.messageId);
    case "discard":
      return opened.discard(request.id);
    case "close":
      opened.close();
      opened = undefined;
      return undefined;
  }
}

process.on("message", (request: Request) => {
  void perform(request).then(
    (value) => process.send?.({ call: request.call, value } satisfies Reply),
    (error: unknown) => process.send?.({ call: request.call, error: String(error) } satisfies Reply),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ call: 0 } satisfies Reply);
