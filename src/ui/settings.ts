import * as vscode from "vscode";
import type { Policy } from "../agent/policy.js";
import type { SandboxBehavior } from "../sandbox/behavior.js";

const SECTION = "smsForAi";

/** Of which ends of a delivery a person is told. */
const DELIVERY_NOTICES = ["failures", "all", "none"] as const;

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
    return this.#number("balance.refreshInterval", 15, 0, 1440);
  }

  /** US dollars below which the balance is warned of; 0 for never. */
  get balanceThreshold(): number {
    return this.#number("balance.warnBelow", 1, 0, 1e9);
  }

  /** For how many ms the same text to the same number is asked about; 0 for never. */
  get duplicateWindow(): number {
    return this.#number("send.duplicateMinutes", 5, 0, 1440) * 60_000;
  }

  /** After how many ms a send of unknown outcome is given up. */
  get unknownLifetime(): number {
    return this.#number("send.forgetUnknownAfterDays", 7, 1, 90) * 86_400_000;
  }

  /** Above how many texts their number is typed before they are sent. */
  get bulkTypeTotalAbove(): number {
    return this.#number("bulk.typeTotalAbove", 20, 0, 1e6);
  }

  /** Of which texts a person is told how their delivery ended. */
  get deliveryNotices(): (typeof DELIVERY_NOTICES)[number] {
    const value = this.#get("notifications.delivery", "failures");
    return DELIVERY_NOTICES.find((known) => known === value) ?? "failures";
  }

  /** What agents may do. */
  get agentPolicy(): Policy {
    const recipients: unknown = this.#get("agent.allowedRecipients", []);
    const quietHours: unknown = this.#get("agent.quietHours", "");
    const dryRun: unknown = this.#get("agent.dryRun", false);
    return {
      allowedRecipients: entriesOf(recipients),
      maxMessagesPerSession: Math.floor(this.#limit("agent.maxMessagesPerSession", 5, 1000)),
      maxMessagesPerDay: Math.floor(this.#limit("agent.maxMessagesPerDay", 20, 1000)),
      maxCostPerDay: Math.floor(this.#limit("agent.maxCostPerDay", 1, 1000) * 1_000_000),
      maxSegments: Math.floor(this.#limit("agent.maxSegments", 3, 24)),
      // What is no text becomes hours that cannot be understood: then nothing goes.
      quietHours: typeof quietHours === "string" ? quietHours : JSON.stringify(quietHours),
      // Anything but a clear no is a yes: that sends nothing.
      dryRun: dryRun !== false,
    };
  }

  /** Whether agents may read texts and whole numbers of accounts that can cost money. */
  get agentsSeeContent(): boolean {
    const seen: unknown = this.#get("agent.showMessageContent", false);
    return seen === true;
  }

  get sandboxPort(): number {
    return Math.round(this.#number("sandbox.port", 8642, 1024, 65_535));
  }

  /** Whether a window without any account begins with the sandbox. */
  get sandboxStartSignedIn(): boolean {
    return this.#get("sandbox.startSignedIn", false);
  }

  /** Of which texts that an app sends to the sandbox a notification tells. */
  get notifyArrivals(): "all" | "codes" | "none" {
    const wanted: string = this.#get("sandbox.notifyArrivals", "codes");
    return wanted === "all" || wanted === "none" ? wanted : "codes";
  }

  /** Whether VS Code lists the hosted MCP servers of accounts that may cost money. */
  get hostedMcpServer(): boolean {
    const value: unknown = this.#get("mcp.hostedServer", false);
    return value === true;
  }

  /** How the sandbox answers. */
  get sandboxBehavior(): Partial<SandboxBehavior> {
    return {
      sendShape: this.#get("sandbox.sendShape", "flat"),
      messageShape: this.#get("sandbox.messageShape", "flat"),
      decimals: this.#get("sandbox.decimals", "number"),
      pagination: this.#get("sandbox.pagination", "full"),
      listFields: this.#get("sandbox.listFields", "full"),
      rateLimitPerMinute: this.#number("sandbox.rateLimitPerMinute", 60, 0, 1e9),
      rateLimitPerDay: this.#number("sandbox.rateLimitPerDay", 5000, 0, 1e9),
      startingCreditsUsd: this.#number("sandbox.startingCredits", 10, 0, 1e6),
      deliveryDelayMs: this.#number("sandbox.deliveryDelay", 2, 0, 3600) * 1000,
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #get<T>(key: string, fallback: T): T {
    return vscode.workspace.getConfiguration(SECTION).get(key, fallback);
  }

  /** A limit for agents: what is no number allows nothing, since what was meant may be less than the default. */
  #limit(key: string, fallback: number, max: number): number {
    return typeof this.#get<unknown>(key, fallback) === "number" ? this.#number(key, 0, 0, max) : 0;
  }

  /** VS Code only underlines what is out of range or of another type; here it becomes harmless. */
  #number(key: string, fallback: number, min: number, max: number): number {
    const value = this.#get<unknown>(key, fallback);
    return typeof value === "number" && Number.isFinite(value)
      ? Math.min(Math.max(value, min), max)
      : fallback;
  }
}

/** The entries of a list, as text: what is none is told as one that cannot be understood. */
function entriesOf(value: unknown): string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.map((entry) => (typeof entry === "string" ? entry.trim() : JSON.stringify(entry)));
}
