import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Violation } from "./checks.js";
import type { DiskFault } from "./files.js";
import type { Lane } from "./lane.js";
import type { Random } from "./random.js";
import {
  acceptedMessages,
  drafts,
  openEntries,
  settledEntries,
  type OpenEntry,
  type RecordedMessage,
} from "./record.js";
import { drawPlan, isSameText, sendingOf, type SendPlan, type Sending, type Text } from "./sendings.js";
import type { Stats } from "./stats.js";
import { draftOf, type Place, type SendReport, type ShownEntry } from "./window.js";
import { DeadError, openHere, openInProcess, type MortalWindow } from "./windows.js";

/** What a send is beside its text and its plan. */
export interface SendExtras {
  /** The send whose draft it takes up. */
  readonly carries?: Sending;
  /** The entry that it is sent in place of. */
  readonly replaces?: string;
}

/** What there is in a run: the windows, the texts, and what is known of them. */
export class Board {
  readonly lane: Lane;
  /** The folder that the windows share. */
  readonly folder: string;
  readonly stats: Stats;
  readonly sendings: Sending[] = [];
  /** Entries that a person gave up, or sent anyway. */
  readonly givenUp = new Set<string>();
  /** Messages that somebody else has sent before. */
  strangers: ReadonlySet<string> = new Set();
  readonly #windows: MortalWindow[] = [];
  #failure: Violation | undefined;

  constructor(lane: Lane, folder: string, stats: Stats) {
    this.lane = lane;
    this.folder = folder;
    this.stats = stats;
  }

  get windows(): readonly MortalWindow[] {
    return this.#windows;
  }

  /** Opens one more window, in a process of its own or in this one. */
  async open(inProcess: boolean): Promise<MortalWindow> {
    const window = await this.#newWindow(inProcess);
    this.#windows.push(window);
    return window;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#windows.splice(0).map((window) => window.close()));
  }

  window(random: Random): MortalWindow {
    const [first, ...others] = this.#windows;
    if (first === undefined) throw new Error("no window");
    return random.pick([first, ...others]);
  }

  /** Opens a new window for each that died, and takes up some of what their drafts hold. */
  async restart(random: Random): Promise<void> {
    for (const [index, window] of this.#windows.entries()) {
      if (!window.isDead) continue;
      this.stats.count(window.isProcess ? "killed processes" : "killed windows");
      await window.close();
      this.#windows[index] = await this.#newWindow(random.chance(0.4));
    }
    for (const senderId of drafts(this.folder)) {
      const left = this.sendings.find(({ order }) => order.senderId === senderId);
      if (left === undefined || left.carriedBy !== undefined || !random.chance(0.3)) continue;
      this.stats.count("drafts sent again");
      await this.send(this.window(random), left.order, drawPlan(random), { carries: left });
    }
  }

  /** Sends a text by a window; what comes of it is in what it gives. */
  async send(
    window: MortalWindow,
    { to, body }: Text,
    plan: SendPlan,
    { carries, replaces }: SendExtras = {},
  ): Promise<Sending> {
    const { proxy } = this.lane;
    const senderId = `S${this.sendings.length + 1}`;
    const listIsSlow = proxy.listFault === "slow";
    const sending = sendingOf(senderId, { to, body }, plan, { listIsSlow, replaces });
    this.sendings.push(sending);
    proxy.plan(senderId, {
      fault: plan.wire,
      onArrival: (request) => {
        this.#arrived(sending, request);
      },
      stop: () => {
        if (plan.kills) window.kill();
        else window.cancel(senderId).catch(ifDead);
      },
    });
    this.stats.count("sends");
    this.stats.count(`wire: ${plan.wire}`);
    // The person's own copy, until the journal has the text.
    if (carries !== undefined) this.#takeUp(carries, sending);
    else if (replaces === undefined) this.#keepDraft(sending);
    try {
      sending.report = await window.send(sending.order);
      this.#countReport(sending.report);
      this.#checkSettled(sending, sending.report);
    } catch (error) {
      ifDead(error);
      sending.report = "dead";
    }
    // One that was written down and never requested has an entry too.
    sending.entryId ??= this.#entryOf(sending)?.id;
    return sending;
  }

