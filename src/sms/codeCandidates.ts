/** A stretch of a text that may be a one-time code, in UTF-16 units, and what would be copied of it. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /**
   * Which words it needs: a `likely` one some near it, a `capitals` one a nearer one, and an `unlikely` one (a
   * number as long as a telephone's, a year, letters of both cases) one right beside it.
   */
  readonly form: "likely" | "capitals" | "unlikely";
}

/** Numbers in groups, or words and numbers joined by hyphens. */
const TOKEN = /\d+(?:[ \u00a0-]\d+)+(?![A-Za-z\d])|[A-Za-z\d]+(?:-[A-Za-z\d]+)*/g;

/** Where an address begins within what stands between two spaces. */
const ADDRESS = /[a-z][a-z\d+.-]{1,11}:\/\/|www\./i;

/** What may stand before a code word's number and makes it something else; the words are followed by the number. */
const BEFORE = new RegExp(
  [
    // A telephone number, a number of an order (`#`), a price, a part of a number or of an address, a masked number.
    /\+ ?\(?$|\+\d{1,3}[ (-]*$|\(\d{2,5}\) ?$|[@/\\_~&?]$|\d[.,:]$|\d[–—] ?$|\d ?\/ ?$|(?:[•×…]|\*{3})$/,
    /(?:[$€£¥₹₽₩₺₫฿₦]|\b(?:us|usd|eur|gbp|inr|rs|chf|cad|aud|brl|mxn|pln|kr|nok|sek|dkk|czk|try|jpy|cny|rmb|r))\.? ?$/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "iu",
);

/** What may stand behind a number and makes it something else. */
const BEHIND =
  /^(?:[.,:]\d|[@/\\_%]|\.[a-z]|[–—]\d| ?(?:[$€£¥₹₽₩₺₫฿%]|円|元|块|원|年|月|分|点|(?:eur|euros?|usd|gbp|inr|chf|cad|aud|pln|kr|zł|руб\p{L}*|dollars?|pounds?|rupees|yen|cents?|points?|pts|punkte|puntos|miles?|km|kg|min(?:s|utes?|uten|utos|uti)?|sec(?:s|onds?)?|sekunden|hours?|hrs|stunden|days?|tage|weeks?|people|users|steps|items|units|mb|gb|kb)(?!\p{L})))/iu;

/** Names of numbers that are no codes, right before the number. Not asked where a code word stands right beside it. */
const OTHER_NUMBER =
  /(?:#|№|(?:^|[^\p{L}])(?:order|bestell\p{L}*|auftrag\p{L}*|pedido|commande|ordine|zamówieni\p{L}|заказ\p{L}*|tracking|track|parcel|package|shipment|sendung\p{L}*|paket|colis|envío|invoice|rechnung\p{L}*|factura|facture|fattura|ref(?:erence)?|account|acct|a\/c|konto\p{L}*|cuenta|compte|conto|card|karte|tarjeta|carte|carta|ending|ends|endet|terminada|ticket|case|booking|reservation|flight|flug|vol|vuelo|gate|room|zimmer|seat|table|train|bus|line|customer|kunden\p{L}*|member|policy|call|calling|tel|phone|telephone|ring|dial|fax|mobile|hotline|anruf\p{L}*|since|until|till|year|jahr|at|um|zip|plz|stop|help|balance|saldo|kontostand|total|summe|amount|betrag|score|unit|building|suite|apt|street|version|build|row|page|level|station|channel|district)(?:[ -]?(?:number|nummer|no|nr|num|numéro|número|numero|n°|nº|№|id|in|with|us|to|on|auf|mit|is|ist|von|of))*)[.:]?[ #*]*$|(?:text|reply|send|sms|stop|help|antworte|envía|an)(?: [\p{L}]{1,10})? (?:to|an|al) $|(?:订单|单号|尾号|账号|电话|注文|番号は電話|주문)\P{L}{0,2}\p{L}{0,2}[:： ]*$/iu;

/** Prefixes of numbers that name a thing: INV-12345. */
const OTHER_PREFIX = /^(?:INV|ORD|REF|NO|NR|PO|SO|ID|TRK|RMA|TKT|KD|RE|AB|GH|PR|TEL)$/;

/** The stretches of a text that may be a one-time code, in their order. Time is linear in the text's length. */
export function codeCandidates(text: string): Candidate[] {
  const addresses = addressesIn(text);
  let address = 0;
  const found: Candidate[] = [];
  for (const { 0: token, index: start } of text.matchAll(TOKEN)) {
    if (!/\d/.test(token.slice(0, 40))) continue;
    while ((addresses[address]?.end ?? Infinity) <= start) address++;
    if ((addresses[address]?.start ?? Infinity) < start + token.length) continue;
    const read = readToken(token);
    if (read === undefined) continue;
    const end = start + read.length;
    if (BEFORE.test(text.slice(Math.max(0, start - 12), start))) continue;
    if (BEHIND.test(text.slice(end, end + 16))) continue;
    found.push({ start, end, code: read.code, form: read.form });
  }
  return found;
}

/** Whether a word right before a candidate says that it is the number of something else. */
export function isOtherNumber(text: string, { start }: Candidate): boolean {
  return OTHER_NUMBER.test(text.slice(Math.max(0, start - 32), start));
}

/** What is read of a token. */
interface Read {
  readonly code: string;
  readonly form: Candidate["form"];
  /** How much of the token it is, in UTF-16 units. */
  readonly length: number;
}

function readToken(token: string): Read | undefined {
  // A hyphen or two, or five groups: nothing longer is a code.
  if (token.length > 24 && !/^\d{4,8}[ \u00a0]/.test(token)) return undefined;
  const groups = token.split(/[ \u00a0-]/);
  if (groups.every((group) => /^\d+$/.test(group))) return readDigits(token, groups);
  const { length } = token;
  const [prefix = "", number = ""] = groups;
  if (groups.length === 2 && /^[A-Z]{1,3}$/.test(prefix) && /^\d{4,8}$/.test(number))
    return OTHER_PREFIX.test(prefix) ? undefined : { code: number, form: "likely", length };
  if (!/\d/.test(token) || /^\d+[a-z]+$/.test(token) || /^[xX]+\d+$/.test(token)) return undefined;
  const isJoined = groups.length > 1;
  if (
    isJoined &&
    !(length <= 14 && groups.every((group) => group.length === prefix.length && group.length >= 3))
  )
    return undefined;
  if (!isJoined && (length < 4 || length > 10)) return undefined;
  return { code: token, form: /^[A-Z\d-]+$/.test(token) ? "capitals" : "unlikely", length };
}

function readDigits(token: string, groups: readonly string[]): Read | undefined {
  const [first = ""] = groups;
  const digits = groups.join("");
  if (groups.length === 1) {
    if (digits.length < 4 || digits.length > 10) return undefined;
    const form = digits.length > 8 || isYear(digits) ? "unlikely" : "likely";
    return { code: digits, form, length: token.length };
  }
  const isOneKind = !(token.includes("-") && /[ \u00a0]/.test(token));
  if (isOneKind && groups.every((group) => group.length === first.length)) {
    // Groups of two are dates with hyphens, and telephone numbers if there are more than three.
    const isCode = first.length === 2 ? !token.includes("-") && digits.length <= 6 : first.length <= 5;
    if (!isCode || digits.length < 4 || digits.length > 10) return undefined;
    return { code: digits, form: digits.length > 8 ? "unlikely" : "likely", length: token.length };
  }
  // A code with a small number behind it, such as “482913 10 minutes”.
  const rest = groups.slice(1, 4);
  const isAlone = /^\d{4,8}[ \u00a0]/.test(token) && rest.every((group) => group.length <= 2);
  return isAlone
    ? { code: first, form: isYear(first) ? "unlikely" : "likely", length: first.length }
    : undefined;
}

/** Whether a number may well be a year. */
export function isYear(digits: string): boolean {
  return /^(?:19|20)\d\d$/.test(digits);
}

/** Where web addresses stand: from their beginning to the next space. */
function addressesIn(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { 0: run, index } of text.matchAll(/\S+/g)) {
    const end = index + run.length;
    const begin = ADDRESS.exec(run);
    if (begin !== null) {
      found.push({ start: index + begin.index, end });
      continue;
    }
    // A host without a scheme and with a path, or with a query.
    const slash = run.search(/[/?]/);
    if (slash > 0 && /[a-z\d-]\.[a-z]{2,24}(?::\d{1,5})?$/i.test(run.slice(Math.max(0, slash - 64), slash)))
      found.push({ start: index, end });
    else if (run.includes("@", 1)) found.push({ start: index, end });
  }
  return found;
}
