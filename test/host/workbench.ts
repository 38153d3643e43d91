import type { Locator, Page } from "playwright-core";
import { again, EFFECT } from "./clicks.js";
import { Modal, Notifications } from "./dialogs.js";
import { Editor } from "./editor.js";
import { QuickInput } from "./quickInput.js";
import { readSettings, writeSettings, type Server, type Settings } from "./server.js";
import { chooseFromMenu, menuNames, View } from "./view.js";
import { patience, screenshot, step, until } from "./waiting.js";

/** The themes in which pictures are taken, by label, with the class that the workbench has in each. */
const themes = {
  light: { name: "Light Modern", kind: "vs" },
  dark: { name: "Dark Modern", kind: "vs-dark" },
  hc: { name: "Dark High Contrast", kind: "hc-black" },
} as const;

/**
 * A VS Code window in a browser, driven as a person drives it. Every step waits for what it wants to see and, if
 * that does not come, fails with the path of a picture.
 */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly modal: Modal;
  readonly editor: Editor;
  readonly #folder: string;

  constructor(
    readonly page: Page,
    readonly server: Server,
    folder: string,
  ) {
    this.#folder = folder;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.modal = new Modal(page);
    this.editor = new Editor(page, this.quickInput, folder);
  }

  /** Opens the folder and waits until the window is ready. */
  async open(): Promise<void> {
    await step(this.page, "open the workbench", async () => {
      await this.page.goto(`${this.server.url}/?${new URLSearchParams({ folder: this.#folder }).toString()}`);
      await this.#ready();
    });
  }

  /** Loads the window anew, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await step(this.page, "reload the workbench", async () => {
      await this.page.reload();
      await this.#ready();
    });
  }

  /**
   * Runs a command from the palette, by its category and title: "SMS for AI: Send SMS". The palette does not show
   * what is registered while it is open, so it is opened again until the command is there.
   */
  async runCommand(title: string): Promise<void> {
    await step(this.page, `run "${title}"`, async () => {
      const deadline = Date.now() + patience;
      // Longer from time to time: a slow machine takes its time to list them.
      for (let wait = 1_000; ; wait *= 2) {
        await this.openPalette(title);
        const offered = this.quickInput.row(title).waitFor({ timeout: wait });
        if (
          await offered.then(
            () => true,
            () => false,
          )
        )
          break;
        if (Date.now() > deadline) throw new Error("the palette does not offer it");
        await this.quickInput.cancel();
        await this.quickInput.closed();
      }
      await this.quickInput.pick(title);
    });
  }

  /** Opens the palette with something typed. */
  async openPalette(text = ""): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.quickInput.opened();
    await this.quickInput.value((value) => value.startsWith(">"));
    await this.quickInput.type(`>${text}`);
  }

  /** The titles that the palette offers for what is typed; the palette is closed again. */
  async commandsFor(text: string): Promise<string[]> {
    await this.openPalette(text);
    const rows = await until(
      this.page,
      `commands for "${text}"`,
      () => this.quickInput.rows(),
      // What is typed takes effect a moment later.
      (found) => found[0]?.includes(text.trim()) === true,
    );
    await this.quickInput.cancel();
    await this.quickInput.closed();
    return rows;
  }

  /** A view of the side bar; `open()` it first. */
  view(container: string, name: string): View {
    return new View(this.page, container, name);
  }

  /** An item of the status bar, by "publisher.name.itemId". */
  statusBarItem(id: string): Locator {
    return this.page.locator(`.statusbar-item[id="${id}"]`);
  }

  /** The text of a status bar item, once it is as wanted. */
  async statusBarText(id: string, holds: (text: string) => boolean = () => true): Promise<string> {
    const item = this.statusBarItem(id);
    return until(
      this.page,
      `status bar item ${id}`,
      async () => ((await item.isVisible()) ? (await item.innerText()).trim() : "(not shown)"),
      (text) => text !== "(not shown)" && holds(text),
    );
  }

  /** What the pop-up over a status bar item says. */
  async statusBarTooltip(id: string): Promise<string> {
    return step(this.page, `hover over the status bar item ${id}`, async () => {
      const hover = this.page.locator(".workbench-hover-container .monaco-hover .hover-contents").last();
      await again(
        async () => {
          await this.page.mouse.move(0, 0);
          await this.statusBarItem(id).hover({ timeout: patience });
        },
        () => hover.waitFor({ timeout: EFFECT }),
      );
      return (await hover.innerText()).trim();
    });
  }

  async clickStatusBarItem(id: string): Promise<void> {
    await step(this.page, `click the status bar item ${id}`, () =>
      this.statusBarItem(id).click({ timeout: patience }),
    );
  }

  /** The names in the menu that is open. */
  async menuNames(): Promise<string[]> {
    return menuNames(this.page);
  }

  /** Chooses from the menu that is open. */
  async chooseFromMenu(name: string): Promise<void> {
    await chooseFromMenu(this.page, name);
  }

  /** Waits until an answer is as wanted and gives it. */
  async until<T>(
    what: string,
    probe: () => Promise<T>,
    holds: (value: T) => boolean,
    timeout = patience,
  ): Promise<T> {
    return until(this.page, what, probe, holds, timeout);
  }

  /** Changes user settings and loads the window anew: it does not see that the file has changed. */
  async changeSettings(settings: Settings): Promise<void> {
    const file = this.server.settingsFile;
    writeSettings(file, { ...readSettings(file), ...settings });
    await this.reload();
  }

  /** Chooses a colour theme as a person does, and waits until the window has it. */
  async setTheme(theme: keyof typeof themes): Promise<void> {
    const { name, kind } = themes[theme];
    await step(this.page, `theme ${theme}`, async () => {
      await this.runCommand("Preferences: Color Theme");
      await this.quickInput.opened();
      await this.quickInput.value((value) => value === "");
      await this.quickInput.type(name);
      await this.quickInput.pick(name);
      await this.quickInput.closed();
      await this.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: patience });
    });
  }

  /** Closes all notifications, if any is shown. */
  async clearNotifications(): Promise<void> {
    await step(this.page, "clear notifications", async () => {
      // One may come just after the others went.
      await again(
        async () => {
          if ((await this.notifications.messages()).length > 0)
            await this.runCommand("Notifications: Clear All Notifications");
        },
        () =>
          this.page
            .locator(".notification-list-item-message")
            .first()
            .waitFor({ state: "hidden", timeout: EFFECT }),
      );
    });
  }

  /** What is on the clipboard. */
  async clipboard(): Promise<string> {
    return String(await this.page.evaluate("navigator.clipboard.readText()"));
  }

  /** Takes a picture of the window, `.vscode-test/screenshots/<name>.png`, and gives its path. */
  async screenshot(name: string): Promise<string> {
    return screenshot(this.page, name);
  }

  async #ready(): Promise<void> {
    await this.page
      .locator(".monaco-workbench .part.statusbar .statusbar-item")
      .first()
      .waitFor({ timeout: 60_000 });
    await this.page
      .locator(".explorer-folders-view .monaco-list-row, .part.sidebar .composite.title h2")
      .first()
      .waitFor({
        timeout: 60_000,
      });
  }
}
