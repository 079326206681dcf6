/** One of several servers that know of each other. */
interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, as `REDIS_URL` says: one server, the primary that Sentinels know by a name, or a Cluster. */
export type RedisAddress =
  | { readonly kind: 'server'; readonly url: string }
  | {
      readonly kind: 'sentinel' | 'cluster';
      readonly hosts: readonly RedisHost[];
      /** The name by which Sentinels know the primary; empty for a Cluster. */
      readonly name: string;
      readonly username: string | undefined;
      readonly password: string | undefined;
      readonly tls: boolean;
    };

const USUAL_PORT = { sentinel: 26_379, cluster: 6_379 };

/**
 * Reads `redis[s]://…`, `redis[s]+sentinel://[user:password@]h1:26379,h2/NAME` or `redis[s]+cluster://[user:password@]h1:6379,h2`; undefined where
 * a text is none of them.
 */
export function readRedisAddress(text: string): RedisAddress | undefined {
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  const several =
    /^(rediss?)\+(sentinel|cluster):\/\/(?:([^:@/]*):([^@/]*)@)?([\w.-]+(?::\d{1,5})?(?:,[\w.-]+(?::\d{1,5})?)*)(?:\/([\w.-]*))?$/.exec(
      text,
    );
  if (!several)
    return URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol)
      ? { kind: 'server', url: text }
      : undefined;
  const [, scheme, kind = '', username, password, hosts = '', name = ''] = several;
  if (kind === 'sentinel' ? name === '' : name !== '') return undefined;
  const which = kind as 'sentinel' | 'cluster';
  return {
    kind: which,
    hosts: hosts.split(',').map(one => {
      const [host = '', port = USUAL_PORT[which]] = one.split(':');
      return { host, port: Number(port) };
    }),
    name,
    username: username ? decodeURIComponent(username) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    tls: scheme === 'rediss',
  };
}
