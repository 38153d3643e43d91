import { toLine, type RunEvent } from "./runLines.js";
import type { RowState, RunState } from "./runState.js";

/**
 * The journal of a run that has ended, without texts. Numbers stay only while something is unsettled, whose end
 * belongs into the results.
 */
export function compacted({ header, rows, ended }: RunState): string {
  const all = [...rows.values()];
  const isOpen = all.some(({ state, settled }) => state === "unknown" && settled === undefined);
  const keepsNumbers = isOpen && header.results !== undefined;
  const lines = [
    toLine({ run: { ...header, template: "", baseline: undefined, rows: all.length } }),
    ...all.map(({ row, to, hash }) => toLine({ row, to: keepsNumbers ? to : "", hash })),
    ...all.flatMap((row) => eventsOf(row).map(toLine)),
    ...(ended === undefined ? [] : [toLine({ end: ended.how, at: ended.at })]),
  ];
  return lines.join("");
}

/** What has to be told of a row for it to be as it is. */
function eventsOf(state: RowState): RunEvent[] {
  const { row, at, messageId, status, price, error, code = "", adopted, settled } = state;
  const begun: RunEvent[] = at === undefined ? [] : [{ i: row, at }];
  const handedOver: RunEvent[] = adopted === true ? [{ a: row }] : [];
  switch (state.state) {
    case "pending":
      return [];
    case "underWay":
      return begun;
    case "sent":
      return settled === undefined
        ? [...begun, { o: row, k: "sent", id: messageId ?? "", status, price, error }]
        : [...begun, ...handedOver, { s: row, how: "sent", id: messageId }];
    case "failed":
      return [...begun, { o: row, k: "failed", code, error }];
    case "unknown":
      return [
        ...begun,
        { o: row, k: "unknown", code },
        ...handedOver,
        ...(settled === undefined ? [] : [{ s: row, how: settled, id: messageId }]),
      ];
  }
}
