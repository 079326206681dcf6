import type { QuestionContext } from '../../question.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isEnvironmentAlone } from './environments.ts';
import { keyOfForm } from './forms.ts';
import { accountsAsThings, inOrganization, isOfOrganization } from './member-accounts.ts';
import { isName } from './names.ts';

/** Words before an account: how many of each kind there are. */
interface Lead {
  readonly preposition: number;
  readonly article: number;
}

/** `the dev account`, `account dev`, `in storefront`, `which account`, `any account`. */
export function accountsAt(sentence: Sentence, at: number): readonly Piece[] {
  const preposition = /^(in|from|on|of|for|to|with|within|across)$/.test(sentence.word(at)) ? 1 : 0;
  // "shared the snapshot with dev", "what did dev do": no place where it was done.
  const isOther = sentence.word(at) === 'with' || /^(did|has)$/.test(sentence.word(at - 1));
  if (isOther && byName(sentence, at, { preposition, article: 0 })) return [];
  const which = sentence.word(at + preposition);
  const article = /^(the|our|my|any|all|every|which|what|each|both|either|that|this)$/.test(which) ? 1 : 0;
  const lead = { preposition, article };
  const alone = environmentAlone(sentence, at);
  if (alone) return [alone];
  const organization = inOrganization(sentence, at);
  if (organization) return [organization];
  return anyAccount(sentence, at, lead) ?? byName(sentence, at, lead) ?? titled(sentence, at, lead) ?? [];
}

/** `staging: who deleted it`, where no account is called so. */
function environmentAlone(sentence: Sentence, at: number): Piece | undefined {
  const { context } = sentence;
  if (!isEnvironmentAlone(sentence, at)) return undefined;
  const names = context.accounts.map(({ name }) => name).join(', ');
  const message = `I know no account called "${sentence.text(at)}". Of accounts I know ${names}.`;
  return { is: 'wrong', code: 'bad_value', message, words: 1 };
}

/** `any account`, `to our aws account`, `which account`: none in particular. */
function anyAccount(
  sentence: Sentence,
  at: number,
  { preposition, article }: Lead,
): readonly Piece[] | undefined {
  const place = at + preposition + article;
  const [first, second] = [sentence.word(place), sentence.word(place + 1)];
  if (article === 0) return undefined;
  if (preposition === 1 && first === 'aws' && /^accounts?$/.test(second))
    return [{ is: 'filler', word: 'account', words: 4 }];
  const which = sentence.word(at + preposition);
  const isAny =
    /^(any|all|every|which|what|each|both|either)$/.test(which) ||
    (/^(our|my|the|this)$/.test(which) && preposition === 1 && knownId(second, sentence.context) == null);
  if (!/^accounts?$/.test(first) || !isAny || /^\d{12}$/.test(second)) return undefined;
  // "which account was created": what was done, and not where.
  if (preposition === 0 && /^(which|what)$/.test(which) && accountsAsThings(sentence, place).length > 0)
    return undefined;
  // "in which account and region".
  const joint = /^(and|or)$/.test(sentence.word(place + 1))
    ? /^(which|what)$/.test(sentence.word(place + 2))
      ? 2
      : 1
    : 0;
  const region = joint > 0 && /^regions?$/.test(sentence.word(place + 1 + joint)) ? joint + 1 : 0;
  const words = preposition + 2 + region;
  return /^(which|what)$/.test(which)
    ? [{ is: 'asks', asks: 'list', words }]
    : [{ is: 'filler', word: 'account', words }];
}

/** `in storefront`, `the dev account`. */
function byName(
  sentence: Sentence,
  at: number,
  { preposition, article }: Lead,
): readonly Piece[] | undefined {
  const place = at + preposition + article;
  const id = knownId(sentence.word(place), sentence.context);
  const next = sentence.word(place + 1);
  // "the storefront project": that is how it is called, too.
  if (id == null || /^(project|space)$/.test(next)) return undefined;
  const title =
    /^(accounts?|env|console)$/.test(next) ||
    (next === 'environment' && /^(in|within|across|from)$/.test(sentence.word(at)))
      ? 1
      : 0;
  return [
    {
      is: 'filter',
      words: preposition + article + 1 + title,
      filters: [filterOn('account', id)],
      about: 'where',
      // "stack storefront" is a stack, even where an account is called so; "in storefront" is the account.
      // Of several sessions none is called "prod".
      ...(preposition + title === 0 && !sentence.word(at - 1).endsWith('s') && { isBare: true }),
      ...(preposition + title === 0 && { cost: 0.1 }),
      ...(preposition === 0 && title === 1 && { isPlain: true }),
      ...(/^(to|from|with)$/.test(sentence.word(at)) && {
        isTarget: true,
        isMember: isOfOrganization(sentence),
      }),
    },
  ];
}

/** `account dev`, `account 111122223333 or dev`; one that is not known is said to be none. */
function titled(
  sentence: Sentence,
  at: number,
  { preposition, article }: Lead,
): readonly Piece[] | undefined {
  const { context } = sentence;
  const lead = preposition + article;
  const value = sentence.tokens[at + lead + 1];
  const isTitle = /^accounts?$/.test(sentence.word(at + lead));
  if (!isTitle || !value || value.filter || /^connections?$/.test(value.word)) return undefined;
  // "the account analytics was created": that is what it was called.
  if (accountsAsThings(sentence, at + lead).length > 0) return undefined;
  const id = knownId(value.word, context) ?? (/^\d{12}$/.test(value.word) ? value.word : undefined);
  if (id === undefined) {
    const isOther = isName(sentence, at + lead + 1, 'titled') && keyOfForm(value.text) === undefined;
    const wrong = isOther ? filterFor('account', [value.text], false, context) : undefined;
    return wrong && 'kind' in wrong
      ? [{ is: 'wrong', code: wrong.code, message: wrong.message, words: 1 }]
      : undefined;
  }
  const isJoined = /^(and|or)$/.test(sentence.word(at + lead + 2));
  const other = isJoined ? knownId(sentence.word(at + lead + 3), context) : undefined;
  return [
    {
      is: 'filter',
      words: lead + (other == null ? 2 : 4),
      filters: [filterOn('account', id, ...(other == null ? [] : [other]))],
      about: 'where',
      ...(/^(to|from|with)$/.test(sentence.word(at)) && {
        isTarget: true,
        isMember: isOfOrganization(sentence),
      }),
      ...(preposition === 0 && { isPlain: true }),
    },
  ];
}

/** The id of an account by the name that the configuration gives it. */
function knownId(name: string, { accounts }: QuestionContext): string | undefined {
  return (
    accounts.find(account => account.id !== null && account.name.toLowerCase() === name)?.id ?? undefined
  );
}
