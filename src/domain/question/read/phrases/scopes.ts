import { OBJECTS } from '../../lexicon/nouns.ts';
import regionPlaces from '../../lexicon/region-places.json' with { type: 'json' };
import { SERVICES } from '../../lexicon/services.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { accountsAt } from './accounts.ts';
import { codeCatalystPlacesAt } from './codecatalyst-places.ts';
import { eventIn, isInstanceId, isRoleArn, keyOfForm, mayExist, UUID } from './forms.ts';
import { nounsAt } from './things.ts';

/** Accounts, Regions, services, and texts that say by their form what they are. */
export function scopesAt(sentence: Sentence, at: number): readonly Piece[] {
  const token = sentence.tokens[at];
  if (!token) return [];
  if (token.filter) return [pairOf(sentence, at)];
  return [
    ...accountsAt(sentence, at),
    ...titledAt(sentence, at),
    ...formsAt(sentence, at),
    ...regionPlacesAt(sentence, at),
    ...codeCatalystPlacesAt(sentence, at),
    ...servicesAt(sentence, at),
    ...eventsAt(sentence, at),
  ];
}

function pairOf({ tokens }: Sentence, at: number): Piece {
  const filter = tokens[at]?.filter ?? filterOn('named');
  return { is: 'filter', words: 1, filters: [filter], about: aboutOf(filter.key), isPair: true };
}

function aboutOf(key: string): 'who' | 'where' | 'what' | 'how' {
  if (/^(user|role|key|kind|session|ip)$/.test(key)) return 'who';
  if (/^(account|region|source)$/.test(key)) return 'where';
  return /^(resource|id|named)$/.test(key) ? 'what' : 'how';
}

const TITLES: readonly (readonly [
  words: string,
  key: 'region' | 'session' | 'id' | 'ip' | 'key' | 'source',
])[] = [
  ['region', 'region'],
  ['session', 'session'],
  ['event id', 'id'],
  ['ip', 'ip'],
  ['ip address', 'ip'],
  ['address', 'ip'],
  ['network', 'ip'],
  ['source ip', 'ip'],
  ['source ip address', 'ip'],
  ['access key', 'key'],
  ['access key id', 'key'],
  ['key', 'key'],
];

/** `region us-west-2`, `session nightly-7`, `event id …`, `access key AKIA…`: the word before says what it is. */
function titledAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(in|from|with|using|via|through|by|of|the)$/.test(sentence.word(at)) ? 1 : 0;
  const article =
    lead === 1 && /^(the|region|aws)$/.test(sentence.word(at + 1)) && sentence.word(at + 1) === 'the' ? 1 : 0;
  const pieces: Piece[] = [];
  for (const [title, key] of TITLES) {
    const length = title.split(' ').length;
    if (sentence.run(at + lead + article, length) !== title) continue;
    const place = at + lead + article + length;
    const token = sentence.tokens[place];
    if (!token || token.filter) continue;
    // "access key AKIA…" names the key that was used, not a thing that was changed.
    if (key === 'key' && !/^A[KS]IA[A-Z0-9]{8,}$/i.test(token.text)) continue;
    if (key === 'session' && /^(did|by|last|in|for|has|do|was|were|is|are|on|from|at)$/.test(token.word))
      continue;
    if ((key === 'ip' || key === 'region') && keyOfForm(token.text) !== key) continue;
    if (key === 'region' && !mayExist(token.word)) continue;
    const filter = filterFor(key, [token.text], false, sentence.context);
    if ('kind' in filter) continue;
    pieces.push({ is: 'filter', words: lead + article + length + 1, filters: [filter], about: aboutOf(key) });
  }
  return pieces;
}

/** Regions by the places that they are called after. */
const REGION_PLACES: ReadonlyMap<string, string> = new Map(
  regionPlaces.flatMap(({ region, places }) => places.split(', ').map(place => [place, region] as const)),
);

/** `in Ireland`, `from N. Virginia`. */
function regionPlacesAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!/^(in|from|of|within|outside)$/.test(sentence.word(at))) return [];
  for (const length of [2, 1]) {
    const region = REGION_PLACES.get(sentence.run(at + 1, length).replaceAll('.', ''));
    if (region !== undefined)
      return [{ is: 'filter', words: 1 + length, filters: [filterOn('region', region)], about: 'where' }];
  }
  return [];
}

