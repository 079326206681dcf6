/** A JSON value of a text, and the line that it begins in, from 1. */
export interface JsonPiece {
  readonly text: string;
  readonly line: number;
}

/**
 * The values of a text that holds JSON values one after another, with or without blanks or line ends between them, as `{}{}` of Firehose and
 * several pages of the AWS CLI do. Only brackets outside of strings tell where one ends. What stands between values and is none, and what
 * is cut off at the end, is a piece of its own.
 */
export function* splitJson(text: string): Generator<JsonPiece> {
  let [start, depth, line, startLine] = [-1, 0, 1, 1];
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') line += 1;
    if (isString && char === '\n') {
      // JSON has no line ends in strings: it was cut off there, and what follows must not be lost with it.
      yield { text: text.slice(start, at).trim(), line: startLine };
      [start, depth, isString] = [-1, 0, false];
      continue;
    }
    if (isString) {
      if (char === '\\') at += 1;
      else if (char === '"') isString = false;
      continue;
    }
    if (start === -1) {
      if (/[\s,]/.test(char ?? '')) continue;
      [start, startLine] = [at, line];
    }
    if (char === '"') isString = true;
    else if (char === '{' || char === '[') {
      // Something that is no value stood before it.
      if (depth === 0 && start !== at) {
        yield { text: text.slice(start, at), line: startLine };
        [start, startLine] = [at, line];
      }
      depth += 1;
    } else if (char === '}' || char === ']') depth -= 1;
    const isWhole = depth <= 0 && (char === '}' || char === ']');
    if (isWhole || (depth === 0 && char === '\n')) {
      yield { text: text.slice(start, at + 1).trim(), line: startLine };
      [start, depth] = [-1, 0];
    }
  }
  if (start !== -1) yield { text: text.slice(start).trim(), line: startLine };
}
