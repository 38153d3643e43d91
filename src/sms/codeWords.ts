/** How well a word tells that a one-time code stands near it. */
export type CodeWordKind =
  /** Names the code itself: *code*, *OTP*, *PIN*. */
  | "name"
  /** Says what it is for: *verify*, *login*. */
  | "purpose"
  /** Says what to do with it: *enter*, *use*. Counts only beside a word of the other kinds. */
  | "act";

/** A word of `CODE_WORDS` in a text, in UTF-16 units. */
export interface CodeWord {
  readonly kind: CodeWordKind;
  readonly start: number;
  readonly end: number;
}

const words = (kind: CodeWordKind, text: string): [string, CodeWordKind][] =>
  text.split(/\s+/).map((word) => [word, kind]);

/** Words of scripts that part words by spaces, lower case. */
const SPACED = new Map<string, CodeWordKind>([
  ...words("name", "code codes passcode otp pin token passwort kennwort password passe clave"),
  ...words(
    "name",
    "código codigo códigos codice contraseña senha palavra-passe kod kodu kodunuz kód kode kodi",
  ),
  ...words(
    "name",
    "koodi koodisi codul код кода кодом пароль κωδικός κωδικό رمز الرمز كود קוד कोड ओटीपी mã şifre",
  ),
  ...words("name", "šifra lozinka wachtwoord hasło heslo passord lösenord"),
  ...words(
    "purpose",
    "verification verify verifying verified authentication authenticate login logon signin",
  ),
  ...words(
    "purpose",
    "confirm confirmation security passwordless verifizierung bestätigung bestätigen anmeldung",
  ),
  ...words(
    "purpose",
    "anmelden verificación verificar confirmación verificação verifica verificare verificatie",
  ),
  ...words("purpose", "vérification vérifier connexion connecter confirmer accesso acceso inicio inloggen"),
  ...words(
    "purpose",
    "weryfikacja weryfikacyjny logowania doğrulama подтверждения подтверждение входа التحقق",
  ),
  ...words(
    "act",
    "use enter type input verwende verwenden eingeben gib utiliza usa introduce ingresa saisissez",
  ),
  ...words("act", "utilisez inserisci gebruik wpisz introdu введите używaj digite insira"),
]);

/** Words of scripts without spaces, and words of several parts. */
const FOUND_ANYWHERE =
  /验证码|驗證碼|校验码|动态码|动态密码|認證碼|认证码|确认码|確認碼|短信码|密码|口令|認証コード|確認コード|認証番号|確認番号|ワンタイムパスワード|パスコード|暗証番号|コード|인증번호|인증 번호|인증코드|확인코드|보안코드|รหัส|(?<![a-z\d])2fa(?![a-z\d])|(?<![a-z])(?:log|sign)[ -]in(?![a-z])|(?<![a-z])one[- ]time(?![a-z])/gi;

/** *…code* and its like at the end of a longer word: Bestätigungscode, verificatiecode, engangskode. */
const COMPOUND = /(?:codes?|koden?|koodi|kod)$/;

/** Longer words that end so and name something else. */
const OTHER_COMPOUND =
  /^(?:bar|zip|post|promo|promotion|rabatt|gutschein|aktions|kortings|voucher|uni|de|en|source|area|strich|qr)(?:codes?|kode|kod)$/;

/** Words before *code* that make it another thing than a one-time code. */
const OTHER_BEFORE =
  /(?:promo(?:tion(?:al)?)?|discount|coupon|voucher|gift(?: card)?|offer|referral|invit(?:e|ation)|zip|post(?:al)?|area|country|dial(?:ling|ing)?|error|status|exit|source|qr|bar|dress|tracking|order|product|item|sort|swift|bic|iban|tax|branch|style|colou?r)[ -]$/i;

/** Words after *code* in other languages that do the same. */
const OTHER_AFTER =
  /^[ -](?:postal|promo(?:tionnel|cional|zionale)?|de (?:descuento|réduction|desconto|error|erreur|conduct[ao]?)|sconto|fiscale|of conduct|avantage|cadeau|barre|review|base|freeze|editor|style|скидки)/i;

/** No word that is looked for is longer, in UTF-16 units. */
const LONGEST = 40;

/** The words in a text that tell of a one-time code, from its beginning to its end. */
export function codeWords(text: string): CodeWord[] {
  const found: CodeWord[] = [];
  for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const kind = word.length > LONGEST ? undefined : kindOf(word);
    const end = start + word.length;
    if (kind !== undefined && !isOther(text, start, end)) found.push({ kind, start, end });
  }
  for (const { 0: word, index: start } of text.matchAll(FOUND_ANYWHERE))
    found.push({ kind: /^[a-z\d]/i.test(word) ? "purpose" : "name", start, end: start + word.length });
  return found.sort((one, other) => one.start - other.start);
}

function kindOf(word: string): CodeWordKind | undefined {
  const lower = word.toLowerCase();
  // *tan* is a colour and, in Spanish, an adverb; the transaction number is written in capitals.
  if (lower.endsWith("tan")) return word.endsWith("TAN") ? "name" : undefined;
  const known = SPACED.get(lower);
  if (known !== undefined) return known;
  return COMPOUND.test(lower) && !OTHER_COMPOUND.test(lower) ? "name" : undefined;
}

function isOther(text: string, start: number, end: number): boolean {
  return (
    OTHER_BEFORE.test(text.slice(Math.max(0, start - 20), start)) ||
    OTHER_AFTER.test(text.slice(end, end + 24))
  );
}
