import { createInterface } from 'node:readline';
import { type AskOutcome, ask as askQuestion, type Unanswered } from '../app/asking/ask.ts';
import { answerJson } from '../app/asking/export-formats.ts';
import { errorFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';
import { accountNamer } from '../compose/account-names.ts';
import { openTerminalAnswering, type TerminalAnswering } from '../compose/terminal.ts';
import type { Config } from '../config/config.ts';
import { statement } from '../domain/answer.ts';
import { barLines } from '../domain/bars.ts';
import { coverageSentence } from '../domain/coverage.ts';
import { redactText } from '../records/redact.ts';
import { createLog } from '../runtime/log.ts';
import { writeJson, writeText } from './output.ts';
import type { Process } from './process.ts';

/** Time limit of an answer on the terminal; the whole command is promised within 20 seconds. */
const BUDGET_MS = 17_000;
/** Part of it for finding out who obtained sessions: nobody pages here, so it is done for all events. */
const FOLLOWING_MS = 10_000;

/** An outcome that has an answer. */
type Answered = Extract<AskOutcome, { kind: 'answered' }>;

/** Why there is no answer, for people and programs. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

/**
 * `cctrail ask`: 0 answered in whole or in part, 1 nothing could be searched, 2 not a question that can be read. With `--json -` every line
 * of stdin is a question, and 0 is given.
 */
export async function ask(
  config: Config,
  text: string,
  options: { json?: true },
  host: Process,
): Promise<number> {
  const { stdout, stderr } = host;
  const log = createLog(config.logLevel === 'info' ? 'error' : config.logLevel, config.secrets, stderr);
  const terminal = await openTerminalAnswering(config, log);
  try {
    if (options.json && text === '-') return await askLines(terminal, log, host);
    const outcome = await answerOne(text, terminal);
    if (outcome.kind !== 'answered') {
      const refusal = refusalOf(text, outcome);
      if (options.json) writeJson(stdout, { question: redactText(text), error: refusal });
      else writeText(stderr, `${[refusal.message, ...triesOf(refusal, outcome)].join('\n')}\n`);
      return 2;
    }
    if (options.json) writeJson(stdout, jsonOf(text, outcome));
    else writeText(stdout, toText(outcome, config));
    return outcome.answer.coverage.searched.length === 0 ? 1 : 0;
  } finally {
    await terminal.close();
  }
}

/** Answers every line of stdin with a line of JSON, in order; each stands alone. */
async function askLines(terminal: TerminalAnswering, log: Log, { stdin, stdout }: Process): Promise<number> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    writeJson(stdout, await lineJson(line.trim(), terminal, log));
  }
  return 0;
}

async function lineJson(question: string, terminal: TerminalAnswering, log: Log): Promise<object> {
  try {
    const outcome = await answerOne(question, terminal);
    return outcome.kind === 'answered'
      ? jsonOf(question, outcome)
      : { question: redactText(question), error: refusalOf(question, outcome) };
  } catch (error) {
    log.error({ ...errorFields(error) }, 'a question could not be answered');
    const message = `It could not be answered: ${(error as Error).message}`;
    const again = redactText(question);
    return { question: again, error: { code: 'failed', message, suggestion: again } };
  }
}

function answerOne(text: string, { answering, asker }: TerminalAnswering): Promise<AskOutcome> {
  const followed = { from: 0, count: Number.POSITIVE_INFINITY, withinMs: FOLLOWING_MS };
  return askQuestion(text, asker, { budgetMs: BUDGET_MS, followed }, answering);
}

function jsonOf(question: string, { answer, guesses, setAside }: Answered): object {
  return answerJson(redactText(question), answer, { guesses, setAside });
}

function refusalOf(text: string, outcome: Unanswered): Refusal {
  switch (outcome.kind) {
    case 'help':
      return {
        code: 'not_a_question',
        message: 'That is not a question.',
        suggestion: 'who deleted connection',
      };
    case 'ambiguous':
      return {
        code: 'ambiguous',
        message: outcome.message,
        suggestion: outcome.choices[0]?.text ?? '',
      };
    case 'unreadable':
      return { code: outcome.code, message: outcome.message, suggestion: outcome.suggestion };
    case 'unknownPerson':
      return {
        code: 'no_such_person',
        message: `On the terminal I can't tell who "${outcome.word}" is.`,
        suggestion: text.replace(outcome.word, 'alice'),
      };
    case 'refused':
      return { code: 'refused', message: outcome.message, suggestion: '' };
  }
}

/** Questions that may be meant, as commands; what they leave out is said beside them. */
function triesOf({ suggestion }: Refusal, outcome: Unanswered): readonly string[] {
  const proposals = outcome.kind === 'unreadable' ? (outcome.proposals ?? []) : [];
  const choices = outcome.kind === 'ambiguous' ? outcome.choices : proposals;
  const offered = choices.length > 0 ? choices : [{ label: suggestion, text: suggestion }];
  return offered.map(({ label, text }) => {
    const note = label === text ? '' : `   # ${label}`;
    return `Try: cctrail ask '${text.replaceAll("'", '')}'${note}`;
  });
}

function toText({ answer, guesses, setAside, timeZone }: Answered, config: Config): string {
  const voice = { timeZone, accountName: accountNamer(config) };
  const guessed = guesses.length > 0 ? ` Guessed: ${guesses.join('; ')}.` : '';
  const aside = setAside.length > 0 ? ` Set aside: ${setAside.map(part => `"${part}"`).join('; ')}.` : '';
  const lines = [`Read as: ${answer.reading}.${guessed}${aside}`, '', answer.sentence];
  if (answer.tallies.length > 1) lines.push('', ...barLines(answer.tallies).map(line => `  ${line}`));
  if (answer.events.length > 1)
    lines.push(
      '',
      ...answer.events.map(
        event => `  ${event.record.outcome === 'failure' ? '✗' : '·'} ${statement(event, voice)}`,
      ),
    );
  lines.push('', coverageSentence(answer.coverage, voice));
  return `${lines.join('\n')}\n`;
}
