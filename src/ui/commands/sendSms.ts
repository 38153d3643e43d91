import * as vscode from "vscode";
import * as z from "zod/mini";
import { Composer } from "../compose/composer.js";
import { withDrafts } from "../compose/composeParts.js";
import type { Draft, KeptDraft } from "../compose/drafts.js";
import { messageTarget } from "../messageArgument.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { selectedText } from "../selectedText.js";
import { wholeText } from "../sentText.js";

/** What the command's argument may prefill. It never sends by itself. */
const prefill = z.partial(z.object({ to: z.string(), body: z.string(), senderId: z.string() }));

/** Composes a text: prefilled by the argument, or else with what was typed before and not sent. */
export async function sendSms(parts: Parts, argument: unknown): Promise<void> {
  const signedIn = await requireSignedIn(parts);
  const parsed = prefill.safeParse(argument);
  const given = parsed.success ? withoutUndefined(parsed.data) : {};
  const composing = withDrafts(parts);
  const fresh: KeptDraft = { id: crypto.randomUUID(), to: "", body: "", senderId: "" };
  // A given recipient or text starts a text of its own: an old draft must not slip into it.
  const base = Object.keys(given).length > 0 ? fresh : (composing.drafts.offered ?? fresh);
  await Composer.run(composing, signedIn, { ...base, ...given });
}

/** Composes a text from what is selected in the editor; several selections are joined, a line each. */
export async function sendSelectedText(parts: Parts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const body = editor === undefined ? "" : selectedText(editor);
  if (body === "") {
    void vscode.window.showInformationMessage(vscode.l10n.t("Select the text to send in an editor first."));
    return;
  }
  await sendSms(parts, { body });
}

/** Composes a text like one that was sent before. */
export async function sendAgain(parts: Parts, node: unknown): Promise<void> {
  const target = await messageTarget(parts, node);
  if (target === undefined) return;
  await sendSms(parts, await wholeText(parts, target));
}

function withoutUndefined(values: { [K in keyof Draft]?: string | undefined }): Partial<Draft> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
