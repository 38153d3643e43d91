import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRun, type RowState } from "../../src/core/bulk/runState.js";
import { numbers } from "../unit/support/bulk.js";
import { Board, ifDead } from "./board.js";
import { Violation } from "./checks.js";
import { endWindow } from "./ending.js";
import type { Lane } from "./lane.js";
import type { WireFault } from "./proxy.js";
import type { Random } from "./random.js";
import { openEntries, settledEntries } from "./record.js";
import { drawDiskFault } from "./sendings.js";
import type { Stats } from "./stats.js";
import type { MortalWindow } from "./windows.js";

const BODY = "A text to many";
const RUN = "run-1";

/** The limit of a request in ms. */
const REQUEST = 400;

/** How often a run is gone on with; the last times nothing goes wrong with the window any more. */
const TURNS = 40;
const FAULTY_TURNS = 6;

/** How long a lease lasts, and a little more, in ms. */
const LEASE = 60_000;

const WIRE: Readonly<Partial<Record<WireFault, number>>> & { readonly none: number } = {
  none: 60,
  cutBefore: 3,
  cutAfter: 4,
  errorAfter: 3,
  slowAfter: 2,
  late: 2,
  html: 2,
  limited: 0,
  stopBefore: 5,
  stopAfter: 6,
};

/** A run of one text to many that dies again and again, and goes on in other windows. */
export class BulkScenario {
  readonly #lane: Lane;
  readonly #random: Random;
  readonly #stats: Stats;
  readonly #arrived = new Map<string, number>();
  #failure: Violation | undefined;
  readonly story: string[] = [];

  constructor(lane: Lane, random: Random, stats: Stats) {
    this.#lane = lane;
    this.#random = random;
    this.#stats = stats;
  }

  /** @throws Violation */
  async run(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "sms-for-ai-faults-"));
    const board = new Board(this.#lane, folder, this.#stats);
    const recipients = numbers(this.#random.int(4, 16));
    try {
      await this.#lane.sandbox.clear();
      this.#lane.sandbox.configure({ listFields: this.#random.chance(0.4) ? "lean" : "full" });
      this.#lane.clock.ahead = 0;
      this.#lane.proxy.listFault = "none";
      await this.#turns(board, recipients);
      await this.#check(board, recipients);
    } finally {
      await board.closeAll();
      await this.#lane.proxy.idle();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /** One window after the other, until the run is done. */
  async #turns(board: Board, recipients: readonly string[]): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) {
      const random = this.#random.fork(`turn ${turn}`);
      const isFaulty = turn < FAULTY_TURNS;
      const window = await board.open(random.chance(0.6));
      for (const to of recipients) this.#plan(board.folder, to, window, random, isFaulty);
      const hasDiskFault = isFaulty && random.chance(0.5);
      const disk = hasDiskFault ? { ...drawDiskFault(random), at: random.int(1, 12) } : undefined;
      const order = { run: RUN, body: BODY, recipients, ahead: turn * LEASE, request: REQUEST, disk };
      const end = await window.bulk(order).catch((error: unknown) => {
        // A disk that refuses while the run is opened is told by a rejection.
        if (!window.isDead && disk === undefined) throw error;
        if (window.isDead) ifDead(error);
        return window.isDead ? "died" : "refused";
      });
      this.story.push(`${window.isProcess ? "process" : "window"}: ${JSON.stringify(disk)} ${end}`);
      this.#stats.count(`bulk: ${end}`);
      await window.close();
      await this.#lane.proxy.idle();
      if (this.#failure !== undefined) throw this.#failure;
      if (end === "damaged") throw new Violation("the journal of a run was damaged");
      if (end === "done") return;
    }
    throw new Violation("a run is never done");
  }

  #plan(folder: string, to: string, window: MortalWindow, random: Random, isFaulty: boolean): void {
    const fault = isFaulty ? random.weighted(WIRE as Readonly<Record<WireFault, number>>) : "none";
    this.#lane.proxy.plan(to, {
      fault,
      onArrival: () => {
        const arrivals = (this.#arrived.get(to) ?? 0) + 1;
        this.#arrived.set(to, arrivals);
        this.story.push(`${to}: ${fault}`);
        if (arrivals > 1) this.#fail(`${to} was requested twice`);
        if (rowsIn(folder).find((row) => row.to === to)?.state !== "underWay")
          this.#fail(`${to} was requested before it was written down`);
      },
      stop: () => {
        window.kill();
      },
    });
  }

  #fail(what: string): void {
    this.#failure ??= new Violation(what);
  }

  /** Everybody got it once at most, and of everybody it is known or asked. */
  async #check(board: Board, recipients: readonly string[]): Promise<void> {
    const { folder } = board;
    const rows = rowsIn(folder);
    this.#stats.count("bulk: rows", rows.length);
    await endWindow(board);
    const accepted = board.accepted();
    for (const to of recipients) {
      const got = accepted.filter((message) => message.to === to);
      const row = rows.find((one) => one.to === to);
      if (got.length > 1) throw new Violation(`${to} got it twice`);
      if (row?.body !== BODY) throw new Violation(`the row of ${to} is lost`);
      const [message] = got;
      if (row.state === "sent" && message?.id !== row.messageId)
        throw new Violation(`${to} is told to have got it`);
      if (row.state === "failed" && message !== undefined)
        throw new Violation(`${to} is told to have failed`);
      if (row.state === "unknown") this.#checkUnknown(folder, row, message?.id);
      else if (row.state !== "sent" && row.state !== "failed") throw new Violation(`${to} is ${row.state}`);
    }
  }

  /** Every unknown row is the outbox's, which finds out whatever can be known. */
  #checkUnknown(folder: string, { to, row }: RowState, messageId: string | undefined): void {
    this.#stats.count("bulk: rows unknown");
    const open = openEntries(folder).find((entry) => entry.to === to && entry.body === BODY);
    const settled = settledEntries(folder).find(({ id }) => id === `bulk-${RUN}-${row}`);
    if (open === undefined && settled === undefined) throw new Violation(`the outbox has nothing of ${to}`);
    if (settled !== undefined && (messageId === undefined || settled.messageId !== messageId))
      throw new Violation(`${to} was settled by what it did not get`);
    // Until its deadline it is nobody's business.
    if (messageId !== undefined && settled === undefined && open?.state === "unknown")
      throw new Violation(`${to} is the only match, and was not settled`);
  }
}

/** The rows of the run as its journal tells them now. */
function rowsIn(folder: string): RowState[] {
  const file = join(folder, "bulk", `${RUN}.jsonl`);
  if (!existsSync(file)) return [];
  return [...(readRun(readFileSync(file, "utf8"))?.state.rows.values() ?? [])];
}
