import type { HttpBindings } from "@hono/node-server";
import type { SandboxBehavior } from "./behavior.js";
import type { Countries } from "./countries.js";
import type { EventHub } from "./eventHub.js";
import type { RateLimiter } from "./rateLimit.js";
import type { SandboxState } from "./state.js";

/** The environment of every route: Node's own request and response. */
export interface AppEnv {
  readonly Bindings: HttpBindings;
}

/** What the routes work on. */
export interface AppContext {
  readonly token: string;
  /** The port that the server listens on. */
  readonly port: () => number;
  readonly behavior: () => SandboxBehavior;
  readonly state: SandboxState;
  /** Resolves when the state is loaded; rejects if it cannot be. */
  readonly loaded: () => Promise<void>;
  readonly hub: EventHub;
  readonly limiter: RateLimiter;
  readonly countries: Countries;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** Millionths of a USD that are left. */
export function creditsMicros({ behavior, state }: Pick<AppContext, "behavior" | "state">): number {
  return Math.max(0, Math.round(behavior().startingCreditsUsd * 1e6) - state.spentMicros);
}
