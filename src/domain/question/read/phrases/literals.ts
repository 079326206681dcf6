import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isInstanceId, isRoleArn, keyOfForm, mayExist, UUID } from './forms.ts';

/** What a filter by a key is about. */
export function aboutOf(key: string): 'who' | 'where' | 'what' | 'how' {
  if (/^(user|role|key|kind|session|ip)$/.test(key)) return 'who';
  if (/^(account|region|source)$/.test(key)) return 'where';
  return /^(resource|id|named)$/.test(key) ? 'what' : 'how';
}

/** A Region, an account, an address, a key, an ARN, an e-mail address, an id. */
export function literalsAt(sentence: Sentence, at: number): readonly Piece[] {
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
  // "AKIA… deleted by who": what it was done to.
  const isDone =
    VERB_FORMS.get(sentence.word(at + words))?.form === 'past' ||
    /^(was|were|got)$/.test(sentence.word(at + words));
  if (key === 'key' && lead === 0 && at === 0 && isDone)
    return [{ is: 'filter', words, filters: [filterOn('resource', text)], about: 'what' }];
  // Nobody calls from everywhere: a rule lets them in.
  if (key === 'ip' && (leading === 'to' || /^(0\.0\.0\.0|::)\/0$/.test(text))) return [];
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
  const role = isRoleArn(text) ? roleArnAt(sentence, at, lead) : undefined;
  if (role) return [role];
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

/** A role's ARN where the words around it say whether it acted or was changed; undefined where they don't. */
function roleArnAt(sentence: Sentence, at: number, lead: number): Piece | undefined {
  const text = sentence.text(at + lead);
  const words = lead + 1;
  const leading = sentence.word(at);
  // "arn:…:role/x was associated", "changes to arn:…:role/x": what it was done to.
  const isDone = /^(was|were|got|is|been)$/.test(sentence.word(at + words));
  const isAbout = /^(to|on)$/.test(leading) && FUNCTION_WORDS.things.has(sentence.word(at - 1));
  if (isDone) return { is: 'filter', words, filters: [filterOn('resource', text)], about: 'what' };
  if (/^(by|via|using|with)$/.test(leading))
    return { is: 'filter', words, filters: [filterOn('role', text)], about: 'who' };
  return isAbout ? { is: 'filter', words, filters: [filterOn('resource', text)], about: 'what' } : undefined;
}
