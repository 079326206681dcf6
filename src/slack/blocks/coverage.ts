import type { ModalView } from '@slack/types';
import type { KeptAnswer } from '../../app/state/kept-answers.ts';
import { coverageSentence, type Voice } from '../../domain/coverage.ts';
import { isOpenGap } from '../../domain/gap.ts';
import { formatInstant } from '../../domain/instant.ts';
import { isSpacePlace } from '../../domain/space.ts';
import { section } from './elements.ts';
import { count, localTime, words } from './mrkdwn.ts';

const DAY_MS = 86_400_000;

/** What was searched, in a few words: whether that was all, how many Regions, how far back, as of when. The rest is behind a button. */
export function coverageLine({ coverage, answeredAt }: KeptAnswer): string {
  const { searched, notSearched } = coverage;
  const isWhole = !notSearched.some(isOpenGap);
  const mark =
    searched.length === 0
      ? ':warning: Nothing was searched'
      : isWhole
        ? '✓ complete'
        : ':warning: *Not everything was searched*';
  const spaces = new Set(searched.flatMap(({ accountId }) => (isSpacePlace(accountId) ? [accountId] : [])));
  const places = new Set(
    searched.flatMap(({ accountId, region }) => (isSpacePlace(accountId) ? [] : [`${accountId} ${region}`])),
  );
  const from = searched.map(part => part.from).toSorted()[0];
  const days =
    from === undefined ? 0 : Math.max(1, Math.round((Date.parse(answeredAt) - Date.parse(from)) / DAY_MS));
  const asOf = `as of ${localTime(answeredAt, formatInstant(answeredAt, 'UTC'), 'to the minute')}`;
  return [
    mark,
    ...(places.size === 0 ? [] : [count(places.size, 'Region')]),
    ...[...spaces].map(space => words(space ?? '', 70)),
    ...(searched.length === 0 ? [] : [count(days, 'day')]),
    asOf,
  ].join(' · ');
}

/** The modal that says what was searched, place by place, and what was not and why. */
export function renderCoverage({ coverage, reading, answeredAt }: KeptAnswer, voice: Voice): ModalView {
  const asOf = formatInstant(answeredAt, voice.timeZone);
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'What was searched' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      section(`*Asked:* ${words(reading, 900)}, as of ${words(asOf)}.`),
      section(words(coverageSentence(coverage, voice), 2_900)),
      section(
        'CloudTrail has some events later than others: what happened after the time that is called settled may still be missing.',
      ),
    ],
  };
}
