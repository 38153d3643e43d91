import * as vscode from "vscode";
import type { CountryPrice } from "../../api/schemas.js";
import { lastOf } from "../../core/loadable.js";
import { formatUsd } from "../../sms/cost.js";
import { visibleLine } from "../../sms/visibleText.js";
import { errorText } from "../errorText.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge, pickText } from "../words.js";

interface PriceItem extends vscode.QuickPickItem {
  readonly country: CountryPrice;
}

/** What stands in the list while it is empty, because it could not be had. */
interface RetryItem extends vscode.QuickPickItem {
  readonly country?: undefined;
}

/** All countries and prices, searchable by name, code and dial code. */
export async function countryPrices(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const { prices, notifier } = parts;
  const copy: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("copy"),
    tooltip: vscode.l10n.t("Copy"),
  };
  const send: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("send"),
    tooltip: vscode.l10n.t("Send SMS to This Country"),
  };
  const pick = vscode.window.createQuickPick<PriceItem | RetryItem>();
  pick.title = vscode.l10n.t("Country Prices ({0})", accountBadge(account));
  pick.matchOnDescription = true;
  const show = (): void => {
    const list = lastOf(prices.state)?.value ?? [];
    const active = pick.activeItems[0]?.country?.code;
    const items: PriceItem[] = list.map((country) => ({
      country,
      label: pickText(country.name),
      description: `${country.code} ${country.dialCode} · ${formatUsd(country.price)}`,
      buttons: [copy, send],
    }));
    const failed = prices.state.kind === "failed" ? errorText(prices.state.error).message : undefined;
    pick.items = items.length === 0 && failed !== undefined ? [retryItem(failed)] : items;
    const again = items.find(({ country }) => country.code === active);
    if (again !== undefined) pick.activeItems = [again];
    pick.busy = prices.state.kind === "loading";
    pick.placeholder = failed ?? vscode.l10n.t("Search by country, code or dial code (+44)");
  };
  const subscription = prices.onDidChange(show);
  show();
  pick.show();
  void prices.load();

  const run = (
    what: (item: PriceItem) => Promise<unknown>,
    item: PriceItem | RetryItem | undefined,
  ): void => {
    if (item === undefined) return;
    if (item.country === undefined) {
      void prices.refresh();
      return;
    }
    pick.hide();
    void notifier.guard("smsForAi.countryPrices", () => what(item));
  };
  pick.onDidTriggerItemButton(({ button, item }) => {
    run(button === send ? sendTo : copyPrice, item);
  });
  pick.onDidAccept(() => {
    run(chooseAction, pick.selectedItems[0]);
  });
  await new Promise<void>((resolve) => {
    pick.onDidHide(() => {
      subscription.dispose();
      pick.dispose();
      resolve();
    });
  });
}

function retryItem(detail: string): RetryItem {
  return { label: `$(refresh) ${vscode.l10n.t("Try Again")}`, detail: pickText(detail), alwaysShow: true };
}

async function chooseAction(item: PriceItem): Promise<void> {
  const send = { label: `$(send) ${vscode.l10n.t("Send SMS to This Country")}`, run: sendTo };
  const copy = {
    label: `$(copy) ${vscode.l10n.t("Copy")}`,
    description: pickText(priceLine(item.country)),
    run: copyPrice,
  };
  const chosen = await vscode.window.showQuickPick([send, copy], {
    title: `${visibleLine(item.country.name)} · ${formatUsd(item.country.price)}`,
    placeHolder: vscode.l10n.t("What to do"),
  });
  await chosen?.run(item);
}

async function sendTo({ country }: PriceItem): Promise<void> {
  await vscode.commands.executeCommand("smsForAi.sendSms", { to: country.dialCode });
}

async function copyPrice({ country }: PriceItem): Promise<void> {
  await vscode.env.clipboard.writeText(priceLine(country));
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2000);
}

function priceLine({ code, name, dialCode, price }: CountryPrice): string {
  return `${visibleLine(name)} (${code}, ${dialCode}): ${formatUsd(price)}`;
}
