import { OBJECTS } from '../lexicon/nouns.ts';
import { pastOf, VERB_FORMS } from '../lexicon/verbs.ts';
import { isKnownDeed } from '../match-deed.ts';
import type { Proposal, Question, QuestionContext, QuestionReading, VerbName } from '../question.ts';
import { type Token, textOf, wordToken } from './tokens.ts';

type Ambiguous = Extract<QuestionReading, { kind: 'ambiguous' }>;

/** Verbs by those that people say for them, of which AWS has one or another by the thing; the likeliest first. */
const NEAR: Partial<Record<VerbName, readonly VerbName[]>> = {
  accept: ['authorize', 'associate'],
  authorize: ['accept', 'associate'],
  activate: ['enable', 'start', 'create'],
  enable: ['activate', 'start', 'create'],
  deactivate: ['disable', 'stop', 'delete'],
  disable: ['deactivate', 'stop', 'delete'],
  purge: ['delete'],
  reject: ['revoke', 'delete'],
  revoke: ['disassociate', 'remove', 'delete'],
  register: ['associate', 'create'],
  deregister: ['disassociate', 'delete'],
};

/** What is asked back about a question that can be read and yet says too little: from what somebody disconnected, what it is to approve billing, which storefront. */
export function askBack(
  question: Question,
  tokens: readonly Token[],
  context: QuestionContext,
  isQuestion: (text: string) => boolean,
): Ambiguous | undefined {
  const asked = whatWasDisconnected(question, tokens) ?? whatWasMeant(question, tokens);
  // A button that can't be read is none.
  if (asked) {
    const choices = asked.choices.filter(({ text }) => isQuestion(text));
    return choices.length > 0 ? { ...asked, choices } : undefined;
  }
  const place = whichPlace(question, tokens, context);
  return place?.choices.every(({ text }) => isQuestion(text)) ? place : undefined;
}

/** "in storefront", where both an account and a project are called so. */
function whichPlace(
  { filters }: Question,
  tokens: readonly Token[],
  { accounts, space }: QuestionContext,
): Ambiguous | undefined {
  const clashing = accounts.filter(
    ({ id, name }) =>
      filters.some(({ key, values }) => key === 'account' && id !== null && values.includes(id)) &&
      space?.projects.some(project => project.toLowerCase() === name.toLowerCase()),
  );
  const isTitled = tokens.some(({ word }) => /^(accounts?|projects?|console|env|environment)$/.test(word));
  const at = tokens.findIndex(
    ({ word, filter }) => filter === undefined && clashing.some(({ name }) => name.toLowerCase() === word),
  );
  const typed = tokens[at];
  if (!typed || isTitled) return undefined;
  const withTitle = (title: string): Proposal => ({
    label: `The ${title} ${typed.text}`,
    text: textOf(tokens.toSpliced(at, 0, wordToken(title))),
  });
  return {
    kind: 'ambiguous',
    message: `Both an account and a project of the space are called "${typed.text}".`,
    choices: [withTitle('account'), withTitle('project')],
  };
}

/** "who disconnected": an account from its space, or a role from the account. */
function whatWasDisconnected(question: Question, tokens: readonly Token[]): Ambiguous | undefined {
  const at = tokens.findIndex(({ word }) => /^(dis|un)connect(s|ed|ing)?$/.test(word));
  const isNamed = question.filters.some(({ key }) => /^(resource|named|event|source)$/.test(key));
  if (at === -1 || isNamed || question.objects.length > 0 || question.or) return undefined;
  const withNoun = (noun: string, label: string): Proposal => ({
    label,
    text: textOf([...tokens.slice(0, at + 1), wordToken(noun), ...tokens.slice(at + 1)]),
  });
  return {
    kind: 'ambiguous',
    message: `"${tokens[at]?.text ?? ''}" may be of an account or of a role.`,
    choices: [
      withNoun('connection', 'An account from its space'),
      withNoun('role', 'A role from its account'),
    ],
  };
}

/** "who approved billing": no event accepts billing, but one authorizes it. */
function whatWasMeant(question: Question, tokens: readonly Token[]): Ambiguous | undefined {
  const { verbs, objects, or, filters } = question;
  const [verb, ...others] = verbs;
  const isPlain = others.length === 0 && objects.length === 1 && !or;
  const isElsewhere = filters.some(({ key }) => key === 'source' || key === 'event');
  const near = verb === undefined || !isPlain || isElsewhere ? undefined : NEAR[verb];
  if (verb === undefined || near === undefined || isKnownDeed({ verbs, objects }, [])) return undefined;
  const at = tokens.findIndex(({ word }) => VERB_FORMS.get(word)?.verb === verb);
  const typed = tokens[at];
  const known = near.find(one => isKnownDeed({ verbs: [one], objects }, []));
  if (!typed || known === undefined) return undefined;
  const isPast = VERB_FORMS.get(typed.word)?.form === 'past';
  const noun = tokens.findIndex(({ word }) => OBJECTS.get(word)?.name === objects[0]);
  const isOfConnection =
    /^(accept|reject)$/.test(verb) && noun !== -1 && isKnownDeed({ verbs, objects: ['connection'] }, []);
  const texts = [
    textOf(tokens.with(at, wordToken(isPast ? pastOf(known) : known, typed))),
    ...(isOfConnection ? [textOf(tokens.with(noun, wordToken('connection', tokens[noun])))] : []),
  ];
  const choices = texts.map(text => ({ label: text, text }));
  const message = `I know no event by which somebody ${pastOf(verb)} ${objects.join(' or ')}.`;
  return { kind: 'ambiguous', message, choices };
}
