import { withRangesInWords } from './written-ranges.ts';

/** Longest question that is read; Slack itself lets people type more. */
export const MAX_QUESTION_LENGTH = 500;

/** Characters that show nothing: zero-width, bidi and control characters, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu;

/** Contractions and the words they stand for; `'s` only behind words that own nothing. */
const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(did|has|was|were|have)n't (?=[a-z])/gi, '$1 '],
  [/\b(what|where|when|how)'s (?=[\w.@-]+ been\b)/gi, '$1 has '],
  [/\b(who|what|when|where|which|how|that|there|it|here)'s\b/gi, '$1 is'],
  [/\bcan't\b/gi, 'can not'],
  [/\bwon't\b/gi, 'will not'],
  [/\b([a-z]{2,})n't\b/gi, '$1 not'],
  [/\b([a-z]+)'ve\b/gi, '$1 have'],
  [/\b([a-z]+)'re\b/gi, '$1 are'],
  [/\b([a-z]+)'ll\b/gi, '$1 will'],
  [/\b(i)'m\b/gi, '$1 am'],
  [/\b(i|you|we|they|he|she|who)'d\b/gi, '$1 would'],
];

/** The same without one, other short forms, and words that are drawn out, each with what is meant. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bwhats\b/gi, 'what is'],
  [/\bcannot\b/gi, 'can not'],
  [/\b(any|all) of (?:our|the|my) (?=(?:aws )?(?:accounts|regions)\b)/gi, '$1 '],
  [/\b(can|could|would|will|do|did|have) u\b/gi, '$1 you'],
  [/\bso{2,}\b/gi, 'so'],
  [/\bhe+y{2,}\b/gi, 'hey'],
  [/\bple+a*se+\b/gi, 'please'],
  [/\b(do|does|did|is|are|was|were|has|have)nt\b/gi, '$1 not'],
  [/\bcant\b/gi, 'can not'],
  [/\bim\b/gi, 'i am'],
  [/(^|\s)w\/o(?=\s)/gi, '$1without'],
  [/(^|\s)w\/(?=\s)/gi, '$1with'],
  [/\brn(?=\s*[?!.]*$)/gi, 'right now'],
  [/\bthe month of (?=(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/gi, ''],
  [/\bhow much(?= [a-z]+s (were|was|did|have|has|got)\b)/gi, 'how many'],
  [/\b(hwo|hwow|howw)(?= (many|much|often))/gi, 'how'],
];

/**
 * A text as plain words: without what cannot be seen, without Slack's mark-up (mrkdwn reference: links, entities, emphasis, quotes), smart quotes
 * and dashes as their plain kind, contractions as words. A mention keeps its id. Linear in the text.
 */
export function normalise(text: string): string {
  return (
    asSeen(text)
      .replace(/&gt;/g, '>')
      .replace(/&lt;(?=[@#!])/g, '<')
      .replace(/&amp;/g, '&')
      // A pasted passage before the question is not the question.
      .replace(/^((?:\s*>[^\n]*\n)+)(?=\s*[^\s>])([^]*)$/, afterPassage)
      .replace(/^\s*(>+\s*)+/, '')
      .replace(/^\s*[/@]cctrail\b[\s:,]*/i, '')
      // "[SEV2] who …": what it is about.
      .replace(/^\s*\[([\w .-]{1,20})\]\s*(?=\w)/, '$1: ')
      .replace(/^\s*<@[^>]*>\s+(?:asked|asks|wonders|is asking|wants to know)\s*:?\s*/i, '')
      // Who is spoken to before a word that asks: nobody acts there.
      .replace(
        /^\s*<@[^>]*>[\s,:]+(?=(?:who|what|when|where|which|whose|show|list|how|any|all|can|could|please|hey|hi)\b)/i,
        '',
      )
      .replace(/(\b|^)cc:?\s+(<[@#!][^>]*>[\s,]*)+/gi, ' ')
      .replace(/<#C[^>]*>/g, ' ')
      .replace(/[•‣▪]\s*|\s*[\r\n]+\s*/g, ' . ')
      .replace(/([A-Za-z.]+[:=])\(([^()]*)\)/g, alternatives)
      .replace(/(`|")(\d{4}-\d\d-\d\d[^`"]{0,22})\1/g, '$2')
      .replace(/`(\d{4})-(\d{4})-(\d{4})`/g, '$1$2$3')
      .replace(/\s/g, ' ')
      // Nobody means a word three times in a row.
      .replace(/\b([a-z]+)(?: \1\b){2,}/gi, '$1 $1')
      // What is in quotes is somebody's name for something.
      .split(/("[^"]*"|`[^`]*`)/)
      .map((part, index) => (index % 2 === 0 ? outsideQuotes(part) : part))
      .join('')
      .trim()
  );
}

/** A text as it is seen, with plain quotes: most are of plain characters only, and are so already. */
function asSeen(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4]/g, "'");
}

/** Characters of ASCII that are seen. */
const PLAIN = /^[ -~]*$/;

function outsideQuotes(text: string): string {
  let plain = withRangesInWords(text)
    .replace(/(\d{4}-\d\d-\d\d)[ T](\d\d?:\d\d(?::\d\d)?)\s*(?:UTC|GMT|Z)\b/gi, instant)
    .replace(
      /(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?Z)\s*(?:to|until|till|[-\u2013])\s*(\d\d?:\d\d)(?:\s*(?:UTC|GMT|Z)\b)?(?=$|[\s,.?!)])/gi,
      (_, day: string, from: string, to: string) => `${day}${from} to ${instant('', day, to)}`,
    )
    // "pipeline broken - who changed it": what asks begins.
    .replace(/(?<=[\w)])\s+[-\u2013\u2014]{1,2}\s+(?=(?:who|what|when|where|which|did|show|list)\b)/gi, '. ')
    .replace(/\s*[\u2013\u2014\u2015]\s*|\s+-{1,2}\s+/g, ' , ')
    .replace(/<(?:mailto:|tel:|https?:\/\/)[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<mailto:([^>]*)>/g, '$1')
    .replace(/<(https?:\/\/[^>]*)>/g, '$1')
    .replace(/(^|\s)\.{2,}|\.{2,}(?=\s|$)/g, '$1. ')
    .replace(/(^|\s):[a-z][a-z0-9_+-]*:(?=\s*$|[,.?!)])/g, '$1')
    .replace(/(^|\s):[a-z][a-z0-9_+-]*:(?=\s)/g, '$1. ')
    .replace(/(^|\s)[:;=8]['-]?[()DPp|/\\]+(?=$|[\s.,!])/g, '$1. ')
    .replace(/\bPAT(s?)\b/g, (typed, plural: string) =>
      /[a-z]/.test(text) ? `access token${plural}` : typed,
    )
    .replace(/\p{Extended_Pictographic}/gu, match => (/[\d#*]/.test(match) ? match : ' '))
    .replace(/\b(?:that|which) (?:did|do|does) not come from\b/gi, 'not from')
    .replace(/(^|\s)(\d{4})-(\d{4})-(\d{4})(?=$|[\s?!,.;:])/g, '$1$2$3$4');
  if (/[*_~]/.test(plain)) for (const mark of EMPHASIS) plain = plain.replace(mark, '$1$2');
  if (plain.includes("'")) for (const [pattern, words] of CONTRACTIONS) plain = plain.replace(pattern, words);
  for (const [pattern, words] of SPELLINGS) plain = plain.replace(pattern, words);
  return plain;
}

/** A question behind a pasted passage, with the passage where "it" must be something in it. */
function afterPassage(_: string, passage: string, question: string): string {
  const plain = passage.replace(/^\s*>+\s*/gm, '').trim();
  // The question goes on where the quoted part ends.
  if (/^\s*(with|in|by|from|to|on|since|at|of|for|during|last|and|or)\b/.test(question))
    return `${plain} ${question.trim()}`;
  return /\b(it|them|that|this|those)\b/i.test(question) ? `${plain}. ${question}` : question;
}

/** `key:(A OR B)` as `key:"A,B"`. */
function alternatives(_: string, key: string, inner: string): string {
  return `${key}"${inner
    .split(/\s+OR\s+|[,|\s]+/i)
    .filter(Boolean)
    .join(',')}"`;
}

/** A date and a time of day in UTC as one word. */
function instant(_: string, date: string, clock: string): string {
  return `${date}T${clock.padStart(clock.length < 6 ? 5 : 8, '0')}Z`;
}

/** Emphasis around whole words: `*x*`, `_x_`, `~x~`. */
const EMPHASIS: readonly RegExp[] = ['\\*', '_', '~'].map(
  mark =>
    new RegExp(
      `(^|[\\s"'(])${mark}([^\\s${mark}](?:[^${mark}]{0,80}[^\\s${mark}])?)${mark}(?=$|[\\s"'?!.,;:)])`,
      'g',
    ),
);
