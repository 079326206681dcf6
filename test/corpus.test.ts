import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { TrailRecord } from '../playground/aws/record.ts';
import { AwsSimulator } from '../playground/aws/simulator.ts';
import { trailFiles, writeFiles } from '../playground/aws/trail-files.ts';
import { blockProblems, viewProblems } from '../playground/slack/block-kit.ts';
import { Answering } from '../src/app/asking/answering.ts';
import { NO_METER } from '../src/app/measures.ts';
import { sharedRateLimiter } from '../src/app/search/rate-limiter.ts';
import { eventHistory } from '../src/aws/event-history.ts';
import { localFolder } from '../src/aws/trail-logs/log-folder.ts';
import { scanners } from '../src/aws/trail-logs/scanners.ts';
import { trailLogs } from '../src/aws/trail-logs/trail-logs.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import { actionClause, summarise } from '../src/domain/summary.ts';
import { digest } from '../src/records/digest.ts';
import { readDocument } from '../src/records/document.ts';
import { redact } from '../src/records/redact.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { renderCard } from '../src/slack/blocks/card.ts';
import { cardText } from '../src/slack/blocks/card-text.ts';
import { renderDetails } from '../src/slack/blocks/details.ts';
import { memoryStore } from '../src/stores/memory.ts';
import { notificationFixture, whoIsBehindFixture } from './fixtures.ts';
import { keptLog } from './kept-log.ts';

/** Real records that nobody here wrote; they are not part of the project. CI sets the folder. */
const folder = process.env['CORPUS_DIR'];
if (folder === undefined)
  process.stderr.write('\n!!! CORPUS_DIR is not set: the tests over real records are LEFT OUT.\n\n');

