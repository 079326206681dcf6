import type { Space } from '../domain/space.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file.ts';
import type { Environment } from './settings.ts';

/** Address of CodeCatalyst's API (Amazon CodeCatalyst API Reference, "Endpoints"). */
const ENDPOINT = 'https://codecatalyst.global.api.aws';

/** The space whose log is searched: its name stands in the file, the token in the environment. Without a token it is there all the same, so that answers say what was not searched. */
export function spaceOf(file: ConfigFile, env: Environment, reader: EnvironmentReader): Space | null {
  const token = reader.text('CODECATALYST_TOKEN');
  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    reader.wrong('CODECATALYST_TOKEN', 'holds blanks or letters that no token has');
  if (file.space === undefined) return null;
  const given = env['AWS_ENDPOINT_URL_CODECATALYST']?.trim() || env['AWS_ENDPOINT_URL']?.trim() || undefined;
  if (given !== undefined && !(URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))) {
    const name = env['AWS_ENDPOINT_URL_CODECATALYST']?.trim()
      ? 'AWS_ENDPOINT_URL_CODECATALYST'
      : 'AWS_ENDPOINT_URL';
    reader.wrong(name, 'is not a URL that begins with https: or http:');
    return null;
  }
  return { name: file.space, token: token ?? '', endpoint: given ?? ENDPOINT };
}
