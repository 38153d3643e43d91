/** How many requests may be under way at once: at the beginning and at most. */
const START = 2;
export const MOST = 8;

/** How long to wait after a 429 that does not say, in ms; doubled with each one in a row. */
const BACKOFF = 5000;
const LONGEST_BACKOFF = 60_000;

/**
 * Says when the next request may begin. The number under way grows by one with each round of successes. A 429 holds
 * all of them until the server wants to be asked again, and tells how many fit into a window of its limit; from then
 * on the last ones of a window go one by one, so that at most one is refused. A server that tells how many are left
 * is believed.
 */
export class Pacer {
  readonly #most: number;
  #width: number;
  #underWay = 0;
  /** Successes since the width last changed. */
  #streak = 0;
  #blockedUntil = 0;
  #refusals = 0;
  /** Requests that began in this window of the limit, and how many are known to fit into one. */
  #begun = 0;
  #fitting = Infinity;
  /** What the server said was left, and which request it said it to. */
  #left: { readonly sequence: number; readonly count: number } | undefined;
  #sequence = 0;

  constructor(most = MOST) {
    this.#most = most;
    this.#width = Math.min(START, most);
  }

  /** How many may be under way. */
  get width(): number {
    return this.#width;
  }

  /** Until when nothing may begin, ms since the epoch; 0 for no such wait. */
  get blockedUntil(): number {
    return this.#blockedUntil;
  }

  /**
   * ms until one more request may begin; `undefined` if that depends on those under way.
   * @param now ms since the epoch, like all times here
   */
  delay(now: number): number | undefined {
    if (this.#underWay >= this.#width) return undefined;
    // One at a time where one more may be one too many.
    if (this.#underWay > 0 && this.#underWay >= (this.#left?.count ?? Infinity)) return undefined;
    if (this.#underWay > 0 && this.#begun >= this.#fitting) return undefined;
    return Math.max(0, this.#blockedUntil - now);
  }

  /** A request begins. Its number is to be given back with its end. */
  begin(): number {
    this.#underWay++;
    this.#begun++;
    return ++this.#sequence;
  }

  /**
   * A request was taken.
   * @param left how many more the server says it takes in this window
   */
  accepted(sequence: number, left: number | undefined): void {
    this.#underWay--;
    this.#refusals = 0;
    // Answers come in any order: what was said to the youngest request counts.
    if (left !== undefined && sequence > (this.#left?.sequence ?? 0)) this.#left = { sequence, count: left };
    this.#streak++;
    // A whole window's worth more than was thought to fit: the refusal was not about that.
    if (this.#begun >= 2 * this.#fitting + this.#width) this.#fitting = Infinity;
    if (this.#streak < this.#width || this.#width >= this.#most) return;
    this.#width++;
    this.#streak = 0;
  }

  /** A request ended in a way that tells nothing of limits. */
  ended(): void {
    this.#underWay--;
  }

  /**
   * A request was refused by the limit.
   * @param retryAt when the server wants to be asked again, if it said so
   */
  refused(now: number, retryAt: number | undefined): void {
    this.#underWay--;
    const isFirst = now >= this.#blockedUntil;
    if (isFirst) {
      // What is still under way may be refused too.
      this.#fitting = Math.max(1, this.#begun - this.#underWay - 1);
      this.#refusals++;
    }
    const backoff = Math.min(BACKOFF * 2 ** (this.#refusals - 1), LONGEST_BACKOFF);
    this.#blockedUntil = Math.max(this.#blockedUntil, retryAt ?? now + backoff);
    this.#begun = 0;
    this.#streak = 0;
    this.#left = undefined;
  }
}
