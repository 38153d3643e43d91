import * as vscode from "vscode";
import * as z from "zod/mini";
import { makePlan, withoutRows, type Plan } from "../../core/bulk/plan.js";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { factsOf } from "../compose/facts.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { askAboutRecent, confirmRun } from "./confirmation.js";
import { findRuns } from "./findRuns.js";
import { showPreview } from "./previewDocument.js";
import { previewText, type Preview } from "./previewText.js";
import { resultsWritable } from "./resultsFile.js";
import { resumeRun } from "./resume.js";
import { SourceError, sourceOfFile, type Source } from "./source.js";
import { startRun } from "./startRun.js";
import { TypedText } from "./typedText.js";
import { Wizard, type BulkDraft, type WholeDraft } from "./wizard.js";

/** What the command's argument may bring along. It never sends by itself. */
const prefill = z.partial(z.object({ template: z.string(), senderId: z.string() }));

/** Above how many recipients the preparation can be cancelled. */
const LONG = 2000;

/** Sends a text to many recipients, after questions, a preview and a yes to the whole of it. */
export async function sendToMany(parts: Parts, argument: unknown): Promise<void> {
  const signedIn = await requireSignedIn(parts);
  try {
    const source = argument instanceof vscode.Uri ? await sourceOfFile(argument) : undefined;
    const parsed = prefill.safeParse(argument);
    const given = source === undefined && parsed.success ? parsed.data : {};
    await compose(parts, signedIn, source, {
      ...(given.template === undefined ? {} : { template: given.template }),
      ...(given.senderId === undefined ? {} : { senderId: given.senderId }),
    });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    void parts.notifier.offer("error", error.message, []);
  }
}

async function compose(
  parts: Parts,
  signedIn: SignedIn,
  source: Source | undefined,
  given: BulkDraft,
): Promise<void> {
  const numbers = await loadPhoneNumbers();
  void parts.balance.refresh();
  void parts.prices.load();
  const found = await findRuns(parts);
  const unfinished = found.filter(({ state }) => !parts.activeRuns.has(state.header.id));
  const draft: BulkDraft = source === undefined ? given : { ...given, source };
  const wizard = new Wizard({ parts, signedIn, numbers, unfinished }, draft);
  const text = new TypedText(parts.windowMemory);
  let sent: string | undefined;
  try {
    let end = await wizard.run(source === undefined ? "source" : "column");
    while (end.kind === "next") {
      const answer = await previewAndSend(parts, signedIn, end.draft);
      if (answer === "sent") sent = end.draft.template;
      if (answer !== "edit") return;
      end = await wizard.run("template");
    }
    if (end.kind === "resume") await resumeRun(parts, end.run);
  } finally {
    if (sent !== undefined && (wizard.typed !== undefined || sent === text.kept)) await text.clear();
    else if (wizard.typed !== undefined) await text.keep(wizard.typed);
  }
}

async function previewAndSend(
  parts: Parts,
  signedIn: SignedIn,
  draft: WholeDraft,
): Promise<"edit" | "sent" | "over"> {
  const preview = await makePreview(parts, signedIn, draft);
  const close = await showPreview(vscode.l10n.t("Preview of {0}", draft.source.name), previewText(preview));
  try {
    if (preview.plan.texts.length === 0) {
      void parts.notifier.offer(
        "warning",
        vscode.l10n.t("Nothing is left to send. The preview says why."),
        [],
      );
      // It stays open until it is closed by hand.
      return "over";
    }
    const final = await withoutRecent(preview);
    if (final === undefined) return "over";
    const { uri } = draft.results;
    const results =
      uri === undefined
        ? vscode.l10n.t("Results: not written")
        : vscode.l10n.t("Results: {0}", vscode.workspace.asRelativePath(uri));
    const answer = await confirmRun(final, parts.settings.bulkTypeTotalAbove, results);
    if (answer !== "send") return answer === "edit" ? "edit" : "over";
    // Before anything is sent: afterwards it would be too late to choose another place.
    if (uri !== undefined && !(await resultsWritable(parts, uri))) return "edit";
    await close();
    const isBegun = await startRun(parts, {
      signedIn,
      plan: final.plan,
      template: draft.template,
      senderId: draft.senderId,
      source: draft.source.name,
      results: uri,
      accepted: final.recent,
    });
    return isBegun ? "sent" : "over";
  } finally {
    if (preview.plan.texts.length > 0) await close();
  }
}

async function makePreview(parts: Parts, signedIn: SignedIn, draft: WholeDraft): Promise<Preview> {
  const title = vscode.l10n.t("Preparing the preview…");
  // A notification stays for a moment when it is over: only what takes its time is worth one.
  const isLong = draft.recipients.valid.length > LONG;
  const location = isLong ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title, cancellable: isLong }, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort(new vscode.CancellationError());
    });
    await Promise.race([
      Promise.all([parts.prices.load(), parts.balance.refresh()]),
      new Promise((resolve) => setTimeout(resolve, 4000)),
    ]);
    const { prices, balance } = factsOf(parts, signedIn);
    const { recipients, source, template, senderId } = draft;
    const plan = await makePlan({
      recipients: recipients.valid,
      columns: source.layout.columns,
      template,
      prices,
      signal: abort.signal,
    });
    const recent = await recentOf(parts, signedIn, plan);
    abort.signal.throwIfAborted();
    return { signedIn, source: source.name, senderId, recipients, plan, recent, balance };
  });
}

async function recentOf(parts: Parts, { account }: SignedIn, plan: Plan): Promise<Set<number>> {
  const texts = plan.texts.map(({ number, body }) => ({ to: number.e164, body }));
  const found = await parts.outbox.duplicates(account.id, texts);
  return new Set([...found.keys()].flatMap((index) => plan.texts[index]?.row ?? []));
}

/** The preview without what went lately, if that is to be left out; `undefined` if it was given up. */
async function withoutRecent(preview: Preview): Promise<Preview | undefined> {
  const { plan, recent, signedIn } = preview;
  if (recent.size === 0) return preview;
  const answer = await askAboutRecent(accountBadge(signedIn.account), recent.size, true);
  if (answer === undefined) return undefined;
  if (answer === "send") return preview;
  const left = withoutRows(plan, recent);
  return left.texts.length === 0 ? undefined : { ...preview, plan: left, recent: new Set() };
}
