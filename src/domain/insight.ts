import { nameInArn } from './arn.ts';
import { asObject, asText, type Json } from './json.ts';
import type { Phrase } from './phrase.ts';
import type { CloudTrailRecord } from './record.ts';

/** Name of whoever is behind an Insights event: it is CloudTrail that noticed something. */
export const INSIGHTS = 'CloudTrail Insights';

/** Whether a record is an Insights event: unusual numbers of calls or of errors (CloudTrail User Guide, "CloudTrail Insights event"). */
export function isInsight({ eventType }: Pick<CloudTrailRecord, 'eventType'>): boolean {
  return eventType === 'AwsCloudTrailInsight';
}

/** How an Insights event reads: of which call, how often against how often usually, mostly by whom, and whether it goes on. Averages are by the minute. */
export function insightPhrase(record: CloudTrailRecord): Phrase | undefined {
  if (!isInsight(record)) return undefined;
  const details = asObject(record.fields['insightDetails']) ?? {};
  const context = asObject(details['insightContext']);
  const statistics = asObject(context?.['statistics']);
  const isError = asText(details['insightType']) === 'ApiErrorRateInsight';
  const call = asText(details['eventName']) ?? 'a call';
  const service = asText(details['eventSource']);
  const code = asText(details['errorCode']);
  const what = [
    `noticed an unusual ${isError ? 'error' : 'call'} rate of ${call}`,
    service === undefined ? '' : ` (${service.split('.')[0]})`,
    code === undefined ? '' : ` with ${code}`,
    rates(average(statistics?.['insight']), average(statistics?.['baseline'])),
    mostlyBy(context?.['attributions']),
    asText(details['state']) === 'End' ? '; it has ended' : '; it has begun',
  ].join('');
  return { did: what, to: what };
}

function average(value: Json | undefined): string | undefined {
  const number = asObject(value)?.['average'];
  return typeof number !== 'number'
    ? undefined
    : number.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function rates(now: string | undefined, usually: string | undefined): string {
  if (now === undefined) return '';
  return `, ${now} a minute${usually === undefined ? '' : ` against ${usually} usually`}`;
}

/** The identity that made most of the calls. */
function mostlyBy(attributions: Json | undefined): string {
  const all = Array.isArray(attributions) ? attributions.map(one => asObject(one)) : [];
  const byWhom = all.find(one => asText(one?.['attribute']) === 'userIdentityArn');
  const values = byWhom?.['insight'];
  const arn = Array.isArray(values) ? asText(asObject(values[0])?.['value']) : undefined;
  if (arn === undefined) return '';
  return `, mostly by ${arn.split(/:(?:assumed-role|user)\//)[1] ?? nameInArn(arn) ?? arn}`;
}
