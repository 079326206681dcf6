import { matchesWildcard } from './event-pattern.ts';
import { isAwsVerb } from './phrase.ts';
import { wantedOf } from './question/filters.ts';
import type { Question } from './question/question.ts';

/** Names of data events that people ask for (CloudTrail User Guide, "Logging data events"). */
const DATA_EVENTS: readonly string[] =
  `getobject putobject deleteobject deleteobjects headobject copyobject restoreobject selectobjectcontent
  listobjects listobjectsv2 getobjectacl putobjectacl getobjecttagging putobjecttagging getobjectattributes invoke invokewithresponsestream
  getitem putitem updateitem deleteitem batchgetitem batchwriteitem transactgetitems transactwriteitems query scan sendmessage
  sendmessagebatch receivemessage deletemessage publish publishbatch putrecord putrecords getrecords`.split(
    /\s+/,
  );

/** Whether a question asks for data events, which Event history does not hold. */
export function asksForDataEvents(question: Question): boolean {
  const names = (wantedOf(question, 'event') ?? []).map(name => name.toLowerCase());
  return (
    // `Delete*` asks for everything that deletes, not for data events.
    names.some(
      name =>
        !isAwsVerb(name.replaceAll('*', '')) &&
        name.replaceAll('*', '') !== '' &&
        DATA_EVENTS.some(event => matchesWildcard(name, event)),
    ) ||
    (question.verbs.includes('invoke') && question.objects.includes('function'))
  );
}
