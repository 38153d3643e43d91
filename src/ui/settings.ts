import * as vscode from "vscode";
import type { SandboxBehavior } from "../sandbox/behavior.js";

const SECTION = "smsForAi";

/** The settings of the extension. All are `scope: application` in package.json: no workspace can change them. */
export class Settings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.ConfigurationChangeEvent>();
  readonly #subscription: vscode.Disposable;

  /** A setting of ours changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) this.#changed.fire(event);
    });
  }

  /** Minutes between two looks at the balance; 0 for none. */
  get balanceInterval(): number {
    return this.#get("balance.refreshInterval", 15);
  }

  /** US dollars below which the balance is warned of; 0 for never. */
  get balanceThreshold(): number {
    return this.#get("balance.warnBelow", 1);
  }

  get sandboxPort(): number {
    return this.#get("sandbox.port", 8642);
  }

  /** Whether a window without any account begins with the sandbox. */
  get sandboxStartSignedIn(): boolean {
    return this.#get("sandbox.startSignedIn", false);
  }

  /** How the sandbox answers. */
  get sandboxBehavior(): Partial<SandboxBehavior> {
    return {
      sendShape: this.#get("sandbox.sendShape", "flat"),
      messageShape: this.#get("sandbox.messageShape", "flat"),
      decimals: this.#get("sandbox.decimals", "number"),
      pagination: this.#get("sandbox.pagination", "full"),
      listFields: this.#get("sandbox.listFields", "full"),
      rateLimitPerMinute: this.#get("sandbox.rateLimitPerMinute", 60),
      rateLimitPerDay: this.#get("sandbox.rateLimitPerDay", 5000),
      startingCreditsUsd: this.#get("sandbox.startingCredits", 10),
      deliveryDelayMs: this.#get("sandbox.deliveryDelay", 2) * 1000,
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #get<T>(key: string, fallback: T): T {
    return vscode.workspace.getConfiguration(SECTION).get(key, fallback);
  }
}
