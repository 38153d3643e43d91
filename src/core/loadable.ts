/** Something that is fetched: what it is now, and what it last was while it is fetched again or failed. */
export type Loadable<T> =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly last: Loaded<T> | undefined }
  | { readonly kind: "ready"; readonly last: Loaded<T> }
  | { readonly kind: "failed"; readonly error: unknown; readonly last: Loaded<T> | undefined };

/** A value and when it was true. */
export interface Loaded<T> {
  readonly value: T;
  /** ms since the epoch. */
  readonly at: number;
}

/** The last known value, whatever has happened since. */
export function lastOf<T>(state: Loadable<T>): Loaded<T> | undefined {
  return state.kind === "idle" ? undefined : state.last;
}
