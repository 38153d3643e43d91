import * as vscode from "vscode";
import { ApiError } from "../api/errors.js";
import type { Exchange } from "../api/http.js";
import { errorCode } from "./errorCode.js";
import type { NextStep } from "./errorText.js";

/** How many error codes are kept for the diagnostics. */
const KEPT = 10;

/** A failure as it goes into the diagnostics: a code and a time, nothing of what it was about. */
export interface PastError {
  readonly at: Date;
  readonly what: string;
  readonly code: string;
}

/** Tells people of failures, with the next step on each message, and keeps the log. */
export class Notifier {
  readonly #log: vscode.LogOutputChannel;
  readonly #past: PastError[] = [];

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** The newest failures, the last one first. */
  get pastErrors(): readonly PastError[] {
    return [...this.#past].reverse();
  }

  /** Runs a command and tells of its failure. Cancellation is silent. */
  async guard(what: string, run: () => unknown): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      this.record(what, error);
      if (error instanceof ApiError && error.kind === "cancelled") return;
      // Not awaited: the command is over when its message is shown, not when it is dismissed.
      void this.#tell(error, () => this.guard(what, run));
    }
  }

  /** Shows a message with ways on; runs the one that is chosen. Never throws: it is not waited for. */
  async offer(
    level: "info" | "warning" | "error",
    message: string,
    steps: readonly OfferedStep[],
  ): Promise<void> {
    const titles = steps.map(({ title }) => title);
    const show = {
      info: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[level];
    const chosen = await show(message, ...titles);
    const step = steps.find(({ title }) => title === chosen);
    if (step !== undefined) await this.guard(step.title, step.run);
  }

  /** Writes a failure to the log, in codes. */
  record(what: string, error: unknown): void {
    const code = errorCode(error);
    this.#past.push({ at: new Date(), what, code });
    if (this.#past.length > KEPT) this.#past.shift();
    this.#log.error(`${what}: ${code}`);
  }

  /** Writes a request to the log: its route, never a number or a text. */
  exchange({ method, path, outcome, duration }: Exchange): void {
    this.#log.debug(`${method} ${path || "/"} → ${outcome} (${Math.round(duration)} ms)`);
  }

  /** Writes to the log what is amiss, in words without a number, a text or a token. */
  warn(line: string): void {
    this.#log.warn(line);
  }

  /** Writes a line of the sandbox, which holds no number and no text either. */
  debug(line: string): void {
    this.#log.debug(line);
  }

  async #tell(error: unknown, again: () => Promise<void>): Promise<void> {
    const { errorText } = await import("./errorText.js");
    const { message, steps, retry } = errorText(error);
    await this.offer("error", message, [
      ...(retry ? [{ title: vscode.l10n.t("Retry"), run: again }] : []),
      ...steps.map(runnable),
    ]);
  }
}

/** A button of a message. */
export interface OfferedStep {
  readonly title: string;
  readonly run: () => unknown;
}

/** A step that an error text names, as a button. */
export function runnable({ title, command, argument }: NextStep): OfferedStep {
  return {
    title,
    run: () => vscode.commands.executeCommand(command, ...(argument === undefined ? [] : [argument])),
  };
}
