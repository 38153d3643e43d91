import { untilAborted } from "../../api/abort.js";
import { ApiError } from "../../api/errors.js";
import type { Entry } from "./entry.js";

/** The looks of this window that are under way: an entry is looked for once at a time, and who else asks waits. */
export class OwnLooks<T> {
  readonly #underWay = new Map<string, Promise<T>>();

  /** Looks for those entries that no look of this window is at. */
  begin(entries: readonly Entry[], look: (entries: readonly Entry[]) => Promise<T>): Promise<T> {
    const free = entries.filter(({ id }) => !this.#underWay.has(id));
    const underWay = look(free).finally(() => {
      for (const { id } of free) this.#underWay.delete(id);
    });
    for (const { id } of free) this.#underWay.set(id, underWay);
    return underWay;
  }

  /**
   * What comes of the look that is at this entry; `undefined` without one.
   * @throws ApiError with the kind `cancelled` once the signal aborts; the look itself goes on
   */
  async join(id: string, signal = new AbortController().signal): Promise<T | undefined> {
    const look = this.#underWay.get(id);
    if (look === undefined) return undefined;
    return untilAborted(look, signal).catch((error: unknown) => {
      throw signal.aborted ? new ApiError("cancelled", true) : error;
    });
  }
}
