import { ApiError } from "./errors.js";

/**
 * An answer's text, read piece by piece so that a huge one is dropped instead of held.
 * @throws ApiError `notUnderstood` beyond `maxBytes`; whatever the platform throws when the connection breaks
 */
export async function readAll(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new ApiError("notUnderstood", false, { status: response.status });
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** @throws ApiError `notUnderstood` if the text is no JSON; an empty answer is `undefined` */
export function readJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("notUnderstood", false);
  }
}