(folder === undefined ? describe.skip : describe)('real records', () => {
  // What is skipped is still read by Jest, so it must do without the folder.
  const kinds = folder === undefined ? [] : ['records', 'envelopes', 'lookup'];
  const lines = kinds.flatMap(kind =>
    readdirSync(join(folder ?? '', kind)).flatMap(name =>
      readFileSync(join(folder ?? '', kind, name), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== ''),
    ),
  );
  const readings = lines.flatMap(line => [...readDocument(JSON.parse(line))]);
  const records = readings.flatMap(reading => (reading.kind === 'record' ? [reading.record] : []));

  test('each is read, or known for what it is', () => {
    expect(readings.length).toBe(lines.length);
    expect(records.length).toBeGreaterThan(1_700);
    expect(readings.filter(reading => reading.kind === 'malformed')).toEqual([]);
  });

  test('none shows a session token, and redaction is stable', () => {
    for (const record of records) {
      const text = JSON.stringify(record.fields);
      expect(text).not.toMatch(/EXAMPLESESSIONTOKEN|someSessionToken/);
      expect(digest(redact(record.fields))).toBe(digest(record.fields));
    }
  });

  test('every card and every modal of them keeps within what Slack takes', () => {
    for (const record of records) {
      const summary = summarise(record);
      const notification = notificationFixture({ recordKeys: [record.key] });
      const card = {
        notification,
        summary,
        accountName: record.accountId ?? '',
        actor: null,
        approversNamed: false,
      };
      expect(blockProblems(renderCard(card).blocks, 50)).toEqual([]);
      expect(
        viewProblems(
          renderDetails(summary, { accountName: id => id ?? '', now: Date.now(), channel: 'C0' }) as never,
        ),
      ).toEqual([]);
      expect(cardText(card).length).toBeLessThan(4_000);
      expect(actionClause(summary)).not.toMatch(/undefined|null|\[object/);
    }
  });

  test("whoever is certain is so by AWS's own word", () => {
    for (const record of records) {
      const { principal } = summarise(record);
      const type = (record.fields['userIdentity'] as { type?: string } | undefined)?.type;
      if (principal.kind === 'role')
        expect({ type, confidence: principal.confidence }).not.toEqual({
          type: 'AssumedRole',
          confidence: 'certain',
        });
    }
  });

  test('replay accounts for every one of them', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'dist/main.js',
        'replay',
        join(folder ?? '', 'records'),
        join(folder ?? '', 'envelopes'),
        '--dry-run',
        '--json',
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const { totals } = JSON.parse(stdout) as { totals: Record<string, number> };
    const { records: all, ...rest } = totals;
    expect(all).toBe(1_813);
    expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(all);
    expect(totals).toMatchObject({ unsupported: 11, malformed: 0 });
    expect(stdout).not.toMatch(/EXAMPLESESSIONTOKEN|someSessionToken/);
  });

  test('a question has the same answer from CloudTrail and from the logs of a trail', async () => {
    const account = '123837392027';
    const shifted = recent(
      lines.map(line => JSON.parse(line) as TrailRecord).filter(one => one['recipientAccountId'] === account),
    );
    const aws = new AwsSimulator();
    aws.cloudTrail.throttles = false;
    aws.cloudTrail.records.push(...shifted);
    process.env['AWS_ENDPOINT_URL'] = await aws.listen();
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
    const home = mkdtempSync(join(tmpdir(), 'cctrail-corpus-'));
    await writeFiles(home, trailFiles(shifted));
    const accounts = [
      { id: account, name: 'lab', regions: ['us-east-1'], trail: { url: pathToFileURL(home).href } },
    ];
    const log = keptLog();
    const limiter = sharedRateLimiter(memoryStore(), systemClock, 0);
    const script = new URL('../dist/aws/trail-logs/scan-worker.js', import.meta.url);
    const fromLookups = eventHistory({ accounts, limiter, clock: systemClock, log, meter: NO_METER });
    const fromLogs = trailLogs({
      accounts,
      known: NOTHING_KNOWN,
      scanners: scanners(script, 2),
      now: Date.now,
      open: async ({ url }) => localFolder(url),
    });
    const since = Math.min(...shifted.map(one => Date.parse(one.eventTime))) - 1_000;
    for (const text of [
      'list events',
      'who assumed role',
      'show denied attempts',
      'GetSecretValue',
      'readonly:true',
      'who stopped logging',
      'how many secrets were read',
      'user:bert-jan',
      'latest 3 event:Create*',
    ]) {
      const answers = await Promise.all(
        [fromLookups, fromLogs].map(async history => {
          const questions = new Answering({
            histories: [history],
            accounts: [],
            accountName: id => id ?? '',
            known: NOTHING_KNOWN,
            whoIsBehind: whoIsBehindFixture({ histories: [history] }),
            clock: systemClock,
            log,
          });
          const reading = questions.read(text, 'UTC');
          if (reading.kind !== 'question') throw new Error(`${text} is ${reading.kind}`);
          const question = { ...reading.question, time: { from: since, to: Date.now() } };
          const { events, sentence } = await questions.answer(question, {
            timeZone: 'UTC',
            budgetMs: 30_000,
          });
          return {
            text,
            // That the logs of this made-up trail end days ago, so that there may be more, is theirs alone to say.
            sentence: sentence.replace(/ Not searched: .*/, '').replace(/^At least /, ''),
            ids: events.map(one => one.record.eventID),
            who: events.map(one => one.principal.chain),
          };
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]?.ids.length).toBeGreaterThan(0);
    }
    await aws.close();
  }, 60_000);
});

/** The records as if the last of them had happened two days ago. */
function recent(records: readonly TrailRecord[]): TrailRecord[] {
  const newest = Math.max(...records.map(record => Date.parse(record.eventTime)));
  const shift = Math.floor((Date.now() - 2 * 86_400_000 - newest) / 1_000) * 1_000;
  const moved = (time: string) => new Date(Date.parse(time) + shift).toISOString().replace('.000Z', 'Z');
  return records.map(record => {
    const text = JSON.stringify({ ...record, eventTime: moved(record.eventTime) });
    return JSON.parse(
      text.replace(/"creationDate":"([^"]+)"/g, (_, time: string) => `"creationDate":"${moved(time)}"`),
    ) as TrailRecord;
  });
}
