/**
 * A folder that all windows share. Names are relative, with `/` between folders; folders come into being as they
 * are needed, readable by their owner alone. Every method rejects with the platform's error if the disk refuses.
 */
export interface FileStore {
  /** The text of a file, or `undefined` if there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces a file whole and has it on the disk: whoever reads sees the old text or the new, never a part. */
  writeAtomic(name: string, text: string): Promise<void>;
  /** Makes a file that is not there yet. `false` if it is: of several that try at once, one gets `true`. */
  create(name: string, text: string): Promise<boolean>;
  /** Adds to the end of a file, and has it on the disk. */
  append(name: string, text: string): Promise<void>;
  /** The names of the files in a folder, without the folder's; none if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Removes a file, if it is there. */
  remove(name: string): Promise<void>;
  /** Removes a folder with all that is in it, what a crash left half written included. */
  removeAll(folder: string): Promise<void>;
  /** Gives a file another name, in place of what had it. */
  rename(from: string, to: string): Promise<void>;
}
