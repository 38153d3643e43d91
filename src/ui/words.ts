import * as vscode from "vscode";
import type { Account, AccountKind } from "../core/accounts.js";
import { visibleLine } from "../sms/visibleText.js";
import { ageStep } from "./ageStep.js";

/** LIVE, SANDBOX, or the host of another server: what is always said of the active account. */
export function accountBadge({ kind, baseUrl }: Pick<Account, "kind" | "baseUrl">): string {
  switch (kind) {
    case "live":
      return vscode.l10n.t("LIVE");
    case "sandbox":
      return vscode.l10n.t("SANDBOX");
    case "other":
      return new URL(baseUrl).host;
  }
}

/** The same where the address is not known any more: nothing for another server. */
export function accountBadgeOf(kind: AccountKind): string {
  return kind === "other" ? "" : accountBadge({ kind, baseUrl: "" });
}

/** Words from outside in a quick pick, which would draw an icon for `$(name)`. */
export function pickText(text: string): string {
  return visibleLine(text).replace(/\$\((?=[\w-])/g, "\\$(");
}

/** What sending from an account means, beside its badge. */
export function accountKindText(kind: AccountKind): string {
  switch (kind) {
    case "live":
      return vscode.l10n.t("real messages, real money");
    case "sandbox":
      return vscode.l10n.t("nothing is sent, nothing costs");
    case "other":
      return vscode.l10n.t("another server, messages may be real");
  }
}

/** The line that names an account in a question: two of a kind differ by their labels. */
export function accountLine(account: Pick<Account, "kind" | "baseUrl" | "label">): string {
  return vscode.l10n.t(
    "Account: {0} – {1} ({2})",
    accountBadge(account),
    visibleLine(account.label),
    accountKindText(account.kind),
  );
}

/** A message's status, as a person reads it; statuses that are not documented are shown as they are. */
export function statusText(status: string | undefined): string {
  switch (status) {
    case "sent":
      return vscode.l10n.t("sent");
    case "delivered":
      return vscode.l10n.t("delivered");
    case "failed":
      return vscode.l10n.t("failed");
    case undefined:
      return vscode.l10n.t("status unknown");
    default:
      return status;
  }
}

/**
 * The name of a country in the editor's language.
 * @param code ISO 3166-1 alpha-2
 */
export function countryName(code: string): string {
  return new Intl.DisplayNames([vscode.env.language, "en"], { type: "region" }).of(code) ?? code;
}

/**
 * `2 minutes ago`; a date after a week.
 * @param time ms since the epoch, like `now`
 */
export function relativeTime(time: number, now: number): string {
  const age = ageStep(time, now);
  if (age === "now") return vscode.l10n.t("now");
  if (age === "date") return new Date(time).toLocaleDateString(vscode.env.language);
  const format = new Intl.RelativeTimeFormat([vscode.env.language, "en"], {
    numeric: "always",
    style: "short",
  });
  return format.format(age.count, age.unit);
}

/**
 * A full date and time in the editor's language.
 * @param time ms since the epoch
 */
export function fullTime(time: number): string {
  return new Date(time).toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" });
}
