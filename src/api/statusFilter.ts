/** The statuses that the list can be filtered by. */
export const STATUS_FILTERS = ["sent", "delivered", "failed"] as const;

/** See `STATUS_FILTERS`. */
export type StatusFilter = (typeof STATUS_FILTERS)[number];
