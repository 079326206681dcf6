import { isFrame } from './frame.ts';
import type { Sentence } from './sentence.ts';
import { type Token, wordToken } from './tokens.ts';

/** "alice swears she did not delete it this month. did she?": what is denied is what is asked. */
export function swornIn(
  told: readonly (readonly Token[])[],
  asking: readonly Token[],
  sentence: Sentence,
): readonly Token[] | undefined {
  if (
    !/^(did|has|had|is that true|really|true)( (he|she|they))?( really)?$/.test(
      asking.map(({ word }) => word).join(' '),
    )
  )
    return undefined;
  const story = told.filter(part => !isFrame(part, sentence, false)).flat();
  const denied = story.findIndex(({ word }) =>
    /^(says?|said|swears?|swore|claims?|claimed|insists?|insisted)$/.test(word),
  );
  const [person] = story;
  if (!person || denied !== 1) return undefined;
  const words = story.slice(2);
  const that = words[0]?.word === 'that' ? 1 : 0;
  const text = words
    .slice(that)
    .map(({ word }) => word)
    .join(' ');
  const negation =
    /^(he|she|they) (did not|never|has not|have not|had not|has never|had never) (ever )?/.exec(text)?.[0];
  if (negation === undefined) return undefined;
  const rest = words.slice(that + negation.trim().split(' ').length);
  return [wordToken(negation.includes('did not') ? 'did' : 'has'), { ...person, breaks: false }, ...rest];
}
