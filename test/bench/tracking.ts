import { followForAnHour, HOUR_CASES } from "../unit/support/trackingHour.js";
import { printSection, table, type Row } from "./report.js";

/** What following messages asks of the server, in a simulated hour with three windows. */
export async function benchTracking(): Promise<void> {
  const rows: Row[] = [["", "requests", "of 3,600", "worst minute", "worst window", "unfinished"]];
  for (const hour of HOUR_CASES) {
    const { requests, worstMinute, worstWindow, unfinished } = await followForAnHour(hour);
    const share = `${((100 * requests) / 3600).toFixed(1)} %`;
    rows.push([
      hour.name,
      String(requests),
      share,
      String(worstMinute),
      String(worstWindow),
      String(unfinished),
    ]);
  }
  printSection(
    "Following messages: requests in a simulated hour, three windows, limit 60 a minute",
    table(rows),
  );
}
