import type { SandboxBehavior } from "./behavior.js";
import { STATUSES, toLeanWire, toWire, type MessageStatus } from "./message.js";
import type { Page } from "./messageIndex.js";
import { invalid } from "./refusal.js";

/** What a list is asked for. */
export interface ListQuery {
  readonly status: MessageStatus | undefined;
  /** From 1. */
  readonly page: number;
}

/**
 * Reads the query of a list. A page that makes no sense is the first one.
 * @throws Refusal 422 for an unknown status
 */
export function readListQuery(status: string | undefined, page: string | undefined): ListQuery {
  const known = STATUSES.find((candidate) => candidate === status);
  if (known === undefined && status !== undefined && status !== "") {
    throw invalid({ status: ["The selected status is invalid."] });
  }
  return { status: known, page: /^[1-9]\d{0,9}$/.test(page ?? "") ? Number(page) : 1 };
}

/** The page that a list of so many messages ends with; an empty list has one page. */
export function lastPageOf(total: number, perPage: number): number {
  return Math.max(1, Math.ceil(total / perPage));
}

/**
 * A page of the list as the API writes it.
 * @param path the list's own address, to which the links add the page
 */
export function toListWire(
  { messages, total }: Page,
  { status, page }: ListQuery,
  path: string,
  behavior: SandboxBehavior,
): Record<string, unknown> {
  const { perPage } = behavior;
  const lastPage = lastPageOf(total, perPage);
  const address = (number: number): string =>
    `${path}?${new URLSearchParams({ ...(status && { status }), page: String(number) }).toString()}`;
  const from = messages.length === 0 ? null : (page - 1) * perPage + 1;
  const links = {
    first: address(1),
    last: address(lastPage),
    prev: page > 1 ? address(page - 1) : null,
    next: page < lastPage ? address(page + 1) : null,
  };
  const meta = {
    current_page: page,
    from,
    last_page: lastPage,
    path,
    per_page: perPage,
    to: from === null ? null : from + messages.length - 1,
    total,
  };
  const row = behavior.listFields === "lean" ? toLeanWire : toWire;
  const { pagination } = behavior;
  return {
    data: messages.map((message) => row(message, behavior.decimals)),
    ...((pagination === "full" || pagination === "links") && { links }),
    ...((pagination === "full" || pagination === "meta") && { meta }),
  };
}
