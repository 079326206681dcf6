import type { Filter } from '../question.ts';

/** A word of a question, or a quoted text. */
export interface Token {
  /** As typed, without quotes and closing punctuation. */
  readonly text: string;
  /** Lower case, for comparison. */
  readonly word: string;
  readonly quoted: boolean;
  /** Written with `'s` at its end. */
  readonly possessive?: boolean;
  /** Punctuation stands behind it: a part of the sentence may end here. */
  readonly breaks?: boolean;
  /** A sentence ends behind it: with a question mark, or otherwise. */
  readonly stops?: '?' | '.';
  /** A colon stands behind it: what follows is what it announces. */
  readonly labels?: boolean;
  /** What was typed, where it was put right. */
  readonly typed?: string;
  /** It says by its form what it filters by: `user:alice`. */
  readonly filter?: Filter;
}

/** Cuts a normalised text into words. Punctuation at the end of a word is dropped. Linear in the text. */
export function tokenise(plain: string): Token[] {
  const tokens: Token[] = [];
  for (const match of plain.matchAll(TOKEN)) {
    const inner = match[2] ?? match[4] ?? match[5];
    const prefix = match[1] ?? match[3] ?? '';
    const quoted = inner !== undefined;
    const raw = quoted ? `${prefix}${inner}` : bare(match[0]);
    const breaks = !quoted && /[?!,;.)]['"]?$/.test(match[0]);
    const last = tokens.at(-1);
    if (raw.trim() === '' || /^[()[\]{}>|]+$/.test(raw)) {
      if (last && (breaks || /[()]/.test(raw)))
        tokens[tokens.length - 1] = { ...last, breaks: true, ...stopOf(match[0]) };
      continue;
    }
    // What was opened in brackets is a part of its own.
    if (last && match[0].startsWith('(')) tokens[tokens.length - 1] = { ...last, breaks: true };
    tokens.push({
      text: raw,
      word: raw.toLowerCase(),
      quoted: quoted && prefix === '',
      ...(!quoted && /'s[?!,;.]*$/i.test(match[0]) && { possessive: true }),
      ...(breaks && { breaks: true }),
      ...stopOf(breaks ? match[0] : ''),
    });
  }
  return tokens;
}

const TOKEN =
  /([-!]?[A-Za-z][A-Za-z.]*(?::|!?={1,2}))?"([^"]*)"|([-!]?[A-Za-z][A-Za-z.]*(?::|!?={1,2}))?(?<![A-Za-z])'([^']*)'(?![A-Za-z])|`([^`]*)`|<[@#!][^>\s]*>[?!,;.]*|[^\s"`]+/g;

/** How a sentence ends with a word, if one does. */
function stopOf(typed: string): Pick<Token, 'stops'> {
  const end = /([?.!])['")]*$/.exec(typed)?.[1];
  return end === undefined ? {} : { stops: end === '?' ? '?' : '.' };
}

function bare(text: string): string {
  return text
    .replace(/^[([{]+/, '')
    .replace(/[?!,;.)\]}]+$/, '')
    .replace(/'s$/i, '')
    .replace(/(?<=[a-z]{3})'$/, '')
    .replace(/^'/, '');
}

/** A word that was put in place of another. */
export function wordToken(word: string, like?: Token): Token {
  return {
    text: word,
    word: word.toLowerCase(),
    quoted: false,
    ...(like && { typed: like.text }),
    ...(like?.breaks && { breaks: true }),
    ...(like?.stops && { stops: like.stops }),
  };
}

/** Words as they were typed. */
export function typedText(tokens: readonly Token[]): string {
  return textOf(tokens.map(token => (token.typed === undefined ? token : { ...token, text: token.typed })));
}

/** Words as text that is cut into the same words again. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(token => (token.quoted ? `"${token.text}"` : token.text)).join(' ');
}
