import { basename, join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { patience, step, until, type PageElement } from "./waiting.js";
import { matches, type QuickInput } from "./quickInput.js";

/** The editor that has the focus, driven with the keyboard. */
export class Editor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  readonly #folder: string;

  constructor(page: Page, quickInput: QuickInput, folder: string) {
    this.#page = page;
    this.#folder = folder;
    this.#quickInput = quickInput;
  }

  /** Opens a file by its path in the workspace. (By name it would be searched for, which not every server can.) */
  async open(file: string): Promise<void> {
    await step(this.#page, `open ${file}`, async () => {
      await this.#page.keyboard.press("ControlOrMeta+p");
      await this.#quickInput.opened();
      await this.#quickInput.type(join(this.#folder, file));
      await this.#quickInput.pick(basename(file));
      await this.shown(basename(file));
    });
  }

  /** Waits until the tab with this name is in front, and its text is there. */
  async shown(name: string | RegExp): Promise<void> {
    await step(this.#page, `editor "${String(name)}" is shown`, async () => {
      await until(
        this.#page,
        "tab in front",
        () => this.title(),
        (title) => matches(title, name),
      );
      await this.#lines().first().waitFor({ timeout: patience });
    });
  }

  /** The name on the tab in front; empty without one. Newer versions part the file's extension from it. */
  async title(): Promise<string> {
    const tab = this.#page.locator(".editor-group-container.active .tab.active");
    const parts = tab.locator(".monaco-icon-name-container, .monaco-icon-suffix-container");
    return (await parts.allInnerTexts()).join("").trim();
  }

  /** The text that is shown, line by line; lines that are scrolled out of sight are not in it. */
  async text(): Promise<string> {
    const found = await this.#lines().evaluateAll((lines: PageElement[]) =>
      lines.map((line) => ({
        top: Number.parseFloat(/top:\s*([\d.]+)px/.exec(line.getAttribute("style") ?? "")?.[1] ?? "0"),
        text: (line.textContent ?? "").replaceAll("\u00a0", " "),
      })),
    );
    return found
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text)
      .join("\n");
  }

  /** Waits until the text is as wanted and gives it. */
  async textWhen(what: string, holds: (text: string) => boolean): Promise<string> {
    return until(this.#page, `editor's text: ${what}`, () => this.text(), holds);
  }

  /** Puts the focus into the text. */
  async focus(): Promise<void> {
    await step(this.#page, "focus the editor", async () => {
      await this.#lines().first().click({ timeout: patience });
      await this.focused();
    });
  }

  /** Waits until an editor has the focus: keys that are pressed before that go elsewhere. */
  async focused(): Promise<void> {
    await step(this.#page, "focus in the editor", () =>
      this.#page.locator(".editor-instance .monaco-editor.focused").first().waitFor({ timeout: patience }),
    );
  }

  /** Sets the cursor; lines and columns count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await step(this.#page, `go to ${line}:${column}`, async () => {
      await this.focus();
      await this.#page.keyboard.press("Control+g");
      await this.#quickInput.opened();
      await this.#quickInput.type(`:${line}:${column}`);
      await this.#quickInput.accept();
      await this.#quickInput.closed();
      await this.focused();
    });
  }

  /** Selects the first place of a text (within one line) below the top of the file. */
  async select(text: string): Promise<void> {
    await step(this.#page, `select "${text}"`, async () => {
      await this.focus();
      await this.#page.keyboard.press("ControlOrMeta+Home");
      await this.#page.keyboard.press("ControlOrMeta+f");
      const find = this.#page.locator(".find-widget.visible");
      const input = find.locator(".find-part textarea").first();
      await input.waitFor({ timeout: patience });
      await input.press("ControlOrMeta+a");
      await this.#page.keyboard.type(text);
      await find.locator(".matchesCount", { hasText: /^\s*1 \S+ \d/ }).waitFor({ timeout: patience });
      // Not by Escape, which a notification takes first.
      await find.locator(".codicon-widget-close").click({ timeout: patience });
      await find.waitFor({ state: "hidden", timeout: patience });
      await this.#page.locator(".editor-instance .selected-text").first().waitFor({ timeout: patience });
    });
  }

  /** Selects the whole text. */
  async selectAll(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press("ControlOrMeta+a");
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.focused();
    await this.#page.keyboard.type(text);
  }

  /** Opens the context menu over the selection, by the key: a place to click may move when a pop-up closes. */
  async contextMenu(): Promise<void> {
    await step(this.#page, "editor's context menu", async () => {
      await this.focused();
      await this.#page.keyboard.press("Shift+F10");
      await this.#page.locator(".monaco-menu .action-menu-item").first().waitFor({ timeout: patience });
    });
  }

  #lines(): Locator {
    return this.#page.locator(".editor-group-container.active .editor-instance .view-lines .view-line");
  }
}
