import Mocha from "mocha";

/**
 * Mocha's spec reporter, closed by one plain line that any log reader understands: `unit: N passed, N failed`, with
 * the reporter option `label` in front.
 */
export default class SummaryReporter extends Mocha.reporters.Spec {
  readonly #label: string;

  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const reporterOptions = (options?.reporterOptions ?? {}) as { label?: string };
    this.#label = reporterOptions.label ?? "tests";
  }

  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    Mocha.reporters.Base.consoleLog(`${this.#label}: ${passes} passed, ${failures} failed${skipped}`);
  }
}