/** A Region, an account, an address, a key, an ARN, an e-mail address, an id. */
function formsAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(in|from|on|of|for|to|event|by|via|at|with|using|network|ip)$/.test(sentence.word(at))
    ? 1
    : 0;
  const token = sentence.tokens[at + lead];
  if (!token || token.filter) return [];
  const { text } = token;
  const leading = sentence.word(at);
  const key = keyOfForm(text);
  const words = lead + 1;
  if (leading === 'event' && UUID.test(text))
    return [{ is: 'filter', words, filters: [filterOn('id', text)], about: 'what' }];
  if (key === undefined) return [];
  if (token.quoted && key !== 'account') return [];
  const filter = filterFor(key, [text], false, sentence.context);
  if ('kind' in filter) return [];
  if (key === 'region' && !mayExist(text.toLowerCase()))
    return [{ is: 'wrong', code: 'no_such_region', message: `I know no Region ${text}.`, words }];
  if (key === 'ip' && leading === 'to') return [];
  // "activity of arn:…:user/x".
  const isOf =
    leading === 'of' &&
    FUNCTION_WORDS.things.has(sentence.word(at - 1)) &&
    /^arn:aws[\w-]*:(iam|sts)::\d{12}:(user|assumed-role)\//.test(text);
  if (isOf) return [{ is: 'filter', words, filters: [filterOn('user', text)], about: 'who' }];
  const isSubject = /^(did|has|have|had)$/.test(sentence.word(at - 1)) || sentence.word(at - 2) === 'did';
  if (isInstanceId(text) && lead === 0 && isSubject && /^(do|done|doing|\w+)$/.test(sentence.word(at + 1)))
    return [{ is: 'actor', words, filter: filterOn('user', text), isThing: false }];
  // "did autoscaling.amazonaws.com terminate it": a service that acts.
  const isActing = leading === 'by' || /^(did|has|have|had)$/.test(sentence.word(at - 1));
  if (key === 'source' && isActing)
    return [{ is: 'actor', words, filter: filterOn('user', text), isThing: false }];
  if (key === 'user') {
    // An address or an ARN is a person wherever it stands, but for what was done to them.
    const actor: Piece = { is: 'actor', words, filter, isThing: lead === 0 || leading !== 'by' };
    return [actor];
  }
  // "arn:…:role/x was associated": what it was done to.
  if (isRoleArn(text) && /^(was|were|got|is|been)$/.test(sentence.word(at + words)))
    return [{ is: 'filter', words, filters: [filterOn('resource', text)], about: 'what' }];
  if (isRoleArn(text) && /^(by|via|using|with)$/.test(leading))
    return [{ is: 'filter', words, filters: [filterOn('role', text)], about: 'who' }];
  // "changes to arn:…:role/x": what it was done to.
  const isAbout = /^(to|on)$/.test(leading) && FUNCTION_WORDS.things.has(sentence.word(at - 1));
  if (isRoleArn(text) && isAbout)
    return [{ is: 'filter', words, filters: [filterOn('resource', text)], about: 'what' }];
  // "did arn:…:role/Deploy delete …": a role that acts is no thing that was changed.
  const acts: Piece[] = isRoleArn(text)
    ? [{ is: 'actor', words, filter: filterOn('role', text), isThing: false }]
    : [];
  if (leading === 'by' && key === 'resource') return acts;
  const isTarget = key === 'account' && /^(to|from|with)$/.test(leading);
  return [
    ...acts,
    { is: 'filter', words, filters: [filter], about: aboutOf(key), ...(isTarget && { isTarget: true }) },
  ];
}

