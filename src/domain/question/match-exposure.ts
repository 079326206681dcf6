import { exposuresAsked } from '../exposure.ts';
import { asBoolean, asObject } from '../json.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { Deed } from './question.ts';

/** Whether a deed is that something was made public, of which only the record of a call tells: the same calls make things private. */
export function isExposing({ verbs }: Pick<Deed, 'verbs'>): boolean {
  return verbs.length > 0 && verbs.every(verb => verb === 'expose');
}

/**
 * Whether a call was to make something public, or to take away what blocks that, as far as a deed asks for it. A call whose record does not say what it was to do is
 * not left out.
 */
export function opensAsAsked(deed: Deed, record: CloudTrailRecord): boolean {
  if (!isExposing(deed)) return true;
  return (
    asObject(record.fields['requestParameters']) === undefined ||
    unblocks(record) ||
    exposuresAsked(record).some(({ kind }) => kind === 'public')
  );
}

/** Whether a call ends that public access is blocked, in part or as a whole (Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage"). */
function unblocks({ eventName, fields }: CloudTrailRecord): boolean {
  if (!eventName?.endsWith('PublicAccessBlock')) return false;
  const blocks = asObject(asObject(fields['requestParameters'])?.['PublicAccessBlockConfiguration']) ?? {};
  return eventName.startsWith('Delete') || Object.values(blocks).some(value => asBoolean(value) === false);
}
