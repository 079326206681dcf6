import type { Span } from './spans.ts';

/** What tokens of a kind look like: how they begin, and how long they are at least, beginning included. */
interface Face {
  readonly begins: RegExp;
  readonly minLength: number;
  /** Which letters it consists of. */
  readonly letters: 'word' | 'base64' | 'dotted' | 'path';
  /** Whether it stands only where a word begins. */
  readonly ofItsOwn?: boolean;
}

/**
 * Tokens that can be told by their face, as those who issue them document it (GitHub, GitLab, npm, Slack, Stripe, AWS STS and so on).
 * An access key id is none: it is a name.
 */
const FACES: readonly Face[] = [
  { begins: /gh[pousr]_/, minLength: 24, letters: 'word' },
  { begins: /github_pat_/, minLength: 30, letters: 'word' },
  { begins: /gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas|imt)-/, minLength: 20, letters: 'dotted' },
  { begins: /npm_/, minLength: 30, letters: 'word' },
  { begins: /[sr]k_(?:live|test)_|whsec_/, minLength: 20, letters: 'word' },
  { begins: /sk-/, minLength: 24, letters: 'word' },
  { begins: /xox[a-z]-|xoxe\.|xapp-/, minLength: 15, letters: 'dotted' },
  { begins: /AIza/, minLength: 35, letters: 'word' },
  { begins: /ya29\./, minLength: 24, letters: 'dotted' },
  { begins: /SG\./, minLength: 40, letters: 'dotted' },
  { begins: /key-/, minLength: 36, letters: 'word' },
  {
    begins: /dckr_(?:pat|oat)_|do[opr]_v1_|hf_|gsk_|ntn_|shp(?:at|ss|ca|pa)_/,
    minLength: 24,
    letters: 'word',
  },
  { begins: /lin_api_|rubygems_|figd_|sbp_|glsa_|PMAK-|NRAK-|sq0[a-z]{3}-/, minLength: 24, letters: 'word' },
  { begins: /pypi-Ag/, minLength: 30, letters: 'word' },
  { begins: /ATATT3|ATBB|dapi/, minLength: 32, letters: 'base64' },
  { begins: /ABSK|bedrock-api-key-/, minLength: 40, letters: 'base64' },
  { begins: /hv[sbr]\./, minLength: 24, letters: 'dotted' },
  { begins: /AGE-SECRET-KEY-1/, minLength: 40, letters: 'word' },
  { begins: /ops_eyJ|eyJrIjoi/, minLength: 40, letters: 'base64' },
  { begins: /FwoGZXIv|IQoJb3Jp|FQoGZXIv|FQoDYXdz/, minLength: 48, letters: 'base64', ofItsOwn: false },
  {
    begins: /hooks\.slack\.com\/(?:services|triggers|workflows)\//,
    minLength: 30,
    letters: 'path',
    ofItsOwn: false,
  },
  {
    begins: /discord(?:app)?\.com\/api\/webhooks\/|webhook\.office\.com\//,
    minLength: 30,
    letters: 'path',
    ofItsOwn: false,
  },
];

const LETTERS = {
  word: /[\w-]*/y,
  dotted: /[\w.-]*/y,
  base64: /[\w+/=%.-]*/y,
  path: /[\w/%+=~.-]*/y,
};

/** Length below which nothing is a token of these kinds. */
const SHORTEST_LENGTH = 15;
/** One pattern for all beginnings; none of them repeats anything, so looking for them is linear. */
const BEGINNING = new RegExp(FACES.map(({ begins }) => `(${begins.source})`).join('|'), 'g');

/** Any of the beginnings, and those of web tokens and keys. */
const ANY = new RegExp(`${FACES.map(({ begins }) => begins.source).join('|')}|eyJ|-----BEGIN |PuTTY-`);

/** Whether a text may hold a token with a face. */
export function mayHoldToken(text: string): boolean {
  return text.length >= SHORTEST_LENGTH && ANY.test(text);
}

/** Tokens with a face. Linear: a run of letters is measured once, however many beginnings it holds. */
export function tokensIn(text: string): Span[] {
  const spans: Span[] = [];
  const ends = new Map<Face['letters'], number>();
  let done = 0;
  for (const match of text.matchAll(BEGINNING)) {
    const from = match.index;
    const face = FACES[match.slice(1).findIndex(group => group !== undefined)];
    if (!face || from < done || (face.ofItsOwn !== false && isLetter(text.charCodeAt(from - 1)))) continue;
    let end = ends.get(face.letters) ?? 0;
    if (end <= from) {
      const run = LETTERS[face.letters];
      run.lastIndex = from;
      end = from + (run.exec(text)?.[0].length ?? 0);
      ends.set(face.letters, end);
    }
    if (end - from < face.minLength) continue;
    const keep = face.letters === 'path' ? match[0].length : 0;
    spans.push({ from: from + keep, to: end });
    done = end;
  }
  return [...spans, ...jsonWebTokens(text), ...privateKeys(text)];
}

function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Shortest first part of a JSON web token, whose header begins with `{"` and therefore with `eyJ`. */
const MIN_HEADER_LENGTH = 8;

/** JSON web tokens, signed and encrypted (RFC 7519): parts in base64url with dots between. */
function jsonWebTokens(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  let lastDot = -1;
  for (let from = text.indexOf('eyJ'); from !== -1; from = text.indexOf('eyJ', from + 3)) {
    if (from >= end) {
      LETTERS.dotted.lastIndex = from;
      end = from + (LETTERS.dotted.exec(text)?.[0].length ?? 0);
      lastDot = from + text.slice(from, end).lastIndexOf('.');
    }
    if (lastDot < from + MIN_HEADER_LENGTH || isLetter(text.charCodeAt(from - 1))) continue;
    spans.push({ from, to: end });
    // The next may begin right after it.
    from = end - 3;
  }
  return spans;
}

/** Private keys of PEM, OpenPGP and PuTTY; of one whose end is cut off, all that is left. */
function privateKeys(text: string): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf('-----BEGIN '); from !== -1; ) {
    const isPrivate = /PRIVATE KEY/.test(text.slice(from, from + 60));
    const ending = isPrivate ? text.indexOf('-----END ', from) : -1;
    const to = ending === -1 ? text.length : (endOf(text, '-----', ending + 9) ?? text.length);
    if (isPrivate) spans.push({ from, to });
    from = text.indexOf('-----BEGIN ', isPrivate ? to : from + 11);
  }
  const putty = text.indexOf('PuTTY-User-Key-File-');
  return putty === -1 ? spans : [...spans, { from: putty, to: text.length }];
}

/** Where a text ends that is looked for from some offset on; undefined where it is not there. */
function endOf(text: string, wanted: string, from: number): number | undefined {
  const at = text.indexOf(wanted, from);
  return at === -1 ? undefined : at + wanted.length;
}
