import { FUNCTION_WORDS } from '../lexicon/words.ts';
import type { Cut } from './frame.ts';
import { openingOf } from './openings.ts';
import { isAccount } from './phrases/environments.ts';
import { keyOfForm } from './phrases/forms.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import { withoutTrailing } from './stories.ts';
import { swornIn } from './sworn.ts';
import { type Token, textOf, wordToken } from './tokens.ts';
import { peopleIn } from './told-people.ts';
import { placed, thingsIn } from './told-things.ts';

/**
 * "carol tried to delete a connection. what else did she change": whoever was told of stands behind the pronoun, and so does an address, a key or a role that was. What they
 * are said to have done it to stands behind another; an account that was named counts for the question as well.
 */
export function toldOf(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const { asked, beside } = withoutTrailing(parts, sentence);
  // What asks begins behind the last sentence that ended, or with the last part.
  const ended = asked.findLastIndex((part, at) => at < asked.length - 1 && part.at(-1)?.stops !== undefined);
  const first = ended >= 0 ? ended + 1 : asked.length - 1;
  const told = asked.slice(0, first);
  const whole = asked.slice(first).flat();
  const asking = withPronoun(whole.slice(openingOf(whole).at(-1) ?? 0));
  if (told.length === 0) return undefined;
  const sworn = swornIn(told, asking, sentence);
  if (sworn) return { asking: sworn, setAside: beside };
  const subject = subjectIn(told, asking, sentence);
  if (!subject) return undefined;
  const { tokens, rest } = subject;
  // A time that was told may be meant, where the question has none of its own.
  if (isTimed(rest, sentence) && !isTimed([asking], sentence)) return undefined;
  const setAside = [...told.map(textOf), ...beside];
  const points = tokens.findIndex(({ word }, at) => /^(it|them|any|one)$/.test(word) && isLast(tokens, at));
  if (points < 0)
    return { asking: [...tokens, ...placed(accountsIn(rest, sentence), tokens, sentence)], setAside };
  const things = thingsIn(rest, sentence, tokens);
  if (!things) return undefined;
  const isAny = /^(any|one)$/.test(tokens[points]?.word ?? '');
  const { places, ...antecedent } = things;
  return {
    asking: [...tokens.with(points, wordToken('it', tokens[points])), ...placed(places, tokens, sentence)],
    setAside,
    antecedent: isAny ? { ...antecedent, names: [] } : antecedent,
  };
}

/** Whether nothing but fillers follows on a word. */
function isLast(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at + 1).every(({ word }) => FUNCTION_WORDS.adverbs.has(word));
}

interface Subject {
  /** What asks, with the subject in place of its pronoun. */
  readonly tokens: readonly Token[];
  /** What is told, without the subject. */
  readonly rest: readonly (readonly Token[])[];
}

/** "everything this user did": whoever was told of, as the pronoun that is read. */
function withPronoun(asking: readonly Token[]): readonly Token[] {
  const at = asking.findIndex(
    ({ word }, place) =>
      /^(this|that|said|the same)$/.test(word) &&
      /^(user|person|principal|engineer|colleague)$/.test(asking[place + 1]?.word ?? ''),
  );
  return at < 0 ? asking : [...asking.slice(0, at), wordToken('he', asking[at + 1]), ...asking.slice(at + 2)];
}

/** Who or what a pronoun of the question stands for; undefined where several were told of, or nobody. */
function subjectIn(
  told: readonly (readonly Token[])[],
  asking: readonly Token[],
  sentence: Sentence,
): Subject | undefined {
  const person = asking.findIndex(
    ({ word }, at) =>
      /^(he|she)$/.test(word) &&
      at < asking.length - 1 &&
      /^(did|has|had|was|everything|anything|things|changes|what|that)$/.test(asking[at - 1]?.word ?? ''),
  );
  const own =
    person < 0 ? asking.findIndex(({ word }, at) => /^(his|her)$/.test(word) && at < asking.length - 1) : -1;
  // "who removed him": to whom it was done.
  const done =
    person < 0 && own < 0
      ? asking.findIndex(({ word }, at) => /^(him|her)$/.test(word) && isLast(asking, at))
      : -1;
  const people = person < 0 && own < 0 && done < 0 ? [] : peopleIn(told, sentence);
  const [only, ...others] = people;
  if (only && others.every(({ word }) => word === only.word)) {
    const rest = told.map(part => part.filter(token => !people.includes(token)));
    const { stops: _stops, breaks: _breaks, possessive: _possessive, ...plain } = only;
    if (done >= 0) return { tokens: asking.with(done, plain), rest };
    // "show her failed sign-ins": those by her.
    // "who used her access key": of what is hers it is not said which.
    const isThing = own >= 0 && nounsAt(new Sentence(asking, sentence.context), own + 1).length > 0;
    if (isThing) return undefined;
    if (person < 0) return { tokens: [...asking.toSpliced(own, 1), wordToken('by'), plain], rest };
    return { tokens: asking.with(person, plain), rest };
  }
  if (person >= 0 || own >= 0) return undefined;
  const it = asking.findIndex(
    ({ word }, at) =>
      word === 'it' &&
      (/^(did|has|had)$/.test(asking[at - 1]?.word ?? '') ||
        /^(with|from|by|via)$/.test(asking[at - 1]?.word ?? '')),
  );
  if (it < 0) return undefined;
  const actors = told.flat().filter(token => /^(ip|key|role)$/.test(keyOfForm(token.text) ?? ''));
  const [actor, ...more] = actors;
  if (!actor || more.length > 0) return undefined;
  const title = keyOfForm(actor.text) === 'ip' ? [wordToken('ip')] : [];
  const rest = told.map(part => part.filter(token => token !== actor));
  return {
    tokens: [
      ...asking.slice(0, it),
      ...title,
      { ...actor, quoted: false, breaks: false },
      ...asking.slice(it + 1),
    ],
    rest,
  };
}

/** Whether a time was told, which may be meant for the question or not. */
function isTimed(told: readonly (readonly Token[])[], sentence: Sentence): boolean {
  return told.some(part => {
    const own = new Sentence(part, sentence.context);
    return part.some((_, at) => own.times.at(at) !== undefined);
  });
}

function accountsIn(told: readonly (readonly Token[])[], sentence: Sentence): readonly Token[] {
  return told.flat().filter(({ word }) => isAccount(word, sentence));
}
