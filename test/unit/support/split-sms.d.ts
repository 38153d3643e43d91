/** split-sms comes without types: what the tests read of it. */
declare module "split-sms" {
  export interface Part {
    readonly content: string;
    /** Characters; a surrogate pair counts as one. */
    readonly length: number;
    /** Septets of a GSM text, octets of a Unicode one. */
    readonly bytes: number;
  }

  export function split(message: string): {
    readonly characterSet: "GSM" | "Unicode";
    readonly parts: readonly Part[];
    readonly bytes: number;
    readonly remainingInPart: number;
  };
}
