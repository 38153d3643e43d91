import * as vscode from "vscode";
import { ownerOf } from "../../core/accounts.js";
import { formatUsd } from "../../sms/cost.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge, accountKindText, pickText } from "../words.js";

interface FactItem extends vscode.QuickPickItem {
  /** As the server gave it. */
  readonly value: string;
}

/** Asks `/me` and shows what it says; a row that is picked is copied. */
export async function showAccount(parts: Parts): Promise<void> {
  const signedIn = await requireSignedIn(parts);
  const { account, api } = signedIn;
  const abort = new AbortController();
  const items = async (): Promise<FactItem[]> => {
    const profile = await (await api()).me(abort.signal);
    // For the next start; what is shown does not depend on it.
    parts.session.remember(signedIn, ownerOf(profile)).catch((error: unknown) => {
      parts.notifier.record("smsForAi.showAccount", error);
    });
    const facts: [string, string | undefined][] = [
      [vscode.l10n.t("Account"), `${accountBadge(account)} – ${accountKindText(account.kind)}`],
      [vscode.l10n.t("User"), profile.userName],
      [vscode.l10n.t("Email"), profile.email],
      [vscode.l10n.t("Token"), profile.tokenName],
      [
        vscode.l10n.t("Permissions"),
        profile.permissions.length === 0 ? vscode.l10n.t("none") : profile.permissions.join(", "),
      ],
      [vscode.l10n.t("Credits"), profile.credits === undefined ? undefined : formatUsd(profile.credits)],
      [vscode.l10n.t("Server"), account.baseUrl],
    ];
    return facts.flatMap(([label, value]) =>
      value === undefined ? [] : [{ label, description: pickText(value), value }],
    );
  };
  const chosen = await vscode.window.showQuickPick(items(), {
    title: vscode.l10n.t("Account"),
    placeHolder: vscode.l10n.t("Pick a row to copy it"),
    matchOnDescription: true,
  });
  abort.abort();
  if (chosen === undefined) return;
  await vscode.env.clipboard.writeText(chosen.value);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2000);
}
