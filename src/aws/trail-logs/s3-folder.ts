import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Trail } from '../../domain/account.ts';
import { FIRST, type LogFolder } from './log-folder.ts';

const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * Log files in an S3 bucket; the trail's url is `s3://bucket/prefix`. With `roleArn` that role is assumed. The bucket may be in another
 * Region than the bot: S3's redirects are followed. `pathStyle`: an endpoint of one's own rarely has a host name for each bucket.
 */
export async function s3Folder(trail: Trail, pathStyle: boolean): Promise<LogFolder> {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(trail.url) ?? [];
  const root = rest === '' || rest.endsWith('/') ? rest : `${rest}/`;
  const client = new S3Client({
    ...(trail.region !== undefined && { region: trail.region }),
    followRegionRedirects: true,
    maxAttempts: 3,
    requestHandler: TIMEOUTS,
    forcePathStyle: pathStyle,
    ...(trail.roleArn !== undefined && { credentials: await assume(trail, trail.roleArn) }),
  });
  return { list, folders, read };

  async function list(prefix: string, signal: AbortSignal, first?: 'first'): Promise<readonly string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: `${root}${prefix}`,
          ...(first && { MaxKeys: FIRST }),
          ...(token !== undefined && { ContinuationToken: token }),
        }),
        { abortSignal: signal },
      );
      keys.push(
        ...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(root.length)])),
      );
      token = first ? undefined : page.NextContinuationToken;
    } while (token !== undefined);
    return keys;
  }

  async function folders(prefix: string, signal: AbortSignal): Promise<readonly string[]> {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: `${root}${prefix}`,
          Delimiter: '/',
          ...(token !== undefined && { ContinuationToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const { Prefix } of page.CommonPrefixes ?? [])
        if (Prefix !== undefined) names.push(Prefix.slice(root.length + prefix.length));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return names;
  }

  async function read(key: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${root}${key}` }), {
      abortSignal: signal,
    });
    const bytes = await object.Body?.transformToByteArray();
    return new Uint8Array(bytes ?? []);
  }
}

async function assume({ externalId, region }: Trail, roleArn: string) {
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'cctrail',
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { ...(region !== undefined && { region }), requestHandler: TIMEOUTS },
  });
}
