/** The GSM 03.38 default alphabet (3GPP TS 23.038, 6.2.1), without the escape. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Its extension table (6.2.1.1): two septets each. */
const EXTENSION = "\f^{}\\[~]|€";

/**
 * How many segments the sandbox charges a text as: 160 or 153 septets each in GSM-7, 70 or 67 UTF-16 units
 * each in UCS-2.
 */
export function segmentCount(text: string): number {
  let septets = 0;
  for (const character of text) {
    if (BASIC.includes(character)) septets += 1;
    else if (EXTENSION.includes(character)) septets += 2;
    else return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
  }
  return septets <= 160 ? 1 : Math.ceil(septets / 153);
}
