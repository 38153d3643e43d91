import type { Message } from "../api/schemas.js";
import { Breather } from "./bulk/breather.js";
import type { ExportText } from "./exportRows.js";

/** Where an export goes: all of it or nothing. What was there before stays until `commit`. */
export interface ExportTarget {
  /** Adds to the end. */
  write(text: string): Promise<void>;
  /** Puts what was written in its place. */
  commit(): Promise<void>;
  /** Forgets what was written. Never throws. */
  discard(): Promise<void>;
  /** The same within one turn, for a window that closes. */
  abandon(): void;
}

/** The place for an export cannot be written; `cause` is the platform's error. */
export class ExportTargetError extends Error {
  override readonly name = "ExportTargetError";

  constructor(cause: unknown) {
    super("The file cannot be written.", { cause });
  }
}

/** What is exported, and where to. */
export interface ExportJob {
  /** The messages; how they come is not this module's business, nor how many there are. */
  readonly pages: AsyncIterable<readonly Message[]>;
  readonly text: ExportText;
  readonly open: () => Promise<ExportTarget>;
  readonly signal: AbortSignal;
  /** @param count messages written so far */
  readonly onProgress?: (count: number) => void;
}

/**
 * Writes messages page by page: no more than one page is held. Whatever goes wrong, nothing half written is left.
 * @returns how many there were
 * @throws ExportTargetError; the signal's reason; what `pages` throws
 */
export async function exportMessages({ pages, text, open, signal, onProgress }: ExportJob): Promise<number> {
  const target = await onTarget(open);
  const abandon = (): void => {
    target.abandon();
  };
  // A window that closes does not wait for promises.
  signal.addEventListener("abort", abandon);
  try {
    signal.throwIfAborted();
    await onTarget(() => target.write(text.begin));
    const breather = new Breather();
    let count = 0;
    for await (const page of pages) {
      let rows = "";
      for (const message of page) {
        await breather.breathe(signal);
        rows += text.row(message, count === 0);
        count++;
      }
      signal.throwIfAborted();
      await onTarget(() => target.write(rows));
      onProgress?.(count);
    }
    signal.throwIfAborted();
    await onTarget(() => target.write(text.end));
    signal.throwIfAborted();
    await onTarget(() => target.commit());
    return count;
  } catch (error) {
    await target.discard();
    // What an abandoned target complains of is not what went wrong.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", abandon);
  }
}

async function onTarget<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ExportTargetError(error);
  }
}
