import { OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { accountsAt } from './accounts.ts';
import { isCalledSo } from './called.ts';
import { calledAfterAt } from './called-after.ts';
import { codeCatalystPlacesAt } from './codecatalyst-places.ts';
import { errorCodesAt } from './error-codes.ts';
import { eventIn, keyOfForm, mayExist, REGION_PLACES } from './forms.ts';
import { aboutOf, literalsAt } from './literals.ts';

import { spelledEventAt } from './spelled-events.ts';
import { nounsAt } from './things.ts';

/** Accounts, Regions, services, and texts that say by their form what they are. */
export function scopesAt(sentence: Sentence, at: number): readonly Piece[] {
  const token = sentence.tokens[at];
  if (!token) return [];
  if (token.filter) return [pairOf(sentence, at)];
  const spelled = spelledEventAt(sentence, at);
  if (spelled) return [spelled];
  const errors = errorCodesAt(sentence, at);
  if (errors) return [errors];
  const after = calledAfterAt(sentence, at);
  if (after) return [after];
  return [
    ...accountsAt(sentence, at),
    ...titledAt(sentence, at),
    ...literalsAt(sentence, at),
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

const TITLES: ReadonlyMap<string, 'region' | 'session' | 'id' | 'ip' | 'key'> = new Map([
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
] as const);

/** `region us-west-2`, `session nightly-7`, `event id …`, `access key AKIA…`: the word before says what it is. */
function titledAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(in|from|with|using|via|through|by|of|the)$/.test(sentence.word(at)) ? 1 : 0;
  const article =
    lead === 1 && /^(the|region|aws)$/.test(sentence.word(at + 1)) && sentence.word(at + 1) === 'the' ? 1 : 0;
  const pieces: Piece[] = [];
  for (const length of [1, 2, 3]) {
    const key = TITLES.get(sentence.run(at + lead + article, length));
    if (key === undefined) continue;
    const place = at + lead + article + length;
    const token = sentence.tokens[place];
    if (!token || token.filter) continue;
    // "access key AKIA…" names the key that was used, not a thing that was changed.
    if (key === 'key' && !/^A[KS]IA[A-Z0-9]{8,}$/i.test(token.text)) continue;
    // "who made the key AKIA…": the key itself.
    const before = sentence.word(sentence.word(at - 1) === 'the' ? at - 2 : at - 1);
    if (key === 'key' && VERB_FORMS.has(before)) continue;
    if (
      key === 'session' &&
      /^(manager|did|by|last|in|for|has|do|was|were|is|are|on|from|at)$/.test(token.word)
    )
      continue;
    if ((key === 'ip' || key === 'region') && keyOfForm(token.text) !== key) continue;
    if (key === 'region' && !mayExist(token.word)) continue;
    const filter = filterFor(key, [token.text], false, sentence.context);
    if ('kind' in filter) continue;
    pieces.push({ is: 'filter', words: lead + article + length + 1, filters: [filter], about: aboutOf(key) });
  }
  return pieces;
}

/** `in Ireland`, `from N. Virginia`. */
function regionPlacesAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!/^(in|from|of|within|outside)$/.test(sentence.word(at))) return [];
  // "in which region was it created": every answer says so.
  if (/^in (which|what) regions?$/.test(sentence.run(at, 3))) return [{ is: 'asks', asks: 'list', words: 3 }];
  // "who signed in from London": where they sat.
  if (sentence.word(at) === 'from' && sentence.tokens.some(({ word }) => /^(sign|log)/.test(word))) return [];
  for (const length of [2, 1]) {
    const region = REGION_PLACES.get(sentence.run(at + 1, length).replaceAll('.', ''));
    if (region !== undefined)
      return [{ is: 'filter', words: 1 + length, filters: [filterOn('region', region)], about: 'where' }];
  }
  return [];
}

/** `in iam`, `stopped cloudtrail`; before a noun the name of a service only says whose it is. */
function servicesAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(in|on|of|from|for|with|to|through|via|using)$/.test(sentence.word(at)) ? 1 : 0;
  // "the organization trail": one of all accounts.
  if (/^(organi[sz]ation|org)$/.test(sentence.word(at)) && sentence.word(at + 1) === 'trail')
    return [{ is: 'article', word: 'organization', words: 1 }];
  for (const length of [2, 1]) {
    const services = SERVICES.get(sentence.run(at + lead, length));
    if (!services) continue;
    // "deleted stack backup": one that is called so.
    if (lead === 0 && isCalledSo(sentence, at)) return [];
    const words = lead + length;
    // "cloudtrail events": all that it recorded.
    const isRecord = /^(events?|activity|activities|logs?|entry|entries|records?|history|data)$/.test(
      sentence.word(at + words),
    );
    if (sentence.word(at + words - 1) === 'cloudtrail' && isRecord)
      return [{ is: 'filler', word: 'cloudtrail', words }];
    // "config of lambda x": its settings.
    if (sentence.word(at + words - 1) === 'config' && /^(of|for|on)$/.test(sentence.word(at + words)))
      return [];
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
    // "deleted backup": the thing rather than the service that is called so.
    const isThing =
      lead === 0 && nounsAt(sentence, at).some(piece => piece.is === 'noun' && piece.words >= length);
    return [
      {
        is: 'filter',
        words,
        filters: [filterOn('source', ...services)],
        about: 'where',
        ...(isThing && { cost: 0.15 }),
      },
    ];
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
  // "Delete* by alice": all that are called so.
  if (
    token &&
    !token.quoted &&
    /^\*?[A-Z][a-z]+[A-Za-z]*\*$|^\*[A-Z][A-Za-z]+$/.test(token.text) &&
    !OBJECTS.has(sentence.word(at - 1))
  )
    return [{ is: 'filter', words: 1, filters: [filterOn('event', token.text)], about: 'how' }];
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
