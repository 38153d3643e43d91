import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Board, ifDead } from "./board.js";
import { Violation } from "./checks.js";
import { endWell } from "./ending.js";
import type { Lane } from "./lane.js";
import type { ListFault } from "./proxy.js";
import type { Random } from "./random.js";
import { acceptedMessages } from "./record.js";
import { drawDiskFault, drawPlan, drawTexts, type Sending, type Text } from "./sendings.js";
import type { Stats } from "./stats.js";
import type { ShownEntry } from "./window.js";
import type { MortalWindow } from "./windows.js";

type Texts = readonly [Text, ...Text[]];

const LIST_FAULTS: Readonly<Record<ListFault, number>> = {
  none: 14,
  cut: 1,
  error: 1,
  slow: 1,
  forbidden: 1,
};

/** One run: windows, texts, faults, and a person who does with what is left as the seed says. */
export class Scenario {
  readonly #lane: Lane;
  readonly #random: Random;
  readonly #stats: Stats;
  #board: Board | undefined;

  constructor(lane: Lane, random: Random, stats: Stats) {
    this.#lane = lane;
    this.#random = random;
    this.#stats = stats;
  }

  /** What was sent, for the story of a failure. */
  get sendings(): readonly Sending[] {
    return this.#board?.sendings ?? [];
  }

  /** @throws Violation */
  async run(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "sms-for-ai-faults-"));
    const board = (this.#board = new Board(this.#lane, folder, this.#stats));
    try {
      const texts = drawTexts(this.#random.fork("texts"));
      await prepare(board, texts, this.#random.fork("sandbox"));
      const acts = this.#random.int(2, 4);
      for (let number = 0; number < acts; number++) {
        await act(board, texts, this.#random.fork(`act ${number}`));
      }
      await board.deadlines();
      for (const round of [1, 2]) await person(board, this.#random.fork(`person ${round}`));
      await board.deadlines();
      await endWell(board);
    } finally {
      await board.closeAll();
      await this.#lane.proxy.idle();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** A sandbox that behaves in one of its ways, an account that somebody else uses too, and windows. */
async function prepare(board: Board, texts: Texts, random: Random): Promise<void> {
  const { sandbox, proxy, record, clock } = board.lane;
  await sandbox.clear();
  sandbox.configure({
    sendShape: random.pick(["flat", "nested"]),
    messageShape: random.pick(["flat", "sms", "data"]),
    decimals: random.pick(["number", "string"]),
    pagination: random.pick(["full", "meta", "links", "none"]),
    listFields: random.chance(0.4) ? "lean" : "full",
  });
  proxy.listFault = "none";
  const strangers = random.chance(0.15) ? random.int(20, 45) : random.int(0, 3);
  const ahead = random.pick([0, 0, 700, 3_600_000, -90_000]);
  // Some time ago: a server tells its time to the second.
  clock.ahead = ahead - (random.chance(0.5) ? random.int(2000, 5000) : random.int(5000, 90_000));
  for (let index = 0; index < strangers; index++) await sendAsStranger(board.lane, random.pick(texts));
  clock.ahead = ahead;
  board.strangers = new Set(acceptedMessages(record).map(({ id }) => id));
  const windows = random.int(1, 3);
  for (let index = 0; index < windows; index++) await board.open(random.chance(0.4));
}

async function sendAsStranger({ sandbox, token }: Lane, { to, body }: Text): Promise<void> {
  const request = fetch(`${sandbox.baseUrl}/sms/send`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ to, body }),
  });
  // Some numbers have the connection cut, or refuse it.
  await request.then((response) => response.arrayBuffer()).catch(() => undefined);
}

/** A text is sent; beside it perhaps another one, or the same, and a window looks for what is unsettled. */
async function act(board: Board, texts: Texts, random: Random): Promise<void> {
  board.lane.proxy.listFault = random.weighted(LIST_FAULTS);
  const text = random.pick(texts);
  const work: Promise<unknown>[] = [board.send(board.window(random), text, drawPlan(random))];
  if (board.windows.length > 1 && random.chance(0.5)) {
    const other = random.chance(0.5) ? text : random.pick(texts);
    work.push(board.send(board.window(random), other, drawPlan(random)));
  }
  if (random.chance(0.5)) {
    if (random.chance(0.5)) await pause(random.int(1, 60));
    const disk = random.chance(0.2) ? drawDiskFault(random) : undefined;
    work.push(board.lookAtAll(board.window(random), disk));
  }
  await Promise.all(work);
  board.stopAtViolation();
  await board.restart(random);
}

/** A person goes through what may have been sent. */
async function person(board: Board, random: Random): Promise<void> {
  board.lane.proxy.listFault = random.weighted(LIST_FAULTS);
  try {
    const window = board.window(random);
    for (const { id, reason } of await board.shown(window)) {
      if (reason === undefined) board.stats.count("taken over");
      const disk = random.chance(0.1) ? drawDiskFault(random) : undefined;
      if ((await window.look(id, disk)) === "sent") board.stats.count("settled by a look");
      const entry = (await board.shown(window)).find((shown) => shown.id === id);
      if (entry !== undefined) await decide(board, window, entry, random);
    }
  } catch (error) {
    ifDead(error);
  }
  board.stopAtViolation();
  await board.restart(random);
}

async function decide(
  board: Board,
  window: MortalWindow,
  { id, senderId, candidates }: ShownEntry,
  random: Random,
): Promise<void> {
  const own = board.accepted().find((message) => message.senderId === senderId);
  if (own !== undefined && candidates.includes(own.id) && random.chance(0.6)) {
    board.stats.count("person: choose");
    await window.choose(id, own.id);
    return;
  }
  const decision = random.weighted({ leave: 5, discard: 2, sendAnyway: 3 });
  board.stats.count(`person: ${decision}`);
  if (decision === "leave") return;
  board.givenUp.add(id);
  if (decision === "discard") {
    await window.discard(id);
    return;
  }
  const text = board.sendings.find(({ order }) => order.senderId === senderId)?.order;
  if (text === undefined) throw new Violation(`an entry of nobody's: ${senderId}`);
  await board.send(window, text, drawPlan(random), { replaces: id });
}
