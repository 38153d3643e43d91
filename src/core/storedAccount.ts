import * as z from "zod/mini";
import { parseBaseUrl } from "../api/baseUrl.js";

const storedAccount = z.object({
  label: z.string(),
  baseUrl: z.string().check(z.refine((url) => parseBaseUrl(url).ok)),
  token: z.string(),
  tokenId: z.optional(z.string()),
  owner: z.object({
    userName: z.optional(z.string()),
    email: z.optional(z.string()),
    tokenName: z.optional(z.string()),
    permissions: z.array(z.string()),
  }),
});

/** An account as its secret holds it. */
export type StoredAccount = z.infer<typeof storedAccount>;

/** Reads a secret of ours; `undefined` for anything that is damaged. */
export function parseStoredAccount(json: string): StoredAccount | undefined {
  try {
    return storedAccount.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
