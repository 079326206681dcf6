import { OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isName } from './names.ts';

/** Accounts that something was done to: connected with a space, or made in an organization. */
export function accountsAsThings(sentence: Sentence, at: number): readonly Piece[] {
  if (!/^accounts?$/.test(sentence.word(at))) return [];
  // `the account "analytics" was created`: one that is not configured.
  const isKnown = sentence.context.accounts.some(({ name }) => name.toLowerCase() === sentence.word(at + 1));
  const named = !isKnown && isName(sentence, at + 1, 'titled') ? 1 : 0;
  // Who disconnects an account takes its connection away.
  const isConnected = [at - 1, at - 2].some(place =>
    /^(dis|re)?connect(s|ed|ing)?$/.test(sentence.word(place)),
  );
  // "created an account": one of an organization.
  const isMember = [at - 1, at - 2, at - 3].some(place =>
    /^(create|invite|move|close)(s|d|ed|ing)?$|^clos(ed|ing)$|^creat(ed|ing)$|^invit(ed|ing)$|^mov(ed|ing)$/.test(
      sentence.word(place),
    ),
  );
  // "which account did jonas create", "accounts that were created".
  const isMadeLater = [1, 2, 3].some(
    more =>
      VERB_FORMS.get(sentence.word(at + named + more))?.verb === 'create' &&
      (more === 1 || /^(did|was|were|that|has|have|had)$/.test(sentence.word(at + named + 1))) &&
      nounsBehind(sentence, at + named + more) === 0,
  );
  const isItsOwn = [2, 3].some(more => /^organi[sz]ation$/.test(sentence.word(at + more)));
  return [
    ...(isConnected ? [{ is: 'noun', noun: 'connection', words: 1 } as const] : []),
    ...(isMember || isItsOwn || isMadeLater ? [{ is: 'noun', noun: 'aws account', words: 1 } as const] : []),
  ];
}

/** How many things stand right behind a place, or behind an article there. */
function nounsBehind(sentence: Sentence, at: number): number {
  const article = /^(an?|the|any|some|our|new)$/.test(sentence.word(at + 1)) ? 1 : 0;
  return OBJECTS.has(sentence.word(at + 1 + article)) ? 1 : 0;
}

/** Whether a question is about what AWS Organizations does with its accounts, by calls in the one that manages them. */
export function isOfOrganization({ tokens }: Sentence): boolean {
  return tokens.some(({ word }) => /^(organi[sz]ations|scps?)$/.test(word));
}

/** `in the organization`, said of its accounts: by calls of AWS Organizations. */
export function inOrganization(sentence: Sentence, at: number): Piece | undefined {
  if (!/^(in|within|of)$/.test(sentence.word(at))) return undefined;
  const article = /^(the|our|my)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const aws = sentence.word(at + 1 + article) === 'aws' ? 1 : 0;
  const isIt = /^(organi[sz]ation|org)$/.test(sentence.word(at + 1 + article + aws));
  const isOfAccounts = sentence.tokens.slice(0, at).some(({ word }) => /^accounts?$/.test(word));
  if (!isIt || !isOfAccounts) return undefined;
  const filters = [filterOn('source', 'organizations.amazonaws.com')];
  return { is: 'filter', words: 2 + article + aws, filters, about: 'where' };
}
