/** A part of a document, in UTF-16 units from its beginning. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** An edit of a document: so many units at a place have become a text of another length. */
export interface Edit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * Where a stretch is after an edit. `undefined` if it is emptied or edited across a border: then nobody knows
 * what of it is meant. What is typed right before or behind it does not belong to it.
 */
export function afterEdit(
  { start, end }: Stretch,
  { rangeOffset, rangeLength, text }: Edit,
): Stretch | undefined {
  const editEnd = rangeOffset + rangeLength;
  const growth = text.length - rangeLength;
  if (rangeOffset >= end) return { start, end };
  if (editEnd <= start) return { start: start + growth, end: end + growth };
  if (rangeOffset < start || editEnd > end) return undefined;
  return end + growth > start ? { start, end: end + growth } : undefined;
}
