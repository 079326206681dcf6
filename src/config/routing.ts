import type { RouteCondition, Routing } from '../domain/route.ts';
import { isChannelId, NO_CHANNEL_ID } from './channel-id.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file.ts';

/** Where the settings have records shown, and what they mute. */
export function routingOf(file: ConfigFile, reader: EnvironmentReader): Routing {
  const channel = reader.text('CCTRAIL_CHANNEL');
  if (channel !== null && !isChannelId(channel))
    reader.wrong('CCTRAIL_CHANNEL', `"${channel}" is ${NO_CHANNEL_ID}`);
  return {
    routes: (file.routes ?? []).map(({ notify, ...route }) => ({
      ...route,
      when: conditionOf(route.when ?? {}, file),
      ...(notify && { notify: { users: notify.users ?? [], groups: notify.groups ?? [] } }),
    })),
    defaultChannel: channel,
    ...(file.rows && { packs: file.rows }),
    usesCatalogue: file.packs?.includes('codecatalyst') ?? true,
    quiet: (file.quiet ?? []).map(({ when, until }) => ({
      when: conditionOf(when, file),
      until: Date.parse(until),
    })),
    accountNames: new Map((file.accounts ?? []).map(({ id, name }) => [id, name ?? id])),
  };
}

/** A condition, with what its question means in its place. */
function conditionOf(
  { question, ...rest }: NonNullable<NonNullable<ConfigFile['routes']>[number]['when']>,
  { patterns }: ConfigFile,
): RouteCondition {
  const meant = question === undefined ? undefined : patterns?.get(question);
  return { ...rest, ...(meant && { question: meant }) };
}
