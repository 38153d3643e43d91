import * as vscode from "vscode";
import { ApiError } from "../../api/errors.js";
import type { Message } from "../../api/schemas.js";
import { lastOf } from "../../core/loadable.js";
import { mergeMessage } from "../../core/messageList.js";
import { countSegments } from "../../sms/segments.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { estimateOf, type Estimate } from "../compose/estimate.js";
import { DETAILS_SCHEME, type MessageTarget } from "../messageArgument.js";
import { detailsText } from "./detailsText.js";
import type { DetailsParts } from "./documents.js";
import { DetailsLenses } from "./lenses.js";

/** How far the times that a server and this window give one message may lie apart, in ms. */
const SAME_WITHIN = 60_000;

/** A message whose details are open. */
interface Shown {
  readonly accountId: string;
  readonly message: Message;
  /** The server says that there is no such message any more. */
  readonly isGone: boolean;
}

/**
 * The messages whose details are open: each belongs to the account that it was opened from, and its document is
 * written anew when the message changes.
 */
export class ShownMessages implements vscode.Disposable {
  readonly #parts: DetailsParts;
  readonly #changed: (uri: vscode.Uri) => void;
  readonly #shown = new Map<string, Shown>();
  readonly #lenses: DetailsLenses;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** When the list was last read from the server. */
  #readAt: number | undefined;

  /** @param changed is told of a document that must be written anew */
  constructor(parts: DetailsParts, changed: (uri: vscode.Uri) => void) {
    this.#parts = parts;
    this.#changed = changed;
    const { messages, prices, codes } = parts;
    this.#lenses = new DetailsLenses((uri) => this.target(uri)?.message, codes);
    this.#readAt = lastOf(messages.state)?.at;
    this.#subscriptions = [
      this.#lenses,
      vscode.languages.registerCodeLensProvider({ scheme: DETAILS_SCHEME }, this.#lenses),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
      messages.onDidChange(() => {
        this.#follow();
      }),
      prices.onDidChange(() => {
        this.#rewriteAll();
      }),
    ];
  }

  /** The message that a document shows. */
  target(uri: vscode.Uri): MessageTarget | undefined {
    return this.#shown.get(uri.toString());
  }

  /** A message of an account whose details are open. */
  find(accountId: string, id: string): Message | undefined {
    return this.target(uriOf(accountId, id))?.message;
  }

  /** Opens the details of a message, or goes to them. */
  async show(accountId: string, message: Message): Promise<void> {
    const uri = uriOf(accountId, message.id);
    this.#put(uri, { accountId, message, isGone: false });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    // The estimate beside the price; without prices there is none.
    void this.#parts.prices.load();
  }

  /** Takes a fuller answer about a message whose details may be open. */
  update(accountId: string, message: Message): void {
    const uri = uriOf(accountId, message.id);
    if (this.#shown.has(uri.toString())) this.#put(uri, { accountId, message, isGone: false });
  }

  /** The server does not know a message any more: its document says so. */
  setGone(accountId: string, id: string): void {
    const uri = uriOf(accountId, id);
    const shown = this.#shown.get(uri.toString());
    if (shown !== undefined) this.#put(uri, { ...shown, isGone: true });
  }

  /** What a document says. */
  async text(uri: vscode.Uri): Promise<string> {
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined) return vscode.l10n.t("This message is not loaded. Open it from the list.");
    const { message, isGone } = shown;
    const isOwn = this.#isOwn(shown.accountId);
    return detailsText(message, {
      isGone,
      history: isOwn ? this.#parts.messages.history(message.id) : [],
      estimate: isOwn ? await this.#estimate(message) : undefined,
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #isOwn(accountId: string): boolean {
    const { state } = this.#parts.session;
    return state.kind === "signedIn" && state.account.id === accountId;
  }

  async #estimate({ to, body }: Message): Promise<Estimate | undefined> {
    const prices = lastOf(this.#parts.prices.state)?.value;
    if (to === undefined || body === undefined || prices === undefined) return undefined;
    const parsed = (await loadPhoneNumbers()).parse(to);
    if (!parsed.ok) return undefined;
    return estimateOf({ prices, balance: undefined }, parsed.number, countSegments(body).segments);
  }

  /** Takes over what the list knows now; what it does not hold is asked for when it was read anew. */
  #follow(): void {
    const { messages } = this.#parts;
    const at = lastOf(messages.state)?.at;
    const isRead = messages.state.kind === "ready" && at !== this.#readAt;
    if (isRead) this.#readAt = at;
    for (const [key, shown] of [...this.#shown]) {
      if (!this.#isOwn(shown.accountId)) continue;
      const uri = vscode.Uri.parse(key, true);
      const listed = messages.find(shown.message.id);
      if (listed !== undefined) this.#put(uri, { ...shown, message: listed, isGone: false });
      else if (isRead && isVisible(uri)) void this.#readAgain(shown);
    }
  }

  async #readAgain(shown: Shown): Promise<void> {
    const { accountId, message } = shown;
    try {
      this.update(accountId, await this.#parts.messages.loadOne(message.id));
    } catch (error) {
      // Other failures are those of the list, which tells of them.
      if (error instanceof ApiError && error.kind === "notFound") this.setGone(accountId, message.id);
    }
  }

  #put(uri: vscode.Uri, shown: Shown): void {
    const known = this.#shown.get(uri.toString());
    const before = known === undefined || isAnother(known, shown) ? undefined : known.message;
    const merged = { ...shown, message: mergeMessage(before, shown.message) };
    this.#shown.set(uri.toString(), merged);
    if (JSON.stringify(known) !== JSON.stringify(merged)) this.#rewrite(uri);
  }

  #rewrite(uri: vscode.Uri): void {
    this.#changed(uri);
    this.#lenses.refresh();
  }

  #rewriteAll(): void {
    for (const key of this.#shown.keys()) this.#changed(vscode.Uri.parse(key, true));
  }
}

/** Whether a message only has the id of another: a sandbox that was emptied counts from 1 again. */
function isAnother(known: Shown, { message, isGone }: Shown): boolean {
  if (known.isGone) return !isGone;
  const [before, now] = [known.message.createdAt, message.createdAt];
  return before !== undefined && now !== undefined && Math.abs(before - now) > SAME_WITHIN;
}

function isVisible(uri: vscode.Uri): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString());
}

/** The name is for the tab; account and id are where the tab does not show them. */
function uriOf(accountId: string, id: string): vscode.Uri {
  const name = vscode.l10n.t("Message {0}", id).replaceAll("/", "-");
  return vscode.Uri.from({ scheme: DETAILS_SCHEME, authority: accountId, path: `/${name}.yaml`, query: id });
}
