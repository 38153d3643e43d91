import * as vscode from "vscode";
import { ownerOf } from "../../core/accounts.js";
import { formatUsd } from "../../sms/cost.js";
import { visibleLine } from "../../sms/visibleText.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge, accountKindText } from "../words.js";

/** Asks `/me` and shows what it says; a row that is picked is copied. */
export async function showAccount(parts: Parts): Promise<void> {
  const signedIn = await requireSignedIn(parts);
  const { account, api } = signedIn;
  const { t } = vscode.l10n;
  const items = async (): Promise<vscode.QuickPickItem[]> => {
    const profile = await (await api()).me();
    await parts.session.remember(signedIn, ownerOf(profile));
    const facts: [string, string | undefined][] = [
      [t("Account"), `${accountBadge(account)} – ${accountKindText(account.kind)}`],
      [t("User"), profile.userName],
      [t("Email"), profile.email],
      [t("Token"), profile.tokenName],
      [t("Permissions"), profile.permissions.length === 0 ? t("none") : profile.permissions.join(", ")],
      [t("Credits"), profile.credits === undefined ? undefined : formatUsd(profile.credits)],
      [t("Server"), account.baseUrl],
    ];
    return facts.flatMap(([label, value]) =>
      value === undefined ? [] : [{ label, description: visibleLine(value) }],
    );
  };
  const chosen = await vscode.window.showQuickPick(items(), {
    title: t("Account"),
    placeHolder: t("Pick a row to copy it"),
    matchOnDescription: true,
  });
  if (chosen?.description !== undefined) await vscode.env.clipboard.writeText(chosen.description);
}
