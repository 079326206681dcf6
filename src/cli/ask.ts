import { answerJson } from '../app/asking/export.ts';
import { accountNamer, composeQuestions, openCache } from '../compose.ts';
import type { Config } from '../config/config.ts';
import { type Answer, coverageSentence, statement } from '../domain/answer.ts';
import { createLog } from '../runtime/log.ts';
import type { Process } from './process.ts';

/** How long an answer may take on the terminal, in milliseconds; the whole command is promised within 20 seconds. */
const BUDGET = 17_000;

/** How much of it finding out who obtained sessions may take: nobody pages here, so it is done for all events. */
const FOLLOWING = 10_000;

/** `cctrail ask`: 0 answered in whole or in part, 1 nothing could be searched, 2 not a question that can be read. */
export async function ask(
  config: Config,
  text: string,
  options: { json?: true },
  { stdout, stderr }: Process,
): Promise<number> {
  const log = createLog(config.logLevel === 'info' ? 'error' : config.logLevel, config.secrets, stderr);
  const store = await openCache(config, log);
  try {
    const { questions } = await composeQuestions(config, store, log);
    const reading = questions.read(text, config.timeZone);
    const refuse = (code: string, message: string, suggestion: string) => {
      if (options.json)
        stdout.write(`${JSON.stringify({ question: text, error: { code, message, suggestion } })}\n`);
      else stderr.write(`${message}\nTry: cctrail ask '${suggestion.replaceAll("'", '')}'\n`);
      return 2;
    };
    if (reading.kind === 'help')
      return refuse('not_a_question', 'That is not a question.', 'who deleted connection');
    if (reading.kind === 'ambiguous')
      return refuse('ambiguous', reading.message, reading.choices[0]?.text ?? '');
    if (reading.kind === 'unreadable') return refuse(reading.code, reading.message, reading.suggestion);
    const person = reading.question.filters
      .filter(filter => filter.key === 'user')
      .flatMap(filter => filter.values)
      .find(value => /^(me|<@.*)$/i.test(value));
    if (person !== undefined)
      return refuse(
        'no_such_person',
        `On the terminal I can't tell who "${person}" is.`,
        text.replace(person, 'alice'),
      );
    const answer = await questions.answer(reading.question, {
      timeZone: config.timeZone,
      budget: BUDGET,
      followed: { from: 0, count: Number.POSITIVE_INFINITY, within: FOLLOWING },
    });
    stdout.write(
      options.json
        ? `${JSON.stringify(answerJson(text, answer))}\n`
        : toText(answer, reading.guesses, config),
    );
    return answer.coverage.searched.length === 0 ? 1 : 0;
  } finally {
    await store.close();
  }
}

function toText(answer: Answer, guesses: readonly string[], config: Config): string {
  const voice = { timeZone: config.timeZone, accountName: accountNamer(config) };
  const lines = [
    `Read as: ${answer.reading}.${guesses.length > 0 ? ` Guessed: ${guesses.join('; ')}.` : ''}`,
    '',
    answer.sentence,
  ];
  if (answer.events.length > 1)
    lines.push(
      '',
      ...answer.events.map(
        event => `  ${event.record.outcome === 'failure' ? '✗' : '·'} ${statement(event, voice)}`,
      ),
    );
  lines.push('', coverageSentence(answer.coverage, voice));
  return `${lines.join('\n').replace(/[\p{Cc}]/gu, char => (char === '\n' ? char : ' '))}\n`;
}
