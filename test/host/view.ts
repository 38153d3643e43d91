import type { Locator, Page } from "playwright-core";
import { escape, matches } from "./quickInput.js";
import { again, clickThrough, EFFECT } from "./clicks.js";
import { patience, step, until, type PageElement } from "./waiting.js";

/** One view of the side bar, by its name: a tree, its title with actions, or its welcome text. */
export class View {
  readonly #page: Page;
  readonly #name: string;
  readonly #pane: Locator;

  /**
   * @param container the title of the view container, as the activity bar has it
   * @param name the view's name; a container's only view shows it in the container's title or not at all
   */
  constructor(
    page: Page,
    readonly container: string,
    name: string,
  ) {
    this.#page = page;
    this.#name = name;
    const header = page.locator(`.pane-header[aria-label^="${name}"]`);
    this.#pane = page.locator(".part.sidebar .pane").filter({ has: header });
  }

  /** Shows the container, if it is not shown, and unfolds the view. */
  async open(): Promise<this> {
    return step(this.#page, `open the view "${this.#name}"`, async () => {
      const shown = this.#page.locator(".part.sidebar .composite.title h2", {
        hasText: new RegExp(`^\\s*${escape(this.container)}`),
      });
      if (!(await shown.isVisible())) {
        const label = `.activitybar .action-label[aria-label^="${this.container}"]`;
        await again(
          () => this.#page.locator(label).first().click({ timeout: patience }),
          () => shown.waitFor({ timeout: EFFECT }),
        );
      }
      const header = this.#pane.locator(".pane-header");
      await header.waitFor({ state: "attached", timeout: patience });
      if ((await header.getAttribute("aria-expanded")) === "false") await header.click({ timeout: patience });
      await this.#pane.locator(".pane-body").waitFor({ timeout: patience });
      return this;
    });
  }

  /** The number on the container's icon; empty without one. */
  async badge(): Promise<string> {
    const item = this.#page.locator(".activitybar .action-item").filter({
      has: this.#page.locator(`.action-label[aria-label^="${this.container}"]`),
    });
    const badge = item.locator(".badge-content");
    return (await badge.isVisible()) ? (await badge.innerText()).trim() : "";
  }

  /** What stands beside the view's name. */
  async description(): Promise<string> {
    const own = this.#pane.locator(".pane-header .description");
    if (await own.isVisible()) return (await own.innerText()).trim();
    const title = await this.#page.locator(".part.sidebar .composite.title h2").innerText();
    return title.trim();
  }

  /** The line above the tree; empty without one. */
  async message(): Promise<string> {
    const message = this.#pane.locator(".tree-explorer-viewlet-tree-view > .message");
    return (await message.isVisible()) ? (await message.innerText()).trim() : "";
  }

  /** The rows that are shown, top to bottom: label and description, with one space between. */
  async rows(): Promise<string[]> {
    const found = await this.#rowLocator().evaluateAll((rows: PageElement[]) =>
      rows.map((row) => {
        const texts = (selector: string): string[] =>
          [...row.querySelectorAll(selector)].map((element) => element.textContent ?? "");
        const label = texts(".monaco-icon-name-container, .monaco-icon-suffix-container").join("");
        return {
          index: Number(row.getAttribute("data-index")),
          text: [label, ...texts(".label-description")].join(" "),
        };
      }),
    );
    return found
      .sort((one, other) => one.index - other.index)
      .map(({ text }) => text.replace(/\s+/g, " ").trim());
  }

  /** Waits until the rows are as wanted and gives them. */
  async rowsWhen(what: string, holds: (rows: string[]) => boolean, timeout = patience): Promise<string[]> {
    return until(this.#page, `rows of "${this.#name}": ${what}`, () => this.rows(), holds, timeout);
  }

  /** Waits until the tree has the focus: keys that are pressed before that go elsewhere. */
  async focused(): Promise<void> {
    await step(this.#page, `focus in "${this.#name}"`, () =>
      this.#pane.locator(".monaco-list:focus").waitFor({ timeout: patience }),
    );
  }

  /** Whether the tree has the focus now. */
  async hasFocus(): Promise<boolean> {
    return this.#pane.locator(".monaco-list:focus").isVisible();
  }

  /** The first row with this text in its label or description. */
  row(text: string | RegExp): Locator {
    return this.#rowLocator().filter({ hasText: text }).first();
  }

  /** Clicks a row. */
  async click(text: string | RegExp): Promise<void> {
    await step(this.#page, `click the row "${String(text)}"`, () =>
      clickThrough(this.row(text), ".monaco-list-row"),
    );
  }

  /** What the pop-up over a row says. A tree that is written anew meanwhile drops it: it is asked for again. */
  async tooltip(text: string | RegExp): Promise<string> {
    return step(this.#page, `hover over the row "${String(text)}"`, async () => {
      const hovers = this.#page.locator(".workbench-hover-container .monaco-hover:visible");
      const deadline = Date.now() + patience;
      for (;;) {
        await this.#page.mouse.move(0, 0);
        await hovers.first().waitFor({ state: "hidden", timeout: patience });
        await this.row(text).locator(".label-name").hover({ timeout: patience });
        const hover = hovers.locator(".hover-contents").last();
        // What the extension makes when it is asked says "Loading..." until then.
        const loaded = hover.filter({ hasNotText: /^\s*(Loading\.\.\.)?\s*$/ });
        const said = await loaded.innerText({ timeout: 2_000 }).catch(() => "");
        if (said.trim() !== "") return said.trim();
        if (Date.now() > deadline) throw new Error("no pop-up");
      }
    });
  }

  /** Clicks an action that stands in a row. */
  async rowAction(text: string | RegExp, action: string): Promise<void> {
    await step(this.#page, `click "${action}" in the row "${String(text)}"`, async () => {
      const row = this.row(text);
      await clickThrough(
        row.locator(`.actions .action-label[aria-label^="${action}"]`),
        `.action-label[aria-label^="${action}"]`,
        () => row.hover({ timeout: patience }),
      );
    });
  }

  /** The names in a row's context menu; the menu stays open. */
  async contextMenu(text: string | RegExp): Promise<string[]> {
    return step(this.#page, `context menu of the row "${String(text)}"`, async () => {
      await again(
        () => this.row(text).click({ button: "right", timeout: patience }),
        () => menuItems(this.#page).first().waitFor({ timeout: EFFECT }),
      );
      return menuNames(this.#page);
    });
  }

  /** Chooses from a row's context menu. */
  async chooseFromContextMenu(text: string | RegExp, item: string): Promise<void> {
    await this.contextMenu(text);
    await chooseFromMenu(this.#page, item);
  }

  /** Clicks an action in the view's title; looks in its "…" menu too. */
  async titleAction(name: string): Promise<void> {
    await step(this.#page, `title action "${name}" of "${this.#name}"`, async () => {
      // An action comes and goes with the state: it may be neither in the title nor in the menu yet.
      const deadline = Date.now() + patience;
      for (;;) {
        const actions = await this.#titleActions();
        const action = actions.locator(`.action-label[aria-label^="${name}"]`);
        if (await action.isVisible()) {
          await action.click({ timeout: patience });
          return;
        }
        await actions.locator(".codicon-toolbar-more").click({ timeout: patience });
        await menuItems(this.#page).first().waitFor({ timeout: patience });
        if ((await menuNames(this.#page)).some((found) => found.startsWith(name))) {
          await chooseFromMenu(this.#page, name);
          return;
        }
        if (Date.now() > deadline) throw new Error("the view does not offer it");
        await this.#page.keyboard.press("Escape");
        await menuItems(this.#page).first().waitFor({ state: "hidden", timeout: patience });
      }
    });
  }

  /** The welcome text, its buttons included; empty when the view shows a tree. */
  async welcome(expected?: string | RegExp): Promise<string> {
    const content = this.#pane.locator(".welcome-view-content");
    return until(
      this.#page,
      `welcome of "${this.#name}"`,
      async () => ((await content.isVisible()) ? (await content.innerText()).trim() : ""),
      (text) => matches(text, expected),
    );
  }

  /** Clicks a button or a link of the welcome text. */
  async clickWelcome(name: string): Promise<void> {
    await step(this.#page, `click "${name}" of the welcome text`, async () => {
      const content = this.#pane.locator(".welcome-view-content");
      const button = content.locator(".monaco-button, a", {
        hasText: new RegExp(`^\\s*${escape(name)}\\s*$`),
      });
      await button.first().click({ timeout: patience });
    });
  }

  /** The pane's own actions, or the container's when it holds this view alone. */
  async #titleActions(): Promise<Locator> {
    const header = this.#pane.locator(".pane-header");
    if (await header.isVisible()) {
      await header.hover({ timeout: patience });
      return header.locator(".actions");
    }
    return this.#page.locator(".part.sidebar .composite.title .title-actions");
  }

  #rowLocator(): Locator {
    return this.#pane.locator(".pane-body .monaco-list-row");
  }
}

/** Chooses from the menu that is open. A new menu is deaf to the mouse for its first tenth of a second. */
export async function chooseFromMenu(page: Page, name: string): Promise<void> {
  await step(page, `choose "${name}" from the menu`, async () => {
    const item = menuItems(page).filter({ hasText: new RegExp(`^\\s*${escape(name)}`) });
    const menu = page.locator(".monaco-menu").first();
    await item.first().waitFor({ timeout: patience });
    await again(
      async () => {
        // Gone after all: the click before has chosen.
        if (await menu.isVisible()) await item.first().click({ timeout: patience });
      },
      () => menu.waitFor({ state: "hidden", timeout: EFFECT }),
    );
  });
}

/** The names in the menu that is open. */
export async function menuNames(page: Page): Promise<string[]> {
  const labels = await menuItems(page).locator(".action-label").allInnerTexts();
  return labels.map((label) => label.trim());
}

function menuItems(page: Page): Locator {
  return page.locator(".monaco-menu .action-menu-item");
}
