/** How often what happened: faults that never come prove nothing. */
export class Stats {
  readonly #counts = new Map<string, number>();

  count(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times);
  }

  /** Which of these never happened. */
  missing(expected: readonly string[]): string[] {
    return expected.filter((what) => (this.#counts.get(what) ?? 0) === 0);
  }

  /** A line for each, by name. */
  lines(): string[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what}: ${times}`);
  }
}