/** `in iam`, `stopped cloudtrail`; before a noun the name of a service only says whose it is. */
function servicesAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(in|on|of|from|for|with|to|through|via|using)$/.test(sentence.word(at)) ? 1 : 0;
  for (const length of [2, 1]) {
    const services = SERVICES.get(sentence.run(at + lead, length));
    if (!services) continue;
    const words = lead + length;
    const name = sentence.run(at + lead, length);
    const isBeforeNoun = nounsAt(sentence, at + words).some(({ is }) => is === 'noun');
    // Before a noun the name of a service only says whose it is.
    const isNarrower = nounsAt(sentence, at + words).some(
      piece => piece.is === 'noun' && narrowedBy(piece.noun, services),
    );
    // "lambda roles" are roles for Lambda, which no event says.
    const isOfIt = nounsAt(sentence, at + words).some(
      piece => piece.is === 'noun' && isAllOf(piece.noun, services),
    );
    if (lead === 0 && isBeforeNoun && !isNarrower && !isOfIt) return [];
    if (lead === 0 && isBeforeNoun && !isNarrower) return [{ is: 'article', word: name, words }];
    return [{ is: 'filter', words, filters: [filterOn('source', ...services)], about: 'where' }];
  }
  return [];
}

/** Whether a thing is of no other service. */
function isAllOf(noun: string, services: readonly string[]): boolean {
  return (OBJECTS.get(noun)?.sources ?? []).every(source => services.includes(source));
}

/** Whether a thing is of other services, too: a CodeCatalyst role is none of IAM's. */
function narrowedBy(noun: string, services: readonly string[]): boolean {
  const own = OBJECTS.get(noun)?.sources ?? [];
  return (
    own.some(source => services.includes(source)) &&
    own.some(source => !services.includes(source) && source !== 'sts.amazonaws.com')
  );
}

/** An event as AWS names it. */
function eventsAt(sentence: Sentence, at: number): readonly Piece[] {
  const token = sentence.tokens[at];
  // What nothing else is called: "who decrypted something".
  if (/^(decrypt(ed|ing|s)?|decryptions?)$/.test(sentence.word(at)))
    return [{ is: 'filter', words: 1, filters: [filterOn('event', 'Decrypt')], about: 'how' }];
  // "describe calls": those that are called so, and no other reads.
  if (
    /^describes?$/.test(sentence.word(at)) &&
    /^(calls?|requests?|events?|operations?)$/.test(sentence.word(at + 1))
  )
    return [{ is: 'filter', words: 2, filters: [filterOn('event', 'Describe*')], about: 'how' }];
  // In back ticks it is as AWS writes it.
  if (!token || (token.quoted && !/^[A-Z][a-z]+[A-Z]\w+$/.test(token.text))) return [];
  const lead = /^(event|events|calls?|called|calling|action|operation|api|invoked)$/.test(token.word) ? 1 : 0;
  const isCalled =
    lead === 1 || [1, 2].some(back => /^(called|calls?|calling|api)$/.test(sentence.word(at - back)));
  // A pair says by itself what it wants, and whether it is left out.
  const isPair = sentence.tokens[at + lead]?.filter !== undefined;
  const event = isPair ? undefined : eventIn(sentence.text(at + lead), isCalled);
  // "PutX or DeleteX", of which the second may be none that is known.
  const isJoined = /^(or|and)$/.test(sentence.word(at - 1)) && eventIn(sentence.text(at - 2)) !== undefined;
  if (isJoined && /^[A-Z][a-z]+[A-Z][A-Za-z]+$/.test(token.text) && event === undefined)
    return [{ is: 'filter', words: 1, filters: [filterOn('event', token.text)], about: 'how' }];
  const unknown =
    lead === 1 && /^[A-Z][a-z]+[A-Z][A-Za-z]+$/.test(sentence.text(at + 1))
      ? sentence.text(at + 1)
      : undefined;
  // "called kms Decrypt".
  const services = lead === 1 ? SERVICES.get(sentence.word(at + 1)) : undefined;
  const theirs = services && eventIn(sentence.text(at + 2), true);
  if (services && theirs !== undefined)
    return [
      {
        is: 'filter',
        words: 3,
        filters: [filterOn('event', theirs), filterOn('source', ...services)],
        about: 'how',
      },
    ];
  const name = event ?? unknown;
  return name === undefined
    ? []
    : [{ is: 'filter', words: lead + 1, filters: [filterOn('event', name)], about: 'how' }];
}
