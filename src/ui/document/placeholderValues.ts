import * as z from "zod/mini";
import type { Memory } from "../../core/secrets.js";

const KEY = "placeholderValues";

/** How many documents' values are kept. */
const MAX_DOCUMENTS = 10;

const kept = z.array(z.object({ document: z.string(), values: z.array(z.tuple([z.string(), z.string()])) }));

/** What was typed for the placeholders of a document and not sent: kept for this window, so that nothing is lost. */
export class PlaceholderValues {
  readonly #memory: Memory;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  /** By name. */
  of(document: string): ReadonlyMap<string, string> {
    return new Map(this.#all().find((entry) => entry.document === document)?.values);
  }

  async keep(document: string, values: ReadonlyMap<string, string>): Promise<void> {
    const others = this.#all().filter((entry) => entry.document !== document);
    const entries = values.size === 0 ? others : [{ document, values: [...values] }, ...others];
    await this.#memory.update(KEY, entries.length === 0 ? undefined : entries.slice(0, MAX_DOCUMENTS));
  }

  /** Drops those of all documents. */
  async clear(): Promise<void> {
    await this.#memory.update(KEY, undefined);
  }

  #all(): z.infer<typeof kept> {
    const parsed = kept.safeParse(this.#memory.get(KEY));
    return parsed.success ? parsed.data : [];
  }
}
