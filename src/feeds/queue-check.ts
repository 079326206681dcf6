import type { Check } from '../app/examining/check.ts';
import type { Finding } from '../domain/finding.ts';
import { parseJson } from '../domain/json.ts';
import { regionOf } from './queue-url.ts';

const HANDLER = { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true };
/** Fewest tries that a queue should give a message, as README.md says: a log file may be told of before it can be read. */
const LEAST_TRIES = 5;
/** Most messages that wait where a bot reads them: nothing tells their age. */
const MAX_WAITING_MESSAGES = 10_000;

/** Checks that the queue is there, and that it keeps what can't be read. It receives nothing: that would hide messages from the bot. The SDK is loaded when it is used. */
export function queueCheck(queueUrl: string): Check {
  const about = `queue ${queueUrl.split('/').at(-1) ?? queueUrl}`;
  return { about, look: async signal => [{ about, ...(await lookAt(queueUrl, signal)) }] };
}

async function lookAt(queueUrl: string, signal: AbortSignal): Promise<Omit<Finding, 'about'>> {
  const { GetQueueAttributesCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const region = regionOf(queueUrl);
  const client = new SQSClient({ requestHandler: HANDLER, ...(region !== undefined && { region }) });
  try {
    const { Attributes: attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'RedrivePolicy'],
      }),
      { abortSignal: signal },
    );
    return judge(Number(attributes.ApproximateNumberOfMessages ?? 0), attributes.RedrivePolicy);
  } catch (error) {
    const { name, message } = error as Error;
    if (/AccessDenied/.test(name))
      return {
        state: 'unknown',
        says: 'could not be looked at: the role may not',
        mend: 'Only to look at it: allow sqs:GetQueueAttributes. The bot itself needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility.',
      };
    if (/QueueDoesNotExist|NonExistentQueue/.test(name))
      return {
        state: 'failure',
        says: 'is not there',
        mend: 'Check SQS_QUEUE_URL, its Region and its account. deploy/queue.yml makes a queue.',
      };
    return {
      state: 'failure',
      says: `could not be reached (${name}: ${message})`,
      mend: 'Check SQS_QUEUE_URL, the network between here and there, and any proxy.',
    };
  } finally {
    client.destroy();
  }
}

function judge(waiting: number, redrive: string | undefined): Omit<Finding, 'about'> {
  const count = `${waiting.toLocaleString('en')} message${waiting === 1 ? ' waits' : 's wait'}`;
  const policy = redrive === undefined ? undefined : (parseJson(redrive) as { maxReceiveCount?: unknown });
  const tries = Number(policy?.maxReceiveCount);
  if (policy === undefined)
    return {
      state: 'warning',
      says: `is there, ${count}, and it has no dead-letter queue: what can't be read comes again until it expires, and is gone then`,
      mend: 'Give it a redrive policy, as deploy/queue.yml does.',
    };
  if (tries < LEAST_TRIES)
    return {
      state: 'warning',
      says: `is there, ${count}, and gives a message only ${tries} ${tries === 1 ? 'try' : 'tries'}`,
      mend: `Set maxReceiveCount of its redrive policy to ${LEAST_TRIES} or more: a log file may be told of before it can be read.`,
    };
  if (waiting > MAX_WAITING_MESSAGES)
    return {
      state: 'warning',
      says: `is there, and ${count}: more comes than is read, or nothing reads`,
      mend: 'Is the bot running, and may it receive? Its /readyz and log say why it does not.',
    };
  return { state: 'ok', says: `is there, ${count}, and what can't be read goes to its dead-letter queue` };
}
