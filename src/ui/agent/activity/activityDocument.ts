import * as vscode from "vscode";
import { badEntries } from "../../../agent/recipients.js";
import { loadPhoneNumbers } from "../../../sms/phoneNumber.js";
import { errorText } from "../../errorText.js";
import type { Parts } from "../../parts.js";
import { activityText, type Used } from "./activityText.js";
import { ACTIVITY_SCHEME } from "./provide.js";

/** The least time from one writing of the document to the next, in ms. */
const PAUSE = 500;

/** What the document is written from. */
type ActivityParts = Pick<Parts, "activity" | "agents" | "settings" | "outbox">;

/**
 * The activity document: written anew while it is open, as agents act in this window and settings change, and
 * when it comes into sight, for what happened in other windows.
 */
export class ActivityDocument implements vscode.Disposable {
  readonly #parts: ActivityParts;
  readonly #changed: vscode.EventEmitter<vscode.Uri>;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ActivityParts, changed: vscode.EventEmitter<vscode.Uri>) {
    this.#parts = parts;
    this.#changed = changed;
    const follow = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#writeAnew();
      }, PAUSE);
    };
    this.#subscriptions = [
      parts.activity.onDidAdd(follow),
      parts.outbox.onDidSend(follow),
      parts.settings.onDidChange(follow),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.uri.scheme === ACTIVITY_SCHEME) follow();
      }),
    ];
  }

  /** What the document says now. */
  async text(): Promise<string> {
    const { activity, settings } = this.#parts;
    const numbers = await loadPhoneNumbers();
    const policy = settings.agentPolicy;
    const bad = badEntries(policy.allowedRecipients, (code) => numbers.knowsCountry(code));
    try {
      const records = await activity.read();
      return activityText({ records, policy, bad, used: await this.#used() });
    } catch (error) {
      return vscode.l10n.t("The record of what agents did could not be read. {0}", errorText(error).message);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** `undefined` if the journal cannot be read. */
  async #used(): Promise<Used | undefined> {
    const sender = await this.#parts.agents();
    try {
      return { ...(await sender.usage()), sessionId: sender.session };
    } catch {
      return undefined;
    }
  }

  #writeAnew(): void {
    this.#timer = undefined;
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === ACTIVITY_SCHEME) this.#changed.fire(uri);
    }
  }
}
