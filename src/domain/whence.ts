import { asBoolean, asObject, asText } from './json.ts';
import type { CloudTrailRecord } from './record.ts';

/** Tools by how their `userAgent` begins or what it holds, the more telling first (AWS SDKs and Tools Reference Guide, "User-agent strings" of each tool). */
const TOOLS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/Terraform/i, 'Terraform'],
  [/Pulumi/i, 'Pulumi'],
  [/\baws-cdk\b|CDK\//i, 'CDK'],
  [/^aws-cli\/|^\[aws-cli\//i, 'AWS CLI'],
  [/CloudShell/i, 'CloudShell'],
  [/S3Console|^console\.|^signin\.|\bconsole\.amazonaws\.com|^AWS-Console/i, 'console'],
  [/Boto3\/|Botocore\//i, 'SDK for Python'],
  [/aws-sdk-go/i, 'SDK for Go'],
  [/aws-sdk-java/i, 'SDK for Java'],
  [/aws-sdk-(js|nodejs)/i, 'SDK for JavaScript'],
  [/aws-sdk-(dotnet|net)/i, 'SDK for .NET'],
  [/aws-sdk-(ruby|php|rust|cpp|kotlin|swift)/i, 'SDK'],
  [/^Mozilla\//, 'browser'],
];

/** Tools that calls are made with, as questions name them: one of these is a tool as `toolOf` tells it, in lower case; `sdk` is any of them. */
export const TOOL_NAMES = ['console', 'terraform', 'pulumi', 'cdk', 'aws cli', 'cloudshell', 'sdk'] as const;

/** The tool that a call was made with, as far as the record tells: `console`, `Terraform`, a service by its host name; null where it says nothing. */
export function toolOf({ fields, userAgent }: CloudTrailRecord): string | null {
  // Written where the credentials come from a sign-in to the console (CloudTrail User Guide, "CloudTrail record contents").
  if (asBoolean(fields['sessionCredentialFromConsole']) === true) return 'console';
  if (userAgent === null || userAgent === 'AWS Internal') return null;
  const tool = TOOLS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (tool !== undefined) return tool === 'browser' ? 'console' : tool;
  return /^[a-z0-9-]+\.amazonaws\.com$/.test(userAgent) ? userAgent : null;
}

/** Whether MFA was used: for the session, or for a sign-in; null where the record does not say, or where nobody could have (CloudTrail User Guide, "userIdentity element"). */
function mfaOf(record: CloudTrailRecord): boolean | null {
  const { fields, identity } = record;
  const signIn = asText(asObject(fields['additionalEventData'])?.['MFAUsed']);
  if (signIn !== undefined) return signIn === 'Yes';
  const session = asObject(asObject(fields['userIdentity'])?.['sessionContext']);
  const used = asBoolean(asObject(session?.['attributes'])?.['mfaAuthenticated']);
  if (used === true) return true;
  // Of a session of a role it says nothing of whoever obtained it.
  const isPerson = identity?.type === 'Root' || identity?.type === 'IAMUser';
  return used === false && isPerson ? false : null;
}

/** With what a call was made, in a few words: `console with MFA`, `Terraform`; empty where the record tells nothing. */
export function whenceOf(record: CloudTrailRecord): string {
  const tool = toolOf(record) ?? '';
  const mfa = mfaOf(record);
  const factor = mfa === null ? '' : mfa ? 'with MFA' : 'without MFA';
  return [tool, factor].filter(Boolean).join(' ');
}

/** The address that a call came from; null where it was a service. */
export function addressOf({ sourceIPAddress }: CloudTrailRecord): string | null {
  return sourceIPAddress !== null && /^[\d.]+$|^[\da-f:]*:[\da-f:]+$/i.test(sourceIPAddress)
    ? sourceIPAddress
    : null;
}