  /** Reads what a window shows; nothing may be shown as lost whose own window still has time. */
  async shown(window: MortalWindow): Promise<ShownEntry[]> {
    const shown = await window.refresh();
    for (const { senderId, reason, deadline } of shown) {
      if (reason === undefined && deadline > Date.now())
        this.#fail(`${senderId} was taken for a lost one while it was under way`);
    }
    return shown;
  }

  /** Looks for all that a window shows. */
  async lookAtAll(window: MortalWindow, disk: DiskFault | undefined): Promise<void> {
    try {
      for (const { id } of await this.shown(window)) await window.look(id, disk);
    } catch (error) {
      ifDead(error);
    }
  }

  /** Waits until nothing is any window's own business any more. */
  async deadlines(): Promise<void> {
    const times = openEntries(this.folder)
      .filter(({ state }) => state === "underWay")
      .map(({ deadline }) => deadline);
    await pause(Math.max(0, Math.max(0, ...times) + 5 - Date.now()));
  }

  /** What the sandbox has accepted of this run, by its own record. */
  accepted(): RecordedMessage[] {
    return acceptedMessages(this.lane.record).filter(({ id }) => !this.strangers.has(id));
  }

  /** @throws Violation if one was seen where it could not be thrown */
  stopAtViolation(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #newWindow(inProcess: boolean): Promise<MortalWindow> {
    const { baseUrl, token, hosts } = this.lane;
    const account = { id: "account-1", label: "Test", baseUrl, kind: "other" } as const;
    const place: Place = { folder: this.folder, account, token };
    return inProcess ? openInProcess(hosts, place) : Promise.resolve(openHere(place));
  }

  /** Before a request does anything its text is on the disk. */
  #arrived(sending: Sending, request: string): void {
    sending.arrivals++;
    const { order } = sending;
    const entry = this.#entryOf(sending);
    sending.entryId = entry?.id;
    const { to, body } = JSON.parse(request) as Text;
    if (!isSameText({ to, body }, order)) this.#fail(`another text was requested for ${order.senderId}`);
    if (entry === undefined || !isSameText(entry, order))
      this.#fail(`${order.senderId} was requested before it was written down`);
  }

  /** What a window knows is written down when it says so. */
  #checkSettled({ order, entryId }: Sending, { kind, journalFailed }: SendReport): void {
    if (journalFailed || kind === "unknown" || entryId === undefined) return;
    if (kind === "sent" && !settledEntries(this.folder).some(({ id }) => id === entryId))
      this.#fail(`${order.senderId} was sent, and was not settled`);
    const left = openEntries(this.folder).find(({ id }) => id === entryId);
    // Another window may have taken it over once its deadline was past.
    if (left !== undefined && left.deadline > Date.now())
      this.#fail(`${order.senderId} is ${kind}, and was left in the journal`);
  }

  #entryOf({ order }: Sending): OpenEntry | undefined {
    return openEntries(this.folder).find(({ senderId }) => senderId === order.senderId);
  }

  #countReport(report: SendReport): void {
    this.stats.count(`answers: ${report.kind}`);
    if (report.asked > 0) this.stats.count("asked about a duplicate");
    if (report.diskFailed) this.stats.count("refused by the disk");
    if (report.journalFailed) this.stats.count("outcomes not written down");
  }

  /** The person sends what a draft holds: it is one draft, under another name. */
  #takeUp(from: Sending, to: Sending): void {
    from.carriedBy = to;
    renameSync(draftOf(this.folder, from.order), draftOf(this.folder, to.order));
  }

  #keepDraft({ order }: Sending): void {
    mkdirSync(join(this.folder, "drafts"), { recursive: true });
    writeFileSync(draftOf(this.folder, order), order.body);
  }

  #fail(what: string): void {
    this.#failure ??= new Violation(what);
  }
}

/** Lets pass that a window died; whatever else went wrong is thrown again. */
export function ifDead(error: unknown): void {
  if (!(error instanceof DeadError)) throw error;
}
