import { csvLine, type Cell } from "../csv.js";
import type { RowState, RunState } from "./runState.js";

/** The first line of a results file. */
const COLUMNS = ["number", "status", "id", "price", "error"];

/** The least time between two writes, in ms; a slow disk gets more. */
const INTERVAL = 1000;

/**
 * What became of the rows of a run, as a CSV file: those that have an outcome, and all of them once it has ended.
 * It begins with a byte order mark, without which spreadsheets take the wrong encoding.
 */
export function resultsText({ rows, ended }: Pick<RunState, "rows" | "ended">): string {
  const told = [...rows.values()].filter(({ state }) => state !== "pending" || ended !== undefined);
  return `\ufeff${csvLine(COLUMNS)}${told.map((row) => csvLine(resultCells(row))).join("")}`;
}

function resultCells(row: RowState): Cell[] {
  const { to, messageId, price, code, error } = row;
  const usd = price === undefined ? "" : (price / 1e6).toFixed(6);
  const why = [code, error].filter((part) => part !== undefined).join(": ");
  return [to, statusOf(row), messageId ?? "", usd, why];
}

/** Codes, so that a script can tell them apart in any language. */
function statusOf({ state, status, settled }: RowState): string {
  switch (state) {
    case "sent":
      return status ?? "sent";
    case "failed":
    case "pending":
      return "not_sent";
    case "underWay":
    case "unknown":
      return settled === "discarded" ? "may_have_been_sent" : "unknown";
  }
}

/** Keeps a results file up to date, not oftener than it can be written. */
export class ResultsFile {
  readonly #write: (text: string) => Promise<void>;
  readonly #state: () => RunState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #pause = INTERVAL;
  #failure: unknown;

  constructor(write: (text: string) => Promise<void>, state: () => RunState) {
    this.#write = write;
    this.#state = state;
  }

  /** What kept it from being written the last time; `undefined` if it was written. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Something has changed: it is written before long. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#pause);
  }

  /** Writes it now. Never throws: see `failure`. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeNow());
    await this.#writing;
  }

  async #writeNow(): Promise<void> {
    const began = performance.now();
    try {
      await this.#write(resultsText(this.#state()));
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
    }
    this.#pause = Math.max(INTERVAL, 10 * (performance.now() - began));
  }
}
