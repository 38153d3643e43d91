import { SmsApi } from "../../src/api/client.js";
import { exportText } from "../../src/core/exportRows.js";
import { exportMessages } from "../../src/core/messageExport.js";
import { readPages } from "../../src/core/messagePages.js";
import { replaceFile } from "../../src/platform/node.js";
import { loadPhoneNumbers } from "../../src/sms/phoneNumber.js";

/** What the process is told to do, as JSON in its argument. */
export interface ExportTask {
  readonly baseUrl: string;
  readonly token: string;
  readonly file: string;
  /** After how many messages the heap is looked at; 0 for never, so that it costs no time. */
  readonly heapEvery: number;
}

/** What it prints, as JSON. */
export interface ExportFigures {
  readonly count: number;
  /** ms. */
  readonly time: number;
  /** Bytes in use after collecting garbage, before the export and at most while it goes on. */
  readonly heapBefore: number;
  readonly heapMost: number;
}

async function measure({ baseUrl, token, file, heapEvery }: ExportTask): Promise<ExportFigures> {
  const numbers = await loadPhoneNumbers();
  const api = new SmsApi({ baseUrl, authorize: () => Promise.resolve(token) });
  const { signal } = new AbortController();
  const heapBefore = heapInUse();
  let heapMost = heapBefore;
  let look = heapEvery;
  const began = performance.now();
  const { count } = await exportMessages({
    pages: readPages(api, undefined, { signal }),
    text: exportText("csv", (to) => numbers.countryOf(to)),
    open: () => replaceFile(file),
    signal,
    onProgress: (progress) => {
      if (heapEvery === 0 || progress.count < look) return;
      look += heapEvery;
      heapMost = Math.max(heapMost, heapInUse());
    },
  });
  return { count, time: performance.now() - began, heapBefore, heapMost };
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as ExportTask)));
process.exit(0);
