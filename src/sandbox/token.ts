import { randomBytes, randomUUID } from "node:crypto";
import { chmod, link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode } from "./systemError.js";

const FORM = /^smsai_sandbox_[\w-]{32}$/;

/** A new token: 24 random bytes make 32 url-safe characters. */
export function newToken(): string {
  return `smsai_sandbox_${randomBytes(24).toString("base64url")}`;
}

/**
 * The token of this installation, made on first use and kept in `<dataDir>/token` for this user alone.
 *
 * Windows that start at the same moment get the same one: each writes its own file in full and then links it
 * to the common name, which exactly one of them can do and which never shows half a token.
 * @throws the file system's error, or an `Error` if the file holds no token
 */
export async function readOrCreateToken(dataDir: string): Promise<string> {
  const file = join(dataDir, "token");
  const existing = await readToken(file);
  if (existing !== undefined) return existing;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  const own = join(dataDir, `token.${randomUUID()}`);
  await writeFile(own, newToken(), { mode: 0o600, flag: "wx" });
  try {
    await link(own, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await unlink(own);
  }
  const token = await readToken(file);
  if (token === undefined) throw new Error("The sandbox's token file vanished while it was made");
  return token;
}

async function readToken(file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  // What it holds instead is not quoted: it may be some other secret.
  if (!FORM.test(text)) throw new Error(`No sandbox token in ${file}: remove it to get a new one`);
  return text;
}
