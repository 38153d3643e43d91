/** PowerShell takes each of these for a single quote, and two in a row for one that is meant. */
const SINGLE = /['‘’‚‛]/;
const DOUBLE = /["“”„]/;

/**
 * Reads a pipeline of simple commands as PowerShell does (about_Quoting_Rules, about_Parsing), as far as it is made
 * of bare words, `'…'`, and `"…"` with `$env:NAME`.
 * @throws Error for anything else
 */
export function readPowerShell(line: string, environment: Readonly<Record<string, string>>): string[][] {
  const commands: string[][] = [[]];
  let at = 0;
  while (at < line.length) {
    const character = line[at] ?? "";
    if (character === " ") at++;
    else if (character === "|") {
      commands.push([]);
      at++;
    } else {
      const read = SINGLE.test(character)
        ? readSingle(line, at)
        : DOUBLE.test(character)
          ? readDouble(line, at, environment)
          : readBare(line, at);
      commands.at(-1)?.push(read.value);
      at = read.end;
      if (!/^[ |]?$/.test(line[at] ?? ""))
        throw new Error(`something stands right behind an argument at ${at}`);
    }
  }
  return commands;
}

interface Read {
  readonly value: string;
  readonly end: number;
}

function readSingle(line: string, start: number): Read {
  let value = "";
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at] ?? "";
    if (!SINGLE.test(character)) value += character;
    else if (SINGLE.test(line[at + 1] ?? "")) value += line[++at] ?? "";
    else return { value, end: at + 1 };
  }
  throw new Error("a single quote has no end");
}

function readDouble(line: string, start: number, environment: Readonly<Record<string, string>>): Read {
  let value = "";
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at] ?? "";
    const variable = /^\$env:(\w+)/.exec(line.slice(at));
    if (variable !== null) {
      value += environment[variable[1] ?? ""] ?? "";
      at += variable[0].length - 1;
    } else if (character === "$" || character === "`") throw new Error("an expansion that is not known");
    else if (DOUBLE.test(character)) return { value, end: at + 1 };
    else value += character;
  }
  throw new Error("a double quote has no end");
}

function readBare(line: string, start: number): Read {
  const [value = ""] = /^[\w.-]+/.exec(line.slice(start)) ?? [];
  if (value === "") throw new Error(`no bare word at ${start}: ${line.slice(start, start + 10)}`);
  return { value, end: start + value.length };
}
