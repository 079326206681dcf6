import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Trail } from '../../domain/account.ts';
import { assumedRole } from '../assumed-role.ts';
import { FIRST_COUNT, type LogFolder } from './log-folder.ts';

const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * Log files in an S3 bucket; the trail's url is `s3://bucket/prefix`. With `roleArn` that role is assumed. The bucket may be in another
 * Region than the bot: S3's redirects are followed. `pathStyle`: an endpoint of one's own rarely has a host name for each bucket.
 */
export async function s3Folder(trail: Trail, pathStyle: boolean): Promise<LogFolder> {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(trail.url) ?? [];
  const { roleArn, externalId, region } = trail;
  const root = rest === '' || rest.endsWith('/') ? rest : `${rest}/`;
  const client = new S3Client({
    ...(region !== undefined && { region }),
    followRegionRedirects: true,
    maxAttempts: 3,
    requestHandler: TIMEOUTS,
    forcePathStyle: pathStyle,
    ...(roleArn !== undefined && {
      credentials: await assumedRole({ roleArn, externalId }, { region, requestHandler: TIMEOUTS }),
    }),
  });
  return { list, folders, fetch };

  async function* pages(
    input: Omit<ListObjectsV2CommandInput, 'Bucket' | 'ContinuationToken'>,
    signal: AbortSignal,
  ): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const next = { ...input, Bucket: bucket, ...(token !== undefined && { ContinuationToken: token }) };
      const page: ListObjectsV2CommandOutput = await client.send(new ListObjectsV2Command(next), {
        abortSignal: signal,
      });
      yield page;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async function list(prefix: string, signal: AbortSignal, first?: 'first'): Promise<readonly string[]> {
    const keys: string[] = [];
    const input = { Prefix: `${root}${prefix}`, ...(first && { MaxKeys: FIRST_COUNT }) };
    for await (const { Contents = [] } of pages(input, signal)) {
      for (const { Key } of Contents) if (Key !== undefined) keys.push(Key.slice(root.length));
      if (first) break;
    }
    return keys;
  }

  async function folders(prefix: string, signal: AbortSignal): Promise<readonly string[]> {
    const below = `${root}${prefix}`;
    const names: string[] = [];
    for await (const { CommonPrefixes = [] } of pages({ Prefix: below, Delimiter: '/' }, signal))
      for (const { Prefix } of CommonPrefixes)
        if (Prefix !== undefined) names.push(Prefix.slice(below.length));
    return names;
  }

  async function fetch(key: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${root}${key}` }), {
      abortSignal: signal,
    });
    const bytes = await object.Body?.transformToByteArray();
    return new Uint8Array(bytes ?? []);
  }
}
