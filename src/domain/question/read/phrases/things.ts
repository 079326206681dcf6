import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { eventIn } from './forms.ts';
import { isName } from './names.ts';

/** A noun of the lexicon, the longest there and shorter ones, in case the rest is read otherwise. */
export function nounsAt(sentence: Sentence, at: number): readonly Piece[] {
  const pieces: Piece[] = [];
  // Who disconnects an account takes its connection away.
  if (
    /^accounts?$/.test(sentence.word(at)) &&
    [at - 1, at - 2].some(place => /^(dis|re)?connect(s|ed|ing)?$/.test(sentence.word(place)))
  )
    pieces.push({ is: 'noun', noun: 'connection', words: 1 });
  // "created an account": one of an organization.
  const isMember = [at - 1, at - 2, at - 3].some(place =>
    /^(create|invite|move|close)(s|d|ed|ing)?$|^clos(ed|ing)$|^creat(ed|ing)$|^invit(ed|ing)$|^mov(ed|ing)$/.test(
      sentence.word(place),
    ),
  );
  const isMadeLater = VERB_FORMS.get(sentence.word(at + 1))?.verb === 'create';
  const isOfOrganization = [2, 3].some(more => /^organi[sz]ation$/.test(sentence.word(at + more)));
  if (/^accounts?$/.test(sentence.word(at)) && (isMember || isOfOrganization || isMadeLater))
    pieces.push({ is: 'noun', noun: 'aws account', words: 1 });
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length).replace(/-/g, ' ');
    const noun = run === '' ? undefined : OBJECTS.get(run);
    if (!noun) continue;
    if (noun.name === 'team' && !isTeamAsThing(sentence, at)) continue;
    if (noun.name === 'workflow' && !isWorkflowAsThing(sentence, at)) continue;
    const next = sentence.word(at + length);
    if (noun.name === 'user' && /^(activity|activities|actions?|operations?)$/.test(next)) {
      pieces.push({ is: 'people', word: run, words: length });
      continue;
    }
    // "all users other than alice who deleted …": whoever did.
    const isActing = [2, 3, 4, 5, 6].some(
      more =>
        /^(who|that)$/.test(sentence.word(at + length + more - 2)) &&
        !/^(and|or)$/.test(sentence.word(at + length + more - 3)) &&
        actsAt(sentence, at + length + more - 1),
    );
    if (noun.name === 'user' && isActing) pieces.push({ is: 'people', word: run, words: length });
    // "which iam users made changes": whoever acts.
    const isActor =
      (/^(made|did|performed|executed|caused)$/.test(next) && !isSomebodyElse(sentence, at + length)) ||
      (/^(have|has|had)$/.test(next) &&
        sentence.word(at + length + 1) !== 'been' &&
        !isSomebodyElse(sentence, at + length));
    // "by human users": a restriction that no record tells.
    if (noun.name === 'user' && sentence.word(at - 1) === 'human') continue;
    if (noun.name === 'user' && isActor && (run.startsWith('iam') || sentence.word(at - 1) === 'iam'))
      continue;
    pieces.push({ is: 'noun', noun: noun.name, words: length, ...(pieces.length > 0 && { cost: 0.3 }) });
  }
  return pieces;
}

/** Whether a team is what was changed, "created a team", and not who acts or is spoken to. */
export function isTeamAsThing(sentence: Sentence, at: number): boolean {
  if (!/^teams?$/.test(sentence.word(at)) || sentence.tokens[at]?.possessive) return false;
  const isArticle = /^(a|an|the|any|another|some|to|from)$/.test(sentence.word(at - 1));
  // "removed people from team ops".
  const isOfOne = /^(to|from)$/.test(sentence.word(at - 1)) && isName(sentence, at + 1, 'titled');
  const isTwice = isArticle && /^(to|from)$/.test(sentence.word(at - 2));
  const before = sentence.word(at - (isTwice ? 3 : isArticle ? 2 : 1));
  return isOfOne || isTwice || (VERB_FORMS.has(before) && !/^(did|do|does|has|have|had)$/.test(before));
}

/** Whether a workflow is what was changed, "created workflow nightly", and not who acts: one that has done something stands behind no verb. */
export function isWorkflowAsThing(sentence: Sentence, at: number): boolean {
  let from = at - 1;
  if (sentence.word(from) === 'codecatalyst' || isName(sentence, from, 'person')) from -= 1;
  if (/^(an?|the|our|any|another|some)$/.test(sentence.word(from))) from -= 1;
  const [before, said] = [sentence.word(from), sentence.word(from - 1)];
  const isDeed =
    VERB_FORMS.get(said)?.form === 'deed' || (before === 'to' && FUNCTION_WORDS.things.has(said));
  const isActing = actsAt(sentence, at + 1) || actsAt(sentence, at + 2);
  return (VERB_FORMS.has(before) || (/^(to|of|with)$/.test(before) && isDeed)) && !isActing;
}

/** Whether somebody else acts behind an auxiliary: "did omar delete", "have we created". */
function isSomebodyElse(sentence: Sentence, at: number): boolean {
  return (
    /^(did|have|has|had)$/.test(sentence.word(at)) &&
    !VERB_FORMS.has(sentence.word(at + 1)) &&
    VERB_FORMS.has(sentence.word(at + 2))
  );
}

function actsAt(sentence: Sentence, at: number): boolean {
  return VERB_FORMS.get(sentence.word(at))?.form === 'past' || /^(did|have|has|had)$/.test(sentence.word(at));
}

/** `connection named shop`, `connection with id abc`: whatever follows is the name. */
export function namedAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const lead = /^(named|called|titled)$/.test(word)
    ? 1
    : /^(with|whose)$/.test(word) && /^(id|name|arn|ids|names)$/.test(sentence.word(at + 1))
      ? 2
      : /^(id|arn)$/.test(word)
        ? 1
        : 0;
  // "events matching DeployRole": with whoever or whatever is so called.
  if (/^(matching|mentioning|containing|referencing)$/.test(word) && isName(sentence, at + 1, 'titled'))
    return [{ is: 'filter', words: 2, filters: [filterOn('named', sentence.text(at + 1))], about: 'what' }];
  const token = sentence.tokens[at + lead];
  // "called kms Decrypt": a call, and no name.
  const isCall =
    word === 'called' && [1, 2].some(more => eventIn(sentence.text(at + more), true) !== undefined);
  if (
    lead === 0 ||
    isCall ||
    !token ||
    token.filter ||
    (lead !== 1 || word === 'id' || word === 'arn' ? !isName(sentence, at + lead, 'titled') : false)
  )
    return [];
  return [{ is: 'filter', words: lead + 1, filters: [filterOn('resource', token.text)], about: 'what' }];
}
