/**
 * What a person pasted as a token, made usable: white space around it and a `Bearer ` in front are dropped.
 */
export function cleanToken(pasted: string): string {
  return pasted.trim().replace(/^(authorization:\s*)?bearer\s+/i, "");
}

/**
 * Whether an HTTP header can carry the token: visible ASCII only. Platform errors quote a header value that
 * is not, so such a token must not get that far.
 */
export function isHeaderSafe(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** Whether the token has the form that the provider documents (`smsai_…`). Others are questioned, not refused. */
export function hasUsualForm(token: string): boolean {
  return /^smsai_[A-Za-z0-9_-]{8,}$/.test(token);
}
