import { KEYS, sortable } from '../state/keys.ts';
import { usualRank } from '../state/lanes.ts';
import { memberCodec, placingPut } from '../state/placings.ts';
import { USUAL_RETENTION } from '../state/records.ts';
import type { Handler } from './job.ts';

/** Number of members that are put on another card in one commit. */
const BATCH_COUNT = 100;

/** Puts the members of a story that its decision does not cover, as nobody had seen them then, on a card of their own. */
export const splitStory: Handler<'split'> = async ({ from, to }, { entry, notification, lease, deps }) => {
  const { id, channel, route, ask, keptForMs, storyKey } = notification;
  const entries = await deps.store.range(KEYS.member(id), sortable(from), sortable(to + 1), BATCH_COUNT);
  if (entries.length === 0) return lease.commit({ delete: [entry.key] });
  const members = entries.flatMap(({ value }) => memberCodec.tryDecode(value)?.member ?? []);
  deps.log.info(
    { notification: id, count: members.length },
    'what came while somebody decided gets another card',
  );
  const put = members.map(member =>
    placingPut({
      channel,
      route,
      ask,
      rank: usualRank({ ask, severity: member.severity }),
      keptForMs: keptForMs ?? USUAL_RETENTION.cardedMs,
      member,
      story: storyKey ?? null,
      shared: null,
      assurance: 'none',
      corrects: null,
    }),
  );
  return lease.commit({ put, delete: entries.map(({ key }) => key) });
};
