import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { turnOf } from "./turns.js";
import { patience, step, until, type PageElement } from "./waiting.js";

/** How long a click on a row may take to have an effect; after that the row was drawn anew under it, in ms. */
const CLICK = 3_000;

/** The box at the top of the window: palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  /** Newer versions leave stale widgets in the page; the last is the live one. */
  readonly #widget: Locator;
  /** The showing of the box that was accepted and is to be followed by another. */
  #left: string | undefined;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget").last();
  }

  /**
   * Waits until the box is open; with a title, until it has that one (a part of it is enough). A box that was accepted
   * before stays until the extension has answered: that one does not count, be its title the same.
   */
  async opened(title?: string | RegExp): Promise<this> {
    return step(
      this.#page,
      `quick input ${title === undefined ? "opens" : `"${String(title)}" opens`}`,
      async () => {
        const left = this.#left;
        await until(
          this.#page,
          "another quick input",
          () => turnOf(this.#page),
          (turn) => turn !== left,
        );
        this.#left = undefined;
        const widget = title === undefined ? this.#widget : this.#widget.filter({ has: this.#title(title) });
        await widget.waitFor({ timeout: patience });
        await this.#focused();
        return this;
      },
    );
  }

  /** Waits until the box is closed. */
  async closed(): Promise<void> {
    await step(this.#page, "quick input closes", () =>
      this.#widget.waitFor({ state: "hidden", timeout: patience }),
    );
  }

  /** Replaces what is in the box, key by key. */
  async type(text: string): Promise<void> {
    await step(this.#page, `type "${text}"`, async () => {
      await this.#input().waitFor({ timeout: patience });
      await this.#input().press("ControlOrMeta+a");
      if (text === "") await this.#input().press("Delete");
      else await this.#page.keyboard.type(text);
      await this.value((value) => value === text);
    });
  }

  /** Types, then accepts; for input boxes. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /** Types what a row is called, and accepts that row once it is the one that Enter takes; by keyboard alone. */
  async choose(label: string): Promise<void> {
    await step(this.#page, `choose "${label}"`, async () => {
      // Rows may come after the box: until then Enter would take nothing.
      await this.row(label).waitFor({ timeout: patience });
      await this.type(label);
      await this.#focusedRow(label).waitFor({ timeout: patience });
      await this.#leave(() => this.#page.keyboard.press("Enter"));
    });
  }

  /** Presses Enter. What it leads to may be another box with the same title: `opened` tells the two apart. */
  async accept(): Promise<void> {
    this.#left = await turnOf(this.#page);
    await this.#page.keyboard.press("Enter");
  }

  /** Presses Enter where the box is to stay as it is, since it wants something else first. */
  async acceptInVain(): Promise<void> {
    await this.#page.keyboard.press("Enter");
  }

  /** Presses Escape. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
  }

  /** Waits for a row whose label is this text (or matches), picks it, and waits until the box has gone for that. */
  async pick(label: string | RegExp): Promise<void> {
    await step(this.#page, `pick "${String(label)}"`, async () => {
      await this.row(label).waitFor({ timeout: patience });
      await this.#leave(async (turn) => {
        if (await this.#focusedRow(label).isVisible()) await this.#page.keyboard.press("Enter");
        else await this.#clickRow(label, turn);
      });
    });
  }

  /** The row whose label is this text, or matches; shown rows only. */
  row(label: string | RegExp): Locator {
    const exact = typeof label === "string" ? new RegExp(`^\\s*${escape(label)}\\s*$`) : label;
    const name = this.#page.locator(".label-name", { hasText: exact });
    return this.#widget.locator(".quick-input-list .monaco-list-row").filter({ has: name }).first();
  }

  /** The rows shown, as a screen reader reads them: label, description, detail. */
  async rows(): Promise<string[]> {
    const rows = this.#widget.locator(".quick-input-list .monaco-list-row");
    return rows.evaluateAll((found: PageElement[]) =>
      found.map((row) => row.getAttribute("aria-label") ?? ""),
    );
  }

  /** What is in the box, once it is as wanted. */
  async value(holds: (value: string) => boolean = () => true): Promise<string> {
    return until(this.#page, "quick input's value", () => this.#input().inputValue(), holds);
  }

  async title(): Promise<string> {
    return (await this.#widget.locator(".quick-input-title").innerText()).trim();
  }

  async placeholder(): Promise<string> {
    return (await this.#input().getAttribute("placeholder")) ?? "";
  }

  /** Whether what is typed is hidden. */
  async masked(): Promise<boolean> {
    return (await this.#input().getAttribute("type")) === "password";
  }

  /** The prompt or validation message under the box, once it is as wanted. */
  async message(expected?: string | RegExp): Promise<string> {
    const message = this.#widget.locator(".quick-input-message");
    return until(
      this.#page,
      `quick input says "${String(expected ?? "")}"`,
      async () => ((await message.isVisible()) ? (await message.innerText()).trim() : ""),
      (text) => matches(text, expected),
    );
  }

  /** How the box judges what is typed. Only an error keeps Enter from accepting it. */
  async severity(): Promise<"none" | "info" | "warning" | "error"> {
    const box = this.#widget.locator(".quick-input-filter .monaco-inputbox");
    const classes = ((await box.getAttribute("class")) ?? "").split(" ");
    return (["info", "warning", "error"] as const).find((severity) => classes.includes(severity)) ?? "none";
  }

  /** Clicks a button of the title bar, of the box or of a row, by its name; a shortcut may follow that. */
  async clickButton(name: string): Promise<void> {
    const button = `.action-label[aria-label="${name}"], .action-label[aria-label^="${name} ("]`;
    await step(this.#page, `click the button "${name}"`, () =>
      this.#widget.locator(button).first().click({ timeout: patience }),
    );
  }

  /** Does what ends this showing of the box, and waits for its end. */
  async #leave(action: (turn: string) => Promise<void>): Promise<void> {
    const turn = (this.#left = await turnOf(this.#page));
    await action(turn);
    await until(this.#page, "the box goes", () => this.#hasGone(turn), Boolean);
  }

  /** Clicks a row, again where it was drawn anew between button down and up: the workbench gets no click then. */
  async #clickRow(label: string | RegExp, turn: string): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await this.#hasGone(turn)) && Date.now() < deadline) {
      await this.row(label)
        .click({ timeout: CLICK })
        .catch(() => undefined);
      const again = Date.now() + CLICK;
      while (!(await this.#hasGone(turn)) && Date.now() < again) await delay(50);
    }
  }

  /** Whether a showing of the box is over. */
  async #hasGone(turn: string): Promise<boolean> {
    return !(await this.#widget.isVisible()) || (await turnOf(this.#page)) !== turn;
  }

  async #focused(): Promise<void> {
    await this.#input().and(this.#page.locator(":focus")).waitFor({ timeout: patience });
  }

  #focusedRow(label: string | RegExp): Locator {
    return this.row(label).and(this.#page.locator(".focused"));
  }

  #input(): Locator {
    return this.#widget.locator(".quick-input-box input");
  }

  #title(title: string | RegExp): Locator {
    return this.#page.locator(".quick-input-title", { hasText: title });
  }
}

/** Whether a text holds the expected one; anything does when nothing is expected. */
export function matches(text: string, expected: string | RegExp | undefined): boolean {
  if (expected === undefined) return true;
  return typeof expected === "string" ? text.includes(expected) : expected.test(text);
}

/** A text as part of a regular expression. */
export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
