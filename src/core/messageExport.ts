import { Breather } from "./bulk/breather.js";
import type { ExportText } from "./exportRows.js";
import type { ReadPage } from "./messagePages.js";

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
    super("target", { cause });
  }
}

/** How far an export is. */
export interface ExportProgress {
  /** Messages written so far. */
  readonly count: number;
  readonly total: number | undefined;
}

/** What was exported. */
export interface Exported {
  readonly count: number;
  /** It could not be proved that none is missing. */
  readonly uncertain: boolean;
}

/** What is exported, and where to. */
export interface ExportJob {
  readonly pages: AsyncIterable<ReadPage>;
  readonly text: ExportText;
  readonly open: () => Promise<ExportTarget>;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
}

/**
 * Writes messages page by page: no more than one page is held. Whatever goes wrong, nothing half written is left.
 * @throws ExportTargetError; the signal's reason; what `pages` throws
 */
export async function exportMessages({
  pages,
  text,
  open,
  signal,
  onProgress,
}: ExportJob): Promise<Exported> {
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
    let uncertain = false;
    for await (const page of pages) {
      let rows = "";
      for (const message of page.messages) {
        await breather.breathe(signal);
        rows += text.row(message, count === 0);
        count++;
      }
      signal.throwIfAborted();
      await onTarget(() => target.write(rows));
      uncertain ||= page.uncertain;
      onProgress?.({ count, total: page.total });
    }
    signal.throwIfAborted();
    await onTarget(() => target.write(text.end));
    signal.throwIfAborted();
    await onTarget(() => target.commit());
    return { count, uncertain };
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
