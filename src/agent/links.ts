/** Endings that people see as a web address where a word with a dot in it ends so; others need a path behind. */
const ENDINGS = [
  ..."com net org info biz io co me ly gl gd app dev ai xyz top site online shop store club link click live".split(
    " ",
  ),
  ..."vip icu cc tv us uk de fr it es nl ch at be eu ru cn in br au ca jp pl se dk fi cz gov edu page web win".split(
    " ",
  ),
].join("|");

const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";

/** With a scheme; with `www.`; a name or an address with a path; a name with a known ending. */
const LINK = new RegExp(
  [
    "\\p{L}[\\p{L}\\p{N}+.-]{1,20}://\\S+",
    "www\\.\\S+",
    `(?:${LABEL}\\.)+\\p{L}{2,24}(?::\\d+)?/\\S+`,
    "\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?/\\S*",
    `(?:${LABEL}\\.)+(?:xn--[a-z\\d-]+|${ENDINGS})(?::\\d+)?(?![\\p{L}\\p{N}@-])/?`,
  ]
    .map((form) => `(?:${form})`)
    .join("|"),
  "giu",
);

/** What in a text a phone is likely to make a link of, as it stands there, each once. */
export function linksIn(text: string): string[] {
  const found = Array.from(text.matchAll(LINK))
    // What stands in a word or behind an @ is part of something else.
    .filter(({ index }) => !/[\p{L}\p{N}@._-]/u.test(text.slice(Math.max(0, index - 1), index)))
    .map(([link]) => link.replace(/[.,;:!?'")\]}»”’>]+$/u, ""));
  return [...new Set(found)];
}
