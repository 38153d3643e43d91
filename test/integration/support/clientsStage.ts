import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { AccountKind } from "../../../src/core/accounts.js";
import { addMcpToClient } from "../../../src/ui/agent/clients/addToClient.js";
import { copyMcpConfiguration } from "../../../src/ui/agent/clients/copyConfiguration.js";
import type { World } from "../../../src/ui/agent/clients/world.js";
import type { OfferedStep } from "../../../src/ui/notifier.js";
import type { Parts } from "../../../src/ui/parts.js";
import { fakeParts } from "./parts.js";

/** A dialog as it was asked, with its words in one text. */
interface Asked {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** The commands for other clients, on a home folder of their own, with dialogs that are answered. */
export class ClientsStage {
  readonly home = mkdtempSync(join(tmpdir(), "sms-for-ai-clients-"));
  readonly token = `smsai_${randomBytes(12).toString("hex")}`;
  readonly asked: Asked[] = [];
  readonly said: string[] = [];
  readonly steps = new Map<string, OfferedStep>();
  /** The buttons that are pressed, one after the other; none is a dialog that is closed. */
  answers: (string | (() => string))[] = [];
  #client = "";

  /** Replaced while the stage stands. */
  readonly dialogs = {
    showQuickPick: (items: { label: string }[]) =>
      Promise.resolve(items.find(({ label }) => label === this.#client)),
    showWarningMessage: (text: string, { detail }: vscode.MessageOptions, ...buttons: string[]) => {
      this.asked.push({ text: `${text}\n${detail ?? ""}`, buttons });
      const answer = this.answers.shift();
      return Promise.resolve(typeof answer === "function" ? answer() : answer);
    },
  };

  parts(kind: AccountKind = "live"): Parts {
    return fakeParts(kind, this.token, (text, offered) => {
      this.said.push(text);
      for (const step of offered) this.steps.set(step.title, step);
    });
  }

  async add(to: string, over: Partial<World> = {}, parts = this.parts()): Promise<void> {
    this.#client = to;
    await addMcpToClient(parts, this.#world(over));
  }

  async copy(to: string, parts = this.parts()): Promise<void> {
    this.#client = to;
    await copyMcpConfiguration(parts);
  }

  /** A file in the home folder, with what it needs above it. */
  put(path: string, text: string): string {
    const whole = join(this.home, path);
    mkdirSync(join(whole, ".."), { recursive: true });
    writeFileSync(whole, text);
    return whole;
  }

  /** Every text in every file below the home folder. */
  allText(): string {
    return readdirSync(this.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  #world(over: Partial<World>): World {
    return {
      machine: { platform: "linux", home: this.home, env: {} },
      away: undefined,
      folders: [],
      openOwn: () => Promise.resolve({ path: join(this.home, "User", "mcp.json"), isDirty: false }),
      ...over,
    };
  }
}

/** A stage for each test of a suite, which is given it before the test begins. */
export function useClientsStage(give: (stage: ClientsStage) => void): void {
  const { showQuickPick, showWarningMessage } = vscode.window;
  let stage: ClientsStage;
  beforeEach(() => {
    stage = new ClientsStage();
    Object.assign(vscode.window, stage.dialogs);
    give(stage);
  });
  afterEach(() => {
    Object.assign(vscode.window, { showQuickPick, showWarningMessage });
    rmSync(stage.home, { recursive: true });
  });
}
