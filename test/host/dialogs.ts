import type { Locator, Page } from "playwright-core";
import { again, clickThrough, EFFECT } from "./clicks.js";
import { matches } from "./quickInput.js";
import { patience, step, until } from "./waiting.js";

/** The pop-ups at the lower right. The workbench hides one after a while: wait for it at once. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits for a notification with this text and gives its whole message. */
  async shown(text: string | RegExp, timeout = patience): Promise<string> {
    return step(this.#page, `notification "${String(text)}"`, async () => {
      const item = this.#item(text);
      try {
        await item.waitFor({ timeout });
      } catch {
        throw new Error(`not shown in ${timeout / 1000} s; there are ${JSON.stringify(await this.#all())}`);
      }
      return (await item.locator(".notification-list-item-message").innerText()).trim();
    });
  }

  /** The messages that are shown now, the newest first. */
  async messages(): Promise<string[]> {
    const messages = await this.#page.locator(".notification-list-item-message").allInnerTexts();
    return messages.map((message) => message.trim());
  }

  /** The names of a notification's buttons. */
  async buttons(text: string | RegExp): Promise<string[]> {
    await this.shown(text);
    return this.#item(text)
      .locator(".notification-list-item-buttons-container .monaco-button")
      .allInnerTexts();
  }

  /** Clicks a button of a notification. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await step(this.#page, `click "${button}" of notification "${String(text)}"`, async () => {
      const item = this.#item(text);
      await clickThrough(item.getByRole("button", { name: button, exact: true }), ".monaco-button", () =>
        item.hover({ timeout: patience }),
      );
    });
  }

  /** Closes a notification, unless the workbench has hidden it by now. */
  async close(text: string | RegExp): Promise<void> {
    await step(this.#page, `close notification "${String(text)}"`, async () => {
      const item = this.#item(text);
      await again(
        async () => {
          if (!(await item.isVisible())) return;
          await item.hover({ timeout: EFFECT });
          await item.locator(".codicon-notifications-clear").click({ timeout: EFFECT });
        },
        () => item.waitFor({ state: "hidden", timeout: EFFECT }),
      );
    });
  }

  /** Waits until no notification with this text is shown. */
  async gone(text: string | RegExp, timeout = patience): Promise<void> {
    await step(this.#page, `notification "${String(text)}" goes`, () =>
      this.#item(text).waitFor({ state: "hidden", timeout }),
    );
  }

  /** All that there are, those too that the workbench shows no more, or never did: it puts them into a list. */
  async #all(): Promise<string[]> {
    const bell = this.#page.locator(".statusbar-item[id='status.notifications']");
    const list = this.#page.locator(".notifications-center.visible");
    if (!(await list.isVisible())) await bell.click({ timeout: EFFECT }).catch(() => undefined);
    await list.waitFor({ timeout: EFFECT }).catch(() => undefined);
    return this.messages();
  }

  #item(text: string | RegExp): Locator {
    const message = this.#page.locator(".notification-list-item-message", { hasText: text });
    return this.#page.locator(".notification-list-item").filter({ has: message }).first();
  }
}

/** What a modal dialog says. */
export interface ModalText {
  readonly message: string;
  /** Lines are parted by "\n". */
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** The dialog in the middle of the window that wants an answer first. */
export class Modal {
  readonly #page: Page;
  readonly #box: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#box = page.locator(".monaco-dialog-box");
  }

  /** Waits for a dialog; with a text, until its message or detail has it. */
  async read(expected?: string | RegExp): Promise<ModalText> {
    return until(
      this.#page,
      `dialog "${String(expected ?? "")}"`,
      async () => {
        await this.#box.waitFor({ timeout: patience });
        const detail = this.#box.locator(".dialog-message-detail");
        return {
          message: (await this.#box.locator(".dialog-message-text").innerText()).trim(),
          detail: (await detail.isVisible()) ? (await detail.innerText()).trim() : "",
          buttons: await this.#box.locator(".dialog-buttons .monaco-button").allInnerTexts(),
        };
      },
      ({ message, detail }) => matches(`${message}\n${detail}`, expected),
    );
  }

  /** Clicks a button of the dialog and waits until it is gone. */
  async click(button: string): Promise<void> {
    await step(this.#page, `click "${button}" of the dialog`, async () => {
      await this.#box.getByRole("button", { name: button, exact: true }).click({ timeout: patience });
      await this.#box.waitFor({ state: "hidden", timeout: patience });
    });
  }

  /** Goes to a button of the dialog with Tab, presses it, and waits until it is gone: another dialog may follow. */
  async press(button: string): Promise<void> {
    await step(this.#page, `press "${button}" of the dialog`, async () => {
      const wanted = this.#box.getByRole("button", { name: button, exact: true });
      await wanted.waitFor({ timeout: patience });
      // Once round all that can have the focus in a dialog, and a little more.
      for (let tabs = 0; tabs < 8 && !(await isFocused(wanted)); tabs++)
        await this.#page.keyboard.press("Tab");
      if (!(await isFocused(wanted))) throw new Error("Tab does not lead to it");
      await this.#page.keyboard.press("Enter");
      await wanted.waitFor({ state: "hidden", timeout: patience });
    });
  }

  /** Leaves the dialog by Escape. */
  async cancel(): Promise<void> {
    await step(this.#page, "cancel the dialog", async () => {
      await this.#box.waitFor({ timeout: patience });
      await this.#page.keyboard.press("Escape");
      await this.#box.waitFor({ state: "hidden", timeout: patience });
    });
  }

  async isOpen(): Promise<boolean> {
    return this.#box.isVisible();
  }
}

function isFocused(element: Locator): Promise<boolean> {
  return element.and(element.page().locator(":focus")).isVisible();
}
