import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config, ConfigError } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';

/** Commands that are planned; until then they say so. */
const LATER = ['ledger'];

/** Runs the command line. Gives the exit code: 0 done, 1 failed, 2 used or configured wrongly. */
export async function run(args: readonly string[], host: Process): Promise<number> {
  let exitCode = 0;
  const program = programOf(host, code => {
    exitCode = code;
  });
  const refusal = refusalOf(args, program);
  if (refusal !== null) {
    writeText(host.stderr, `${refusal}\n`);
    return 2;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** All commands; each loads what it needs when it is used, and tells its exit code. */
function programOf(host: Process, ended: (exitCode: number) => void): Command {
  const { stdout, stderr } = host;
  const program = new Command('cctrail')
    .description(
      'Shows, answers and signs off in Slack what AWS CloudTrail records about Amazon CodeCatalyst',
    )
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: text => writeText(stdout, text),
      writeErr: text => writeText(stderr, text),
    });
  program
    .command('start', { isDefault: true })
    .description('run the bot')
    .action(async () => {
      const [{ loadBotConfig }, { start }] = await Promise.all([loading(), import('./start.ts')]);
      ended(await withConfig(host, loadBotConfig, config => start(config, host)));
    });
  program
    .command('ask')
    .description('answer a question on the terminal, as the slash command would; times in TZ')
    .argument('<question...>', 'such as: who deleted connection; with --json, - reads one a line from stdin')
    .option('--json', 'print the answer as JSON')
    // "-user:bob" is part of a question.
    .allowUnknownOption()
    .action(async (words: string[], options: { json?: true }) => {
      const [{ loadConfig }, { ask }] = await Promise.all([loading(), import('./ask.ts')]);
      ended(await withConfig(host, loadConfig, config => ask(config, words.join(' '), options, host)));
    });
  program
    .command('replay')
    .description('send records from files, folders or stdin (-) through routing')
    .argument('<path...>', '.json, .json.gz, .ndjson, a folder, or - for stdin')
    .option('--dry-run', 'print which cards would go where; nothing is stored')
    .option('--json', 'print totals and cards as JSON')
    .option('--max <cards>', 'allow that many cards (more than 50 need it)', wholeNumber)
    .action(async (paths: string[], options: { dryRun?: true; json?: true; max?: number }) => {
      const [{ loadConfig }, { replay }] = await Promise.all([loading(), import('./replay.ts')]);
      ended(await withConfig(host, loadConfig, config => replay(config, paths, options, host)));
    });
  program
    .command('doctor')
    .description('look at tokens, channels, accounts, logs and the store, and say how to mend what is wrong')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: true }) => {
      const { doctor } = await import('./doctor.ts');
      ended(await doctor(options, host));
    });
  addStoreCommands(program, host, ended);
  addOutboxCommands(program, host, ended);
  addQuestionsCommands(program, host, ended);
  addAthenaCommands(program, host, ended);
  return program;
}

/** Commands that keep the embedded store. */
function addStoreCommands(program: Command, host: Process, ended: (exitCode: number) => void): void {
  const store = program.command('store').description('keep and check the embedded store');
  store
    .command('backup')
    .description(
      'copy the store into a new folder, without the room of what was removed; the bot may run meanwhile',
    )
    .argument('<folder>', 'to be given as DATA_DIR when it is needed')
    .action(async (folder: string) => {
      const [{ loadConfig }, { backup }] = await Promise.all([loading(), import('./store.ts')]);
      ended(await withConfig(host, loadConfig, config => backup(config, folder, host)));
    });
  store
    .command('check')
    .description('read all that the store holds, and recompute its ledger; the bot may run meanwhile')
    .addOption(new Option('--here').hideHelp())
    .action(async (options: { here?: true }) => {
      const [{ loadConfig }, { check }] = await Promise.all([loading(), import('./store.ts')]);
      ended(await withConfig(host, loadConfig, config => check(config, options, host)));
    });
}

/** Commands for messages that Slack did not take. */
function addOutboxCommands(program: Command, host: Process, ended: (exitCode: number) => void): void {
  const outbox = program
    .command('outbox')
    .description('messages that were set aside because Slack does not take them');
  outbox
    .command('list')
    .description('name them, with why')
    .action(async () => {
      const [{ loadConfig }, { list }] = await Promise.all([loading(), import('./outbox.ts')]);
      ended(await withConfig(host, loadConfig, config => list(config, host)));
    });
  outbox
    .command('retry')
    .description('have one sent again by the running bot')
    .argument('<id>', 'as cctrail outbox list tells it')
    .action(async (id: string) => {
      const [{ loadConfig }, { retry }] = await Promise.all([loading(), import('./outbox.ts')]);
      ended(await withConfig(host, loadConfig, config => retry(config, id, host)));
    });
}

/** Commands for tables that Athena searches. */
function addAthenaCommands(program: Command, host: Process, ended: (exitCode: number) => void): void {
  program
    .command('athena')
    .description('tables over log files, which Athena searches')
    .command('ddl')
    .description('print the table over the log files of the configured trails')
    .option('--organization <id>', 'the trail is the organization’s: o-…', organizationId)
    .action(async (options: { organization?: string }) => {
      const [{ loadConfig }, { ddl }] = await Promise.all([loading(), import('./athena.ts')]);
      ended(await withConfig(host, loadConfig, async config => ddl(config, options, host)));
    });
}

function organizationId(text: string): string {
  if (!/^o-[a-z0-9]{4,32}$/.test(text))
    throw new InvalidArgumentError('an organization is called like o-abcd123456');
  return text;
}

/** Commands for what people asked. */
function addQuestionsCommands(program: Command, host: Process, ended: (exitCode: number) => void): void {
  program
    .command('questions')
    .description('what people asked')
    .command('refused')
    .description('texts that could not be read, where keepRefused is on')
    .action(async () => {
      const [{ loadConfig }, { refused }] = await Promise.all([loading(), import('./questions.ts')]);
      ended(await withConfig(host, loadConfig, config => refused(config, host)));
    });
}

/** What reads the settings. */
function loading(): Promise<typeof import('../config/load.ts')> {
  return import('../config/load.ts');
}

/** Why a first word is no command that there is; null where it is one. */
function refusalOf([first]: readonly string[], program: Command): string | null {
  if (first === undefined || first.startsWith('-') || first === 'help') return null;
  if (LATER.includes(first)) return `cctrail ${first} is not part of this version yet.`;
  // A default command would take an unknown one for its own argument.
  const isKnown = program.commands.some(command => command.name() === first);
  return isKnown ? null : `error: unknown command '${first}'. Run cctrail --help for what there is.`;
}

async function withConfig<T extends Config>(
  host: Process,
  load: (env: Environment) => Promise<T>,
  work: (config: T) => Promise<number>,
): Promise<number> {
  let config: T;
  try {
    config = await load(host.env);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'config_invalid') throw error;
    writeText(host.stderr, configText(error as ConfigError));
    return 2;
  }
  return work(config);
}

function configText({ problems, hint }: ConfigError): string {
  const things = problems.length === 1 ? 'one thing is' : `${problems.length} things are`;
  const list = problems.map(({ where, what }) => `\n  ${where}\n    ${what}\n`).join('');
  return `cctrail can't start: ${things} missing or wrong.\n${list}\n${hint}\n`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError(`"${text}" is not a whole number.`);
}
