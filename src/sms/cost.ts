/** Money is counted in millionths of a US dollar: the API's six decimals as exact integers. */
const MICRO = 1_000_000;

/**
 * The estimate before a send: whether a long text is billed per segment is not documented (API.md, "Price"),
 * so the higher figure is shown.
 * @param price of one SMS, in millionths of a US dollar, like the result
 */
export function estimateCost(segments: number, price: number): number {
  return segments * price;
}

/**
 * `$12.35`, with as many as six decimals where they matter: below a cent, or on demand.
 * @param amount millionths of a US dollar
 */
export function formatUsd(amount: number, precision: "short" | "exact" = "exact"): string {
  const rounded = precision === "short" ? Math.round(Math.abs(amount) / 10_000) * 10_000 : Math.abs(amount);
  const sign = amount < 0 && rounded > 0 ? "-" : "";
  const whole = Math.floor(rounded / MICRO);
  const decimals = String(rounded % MICRO).padStart(6, "0");
  return `${sign}$${whole}.${decimals.slice(0, 2)}${decimals.slice(2).replace(/0+$/, "")}`;
}
