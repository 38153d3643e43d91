import type { Locator, Page } from "playwright-core";
import { patience, step, until, type PageElement } from "./waiting.js";

/** The box at the top of the window: palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  /** Newer versions leave stale widgets in the page; the last is the live one. */
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget").last();
  }

  /** Waits until the box is open; with a title, until it has that one (a part of it is enough). */
  async opened(title?: string | RegExp): Promise<this> {
    return step(
      this.#page,
      `quick input ${title === undefined ? "opens" : `"${String(title)}" opens`}`,
      async () => {
        const widget = title === undefined ? this.#widget : this.#widget.filter({ has: this.#title(title) });
        await widget.waitFor({ timeout: patience });
        await this.#input().and(this.#page.locator(":focus")).waitFor({ timeout: patience });
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

  /** Presses Enter. */
  async accept(): Promise<void> {
    await this.#page.keyboard.press("Enter");
  }

  /** Presses Escape. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
  }

  /** Waits for a row whose label is this text (or matches), and picks it. */
  async pick(label: string | RegExp): Promise<void> {
    await step(this.#page, `pick "${String(label)}"`, async () => {
      const row = this.row(label);
      await row.waitFor({ timeout: patience });
      if ((await row.getAttribute("class"))?.split(" ").includes("focused") === true) await this.accept();
      else await row.click();
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
