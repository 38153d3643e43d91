import { createReadStream } from "node:fs";
import { constants, copyFile, open, rename, rm } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import * as z from "zod/mini";
import { messageSchema } from "./message.js";
import { hasCode } from "./systemError.js";

const recordSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("created"), message: messageSchema }),
  z.object({
    type: z.literal("status"),
    id: z.int(),
    status: messageSchema.shape.status,
    at: z.iso.datetime(),
    error: z.nullable(z.string()),
  }),
  /** The sandbox was emptied; the next message gets this id. */
  z.object({ type: z.literal("cleared"), nextId: z.int().check(z.positive()) }),
]);

/** One line of the journal. */
export type JournalRecord = Readonly<z.infer<typeof recordSchema>>;

/** What a journal held when it was read. */
export interface JournalContent {
  readonly records: number;
  readonly damagedLines: number;
}

/** About as much as one write should take. */
const CHUNK_CHARACTERS = 256 * 1024;

/** No record is as long as this: a line that is, is damaged, and is taken in pieces. */
const MAX_LINE_CHARACTERS = 64 * 1024;

/**
 * A file of JSON lines that only grows, except when it is rewritten. Writes happen one after the other in
 * the order in which they were asked for, and are with the operating system when their promise resolves.
 * The file is opened for each write: it is replaced by rewriting, and may vanish under us.
 */
export class Journal {
  readonly #file: string;
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Lines that wait for the write under way, and the promise of theirs. */
  #batch: { readonly lines: string[]; readonly written: Promise<void> } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Reads what is there, in order. A damaged line (torn by a crash, or edited) is passed over; the file is
   * then copied aside once, to `<file>.damaged`.
   * @throws the file system's error
   */
  async read(visit: (record: JournalRecord) => void): Promise<JournalContent> {
    let records = 0;
    let damagedLines = 0;
    for await (const line of linesOf(this.#file)) {
      const record = parseRecord(line);
      if (record === undefined) damagedLines++;
      else {
        records++;
        visit(record);
      }
    }
    if (damagedLines > 0) await this.#keepAside();
    return { records, damagedLines };
  }

  /**
   * Adds a record. Records that are added while a write is under way go into the next write together.
   * @throws the file system's error; the record is then not in the file
   */
  append(record: JournalRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    if (this.#batch === undefined) {
      const lines: string[] = [];
      const written = this.#inTurn(() => {
        this.#batch = undefined;
        return this.#write(lines.join(""));
      });
      this.#batch = { lines, written };
    }
    this.#batch.lines.push(line);
    return this.#batch.written;
  }

  /**
   * Replaces the whole file by these records, or leaves it as it was.
   * @throws the file system's error
   */
  rewrite(records: Iterable<JournalRecord>): Promise<void> {
    // What is added from now on belongs after the new content.
    this.#batch = undefined;
    return this.#inTurn(async () => {
      const temporary = `${this.#file}.new`;
      const handle = await open(temporary, "w", 0o600);
      try {
        let chunk = "";
        for (const record of records) {
          chunk += `${JSON.stringify(record)}\n`;
          if (chunk.length < CHUNK_CHARACTERS) continue;
          await handle.appendFile(chunk);
          chunk = "";
        }
        await handle.appendFile(chunk);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    });
  }

  /** Removes the copy of a damaged file, which holds texts too. */
  async forgetDamaged(): Promise<void> {
    await rm(this.#damagedFile, { force: true });
  }

  /** Resolves when everything asked for so far is done, well or not. */
  async idle(): Promise<void> {
    await this.#lastWrite.catch(() => undefined);
  }

  get #damagedFile(): string {
    return `${this.#file}.damaged`;
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#lastWrite.catch(() => undefined).then(task);
    this.#lastWrite = done;
    return done;
  }

  async #write(text: string): Promise<void> {
    const handle = await open(this.#file, "a", 0o600);
    try {
      const { size } = await handle.stat();
      try {
        await handle.appendFile(text);
      } catch (error) {
        // Half a batch must not come back after a restart: its senders are told that it failed.
        await handle.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await handle.close();
    }
  }

  async #keepAside(): Promise<void> {
    try {
      await copyFile(this.#file, this.#damagedFile, constants.COPYFILE_EXCL);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
  }
}

function parseRecord(line: string): JournalRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/**
 * The lines of a file that are not empty; none if there is no file. Lines end with LF alone, unlike those of
 * node:readline, for which U+2028 in a message's text would end one too.
 */
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.write(chunk)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines.filter((line) => line !== "");
      if (rest.length <= MAX_LINE_CHARACTERS) continue;
      yield rest;
      rest = "";
    }
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  rest += decoder.end();
  if (rest !== "") yield rest;
}
