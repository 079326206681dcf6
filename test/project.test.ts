import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { SETTINGS } from '../src/config/settings.ts';
import { EXAMPLES } from '../src/slack/blocks/help.ts';
import { COMMAND } from '../src/slack/listeners/commands/cctrail.ts';
import { SCOPES } from '../src/slack/scopes.ts';

const text = (path: string) => readFileSync(path, 'utf8');
const readme = text('README.md');
const manifests = ['manifest.yml', 'manifest.socket.yml'];
const section = (title: string) => readme.split(/^## /m).find(part => part.startsWith(title)) ?? '';
const firstCells = (markdown: string) => [...markdown.matchAll(/^\| `([^`]+)`/gm)].map(match => match[1]);
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? sources(`${folder}/${entry.name}`)
      : entry.name.endsWith('.ts')
        ? [`${folder}/${entry.name}`]
        : [],
  );

describe('what the project says of itself', () => {
  test.each(manifests)('%s asks for the scopes that the code lists, and has the one command', path => {
    const manifest = parse(text(path));
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(SCOPES.map(scope => scope.name).toSorted());
    expect(manifest.features.slash_commands.map((command: { command: string }) => command.command)).toEqual([
      COMMAND,
    ]);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
  });

  test('the manifests differ only in how Slack reaches the bot', () => {
    const [http, socket] = manifests.map(path => text(path).replace(/^#.*\n/gm, ''));
    expect(
      http
        ?.replace(/\n +(url|request_url): .*/g, '')
        .replace('socket_mode_enabled: false', 'socket_mode_enabled: true'),
    ).toBe(socket);
    expect(new Set(http?.match(/https:\/\/[^\s]+/g))).toEqual(
      new Set(['https://cctrail.example.com/slack/events']),
    );
  });

  test('events that the manifests subscribe to have listeners, and the other way round', () => {
    const listened = sources('src/slack/listeners').flatMap(path =>
      [...text(path).matchAll(/app\.event\('(\w+)'/g)].map(match => match[1]),
    );
    for (const path of manifests)
      expect(parse(text(path)).settings.event_subscriptions.bot_events).toEqual(listened);
  });

  test('the README lists every scope, setting and route, and none that is not there', () => {
    expect(firstCells(section('Slack app')).toSorted()).toEqual(SCOPES.map(scope => scope.name).toSorted());
    expect(
      firstCells(section('Settings'))
        .filter(name => name !== 'AWS_*')
        .toSorted(),
    ).toEqual(SETTINGS.map(setting => setting.name).toSorted());
    const routes = sources('src').flatMap(path =>
      [...text(path).matchAll(/path: '(\/[\w/]+)'/g)].map(match => match[1]),
    );
    expect(
      firstCells(section('Operating'))
        .map(cell => cell?.split(' ')[1])
        .toSorted(),
    ).toEqual(routes.toSorted());
  });

  test('every setting that is read is in the list, and the environment is read in one room only', () => {
    const readers = sources('src/config').filter(path => !path.endsWith('/settings.ts'));
    const read = readers.map(path => text(path)).join('\n');
    for (const { name } of SETTINGS)
      expect({ name, read: read.includes(`'${name}'`) }).toEqual({ name, read: true });
    const elsewhere = sources('src').filter(
      path => path !== 'src/main.ts' && /process\.env/.test(text(path)),
    );
    expect(elsewhere).toEqual([]);
  });

  test('the README shows the questions that the help shows', () => {
    for (const example of EXAMPLES) expect(readme).toContain(example);
  });

  test('every dependency is justified in CONTRIBUTING.md', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json'));
    const contributing = text('CONTRIBUTING.md');
    for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)])
      expect({ name, justified: contributing.includes(`\`${name}\``) }).toEqual({ name, justified: true });
  });

  test('a constant that is a number says its unit, or what it counts', () => {
    const unit =
      /_(MS|S|BYTES|MIB|LENGTH|WIDTH|SIZE|COUNT|SHARE|RATIO|DEPTH|PORT|VERSION|AT)$|(^|_)[A-Z]{3,}S(_|$)|^BYTES_PER/;
    const bare = ['src', 'playground', 'bench']
      .flatMap(sources)
      .flatMap(path =>
        [...text(path).matchAll(/^(?:export )?const ([A-Z][A-Z0-9_]*)(?:: \w+)? = ([^;]+);/gm)]
          .filter(
            ([, name = '', value = '']) =>
              /^[\d\s_.eA-Z*/+()-]*\d[\d\s_.eA-Z*/+()-]*$/.test(value) && !unit.test(name),
          )
          .map(([, name]) => `${path}: ${name}`),
      );
    expect(bare).toEqual([]);
  });

  test('the comment of a constant begins with what it is, not with a question', () => {
    const asking = ['src', 'playground', 'bench']
      .flatMap(sources)
      .flatMap(path =>
        [
          ...text(path).matchAll(
            /^\/\*\* ?\n?(?: \* )?(Whether|What|How|Who|Where|Why|When)\b[^/]*\*\/\n(?:export )?const ([A-Z]\w*)/gm,
          ),
        ].map(([, , name]) => `${path}: ${name}`),
      );
    expect(asking).toEqual([]);
  });

  test('files are short: few are long, and CONTRIBUTING.md says why each of them is', () => {
    const lengths = ['src', 'playground', 'bench', 'test']
      .flatMap(sources)
      .map(path => ({ path, lines: text(path).split('\n').length - 1 }));
    const inSource = lengths.filter(({ path }) => path.startsWith('src/')).map(({ lines }) => lines);
    expect(inSource.toSorted((a, b) => a - b)[Math.floor(inSource.length / 2)]).toBeLessThanOrEqual(75);
    const long = lengths.filter(({ lines }) => lines > 250).map(({ path }) => path);
    const explained = [...text('CONTRIBUTING.md').matchAll(/^- `([\w/.-]+\.ts)`: /gm)].map(
      ([, path]) => path,
    );
    expect(explained.toSorted()).toEqual(long.toSorted());
    expect(long.length).toBeLessThanOrEqual(6);
  });

  test('no file has a name that says nothing', () => {
    const names = [...sources('src'), ...sources('playground'), ...sources('bench'), ...sources('test')];
    expect(names.filter(path => /(^|\/)(utils?|helpers?|common|misc|parts|places)\.ts$/.test(path))).toEqual(
      [],
    );
  });
});
