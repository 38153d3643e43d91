import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../host/paths.js";
import type { Reply, Request } from "./child.js";
import { OpenWindow, type FaultWindow, type Place } from "./window.js";

/** The window died before it answered. */
export class DeadError extends Error {
  override readonly name = "DeadError";
}

/** A window that can be killed from outside. */
export interface MortalWindow extends FaultWindow {
  readonly isProcess: boolean;
  readonly isDead: boolean;
  /** At once, whatever it is doing. */
  kill(): void;
  close(): Promise<void>;
}

type Call<T> = T extends unknown ? Omit<T, "call"> : never;

/** A process that has no window yet, or had one. */
class Host {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  readonly ready: Promise<unknown>;
  #calls = 0;
  isDead = false;

  constructor() {
    this.#child = fork(join(root, "out", "test", "faults", "child.js"));
    this.ready = new Promise((resolve, reject) => this.#waiting.set(0, { resolve, reject }));
    this.#child.on("message", ({ call, value, error }: Reply) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    });
    this.#child.on("exit", () => {
      this.isDead = true;
      for (const { reject } of this.#waiting.values()) reject(new DeadError());
    });
  }

  ask(request: Call<Request>): Promise<unknown> {
    if (this.isDead) return Promise.reject(new DeadError());
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#child.send({ call, ...request }, (error) => {
        if (error !== null) reject(new DeadError());
      });
    });
  }

  kill(): void {
    this.isDead = true;
    this.#child.kill("SIGKILL");
  }

  async end(): Promise<void> {
    if (this.isDead) return;
    const ended = once(this.#child, "exit");
    this.kill();
    await ended;
  }
}

/** Processes for windows, started ahead: a start takes longer than most runs. */
export class Hosts {
  readonly #spare: Host[] = [];
  started = 0;

  async take(): Promise<Host> {
    const host = this.#spare.pop() ?? this.#start();
    await host.ready;
    if (this.#spare.length === 0) this.#spare.push(this.#start());
    return host;
  }

  giveBack(host: Host): void {
    if (!host.isDead) this.#spare.push(host);
  }

  async end(): Promise<void> {
    await Promise.all(this.#spare.splice(0).map((host) => host.end()));
  }

  #start(): Host {
    this.started++;
    const host = new Host();
    host.ready.catch(() => undefined);
    return host;
  }
}

/** Opens a window in a process of its own. */
export async function openInProcess(hosts: Hosts, place: Place): Promise<MortalWindow> {
  const host = await hosts.take();
  await host.ask({ kind: "open", place });
  let isClosed = false;
  return {
    isProcess: true,
    get isDead() {
      return host.isDead;
    },
    send: (order) => host.ask({ kind: "send", order }) as ReturnType<FaultWindow["send"]>,
    cancel: (senderId) => host.ask({ kind: "cancel", senderId }) as Promise<void>,
    bulk: (order) => host.ask({ kind: "bulk", order }) as Promise<string>,
    refresh: () => host.ask({ kind: "refresh" }) as ReturnType<FaultWindow["refresh"]>,
    look: (id, disk) => host.ask({ kind: "look", id, disk }) as Promise<string>,
    choose: (id, messageId) => host.ask({ kind: "choose", id, messageId }) as Promise<void>,
    discard: (id) => host.ask({ kind: "discard", id }) as Promise<void>,
    kill: () => {
      host.kill();
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (!host.isDead) await host.ask({ kind: "close" }).catch(() => undefined);
      hosts.giveBack(host);
    },
  };
}

/** Opens a window in this process. Killed, it does nothing and answers nothing any more. */
export function openHere(place: Place): MortalWindow {
  let isDead = false;
  let bury: (error: DeadError) => void = () => undefined;
  const death = new Promise<never>((_, reject) => {
    bury = reject;
  });
  death.catch(() => undefined);
  const kill = (): void => {
    isDead = true;
    window.close();
    bury(new DeadError());
  };
  const window = new OpenWindow(place, kill);
  const alive = <T>(work: () => Promise<T>): Promise<T> =>
    isDead ? Promise.reject(new DeadError()) : Promise.race([work(), death]);
  return {
    isProcess: false,
    get isDead() {
      return isDead;
    },
    send: (order) => alive(() => window.send(order)),
    cancel: (senderId) => alive(() => window.cancel(senderId)),
    bulk: (order) => alive(() => window.bulk(order)),
    refresh: () => alive(() => window.refresh()),
    look: (id, disk) => alive(() => window.look(id, disk)),
    choose: (id, messageId) => alive(() => window.choose(id, messageId)),
    discard: (id) => alive(() => window.discard(id)),
    kill,
    close: () => {
      if (!isDead) window.close();
      return Promise.resolve();
    },
  };
}
