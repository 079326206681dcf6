import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { ARTICLE } from './called.ts';

/** A thing that is said in other words than its name; undefined where none is. */
export function wordedThingAt(sentence: Sentence, at: number): Piece | undefined {
  return THINGS.get(sentence.word(at))?.(sentence, at);
}

/** Things that several words say, each by the word that it begins with. */
const THINGS: ReadonlyMap<string, (sentence: Sentence, at: number) => Piece | undefined> = new Map([
  ['connection', connectionRoleAt],
  ['connection-role', connectionRoleAt],
  ['connection-roles', connectionRoleAt],
  ['port', portAt],
  ['ports', portAt],
  ['rotation', rotationAt],
  ['automatic', rotationAt],
  ['code', codeAt],
  ['lock', lockAt],
  ['new', versionAt],
  ['version', versionAt],
  ['versions', versionAt],
  ['record', zoneRecordAt],
  ['records', zoneRecordAt],
]);

/** "connection roles": those that are associated with connections. */
function connectionRoleAt(sentence: Sentence, at: number): Piece | undefined {
  const words = sentence.word(at) === 'connection' ? 2 : 1;
  return words === 1 || /^roles?$/.test(sentence.word(at + 1))
    ? { is: 'noun', noun: 'connection-role', words }
    : undefined;
}

/** "opened a port": a rule that lets something in by one. */
function portAt(sentence: Sentence, at: number): Piece | undefined {
  const before = sentence.word(at - 1);
  const isPort =
    /^(an?|any|some|the|other|new|more)$/.test(before) || VERB_FORMS.get(before)?.form === 'past';
  return isPort && !/^\d/.test(sentence.word(at + 1))
    ? { is: 'noun', noun: 'security group rule', words: 1 }
    : undefined;
}

/** "disabled rotation": that of a key, where no secret is spoken of. */
function rotationAt(sentence: Sentence, at: number): Piece | undefined {
  const words = sentence.word(at) === 'automatic' ? 2 : 1;
  const isTurned = sentence.tokens
    .slice(0, at)
    .some(({ word }) => /^(enable|disable|start|stop)$/.test(VERB_FORMS.get(word)?.verb ?? ''));
  const isOfSecret = sentence.tokens.some(({ word }) => /^(secrets?|passwords?|credentials?)$/.test(word));
  return isTurned && !isOfSecret && sentence.word(at + words - 1) === 'rotation'
    ? { is: 'noun', noun: 'key rotation', words }
    : undefined;
}

/** "a new version of the policy X", "version of function x": a version of one. */
function versionAt(sentence: Sentence, at: number): Piece | undefined {
  const isNew = sentence.word(at) === 'new' ? 1 : 0;
  if (!/^versions? of$/.test(sentence.run(at + isNew, 2))) return undefined;
  return partOf(sentence, at, 'version', isNew + 2);
}

/** "the lock of the backup vault", "took the lock off it": a lock of one. */
function lockAt(sentence: Sentence, at: number): Piece | undefined {
  return /^(of|from|on|off)$/.test(sentence.word(at + 1)) ? partOf(sentence, at, 'lock', 2) : undefined;
}

/** "new code to the lambda x": that of the function. */
function codeAt(sentence: Sentence, at: number): Piece | undefined {
  return /^(of|to|for|on|in|onto)$/.test(sentence.word(at + 1)) ? partOf(sentence, at, 'code', 2) : undefined;
}

/** A part of a thing that is named behind it; `lead`: how many words stand before the thing. */
function partOf(sentence: Sentence, at: number, part: string, lead: number): Piece | undefined {
  const from = at + lead + (ARTICLE.test(sentence.word(at + lead)) ? 1 : 0);
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const whole = OBJECTS.get(sentence.run(from, length));
    const noun = whole && OBJECTS.get(`${whole.name} ${part}`);
    if (noun) return { is: 'noun', noun: noun.name, words: from + length - at };
  }
  return undefined;
}

/** "records of a hosted zone": no events. */
function zoneRecordAt(sentence: Sentence, at: number): Piece | undefined {
  // "the record api.shop.example".
  if (/^[\w-]+(\.[\w-]+)+\.?$/.test(sentence.word(at + 1)) && /[a-z]/.test(sentence.word(at + 1)))
    return { is: 'noun', noun: 'dns record', words: 1 };
  const isOfZone = [2, 3, 4].some(more => ZONE.test(sentence.run(at + 1, more)));
  return isOfZone ? { is: 'noun', noun: 'dns record', words: 1 } : undefined;
}

const ZONE = /^(of|in|from|to|for) (the |a |our |my )?(public |private )?(hosted )?zone$/;
