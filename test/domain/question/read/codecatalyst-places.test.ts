import { describe, expect, test } from '@jest/globals';
import { describeQuestion, printQuestion } from '../../../../src/domain/question/print.ts';
import { readQuestion } from '../../../../src/domain/question/read/read.ts';
import { CONTEXT } from './stages.ts';

const IN_SPACE = {
  ...CONTEXT,
  accounts: [...CONTEXT.accounts, { id: '555566667777', name: 'storefront' }],
  space: { name: 'acme', projects: ['storefront', 'ops', 'web'] },
};

function reading(text: string, context = IN_SPACE): string {
  const read = readQuestion(text, context);
  return read.kind === 'question'
    ? describeQuestion(read.question, 'UTC', context.now).replace(', in the last 90 days', '')
    : read.kind === 'unreadable'
      ? `refused: ${read.message}`
      : read.kind;
}

describe('where in CodeCatalyst something happened', () => {
  test.each([
    [
      'what did dana do in project storefront',
      'what happened, reads left out: by dana, in project storefront',
    ],
    ['what happened in space acme', 'what happened, reads left out: in space acme'],
    ['what changed in our acme space', 'what happened: changed, in space acme'],
    ['changes in the storefront project', 'events, reads left out: in project storefront'],
    ['activity of project web', 'events, reads left out: in project web'],
    ['what happened in projects web and ops', 'what happened, reads left out: in project web or ops'],
    ['who changed things in project web by carol', 'who changed, in project web, by carol'],
    ['what happened in project deploy', 'what happened, reads left out: in project deploy'],
    ['who deleted repositories in "my shop" project', 'who deleted repositories, in project my shop'],
    ['what happened outside project web', 'what happened, reads left out: not in project web'],
    ['who deleted secrets, but not in project web or ops', 'who deleted secrets, not in project web or ops'],
    ['who added a member to project storefront', 'who associated members, in project storefront'],
    ['who removed carol from the ops project', 'who removed, named carol, in project ops'],
    ['who added carol to the acme space', 'who associated members, named carol, in space acme'],
    ['who deleted secrets of project "my shop"', 'who deleted secrets, in project my shop'],
    ['who deleted project web in space acme', 'who deleted CodeCatalyst projects, named web, in space acme'],
    ['anything in any project', 'events, reads left out: in space acme'],
    [
      'what did workflow deploy do in project web',
      'what happened, reads left out: by workflow deploy, in project web',
    ],
    // What is known is known by its name alone.
    ['what happened in ops or web', 'what happened, reads left out: in project ops or web'],
    [
      'what happened in projects web, mobile-app and deploy',
      'what happened, reads left out: in project web or mobile-app or deploy',
    ],
    ['what happened in ops', 'what happened, reads left out: in project ops'],
    ['what happened in acme', 'what happened, reads left out: in space acme'],
    ['what happened in the storefront account', 'what happened, reads left out: in account 555566667777'],
    // A project that was changed itself.
    ['who created project storefront', 'who created CodeCatalyst projects, named storefront'],
    ['who made the storefront project', 'who created CodeCatalyst projects, named storefront'],
    ['changes to project storefront', 'events: changed CodeCatalyst projects, named storefront'],
    // A build project is CodeBuild's.
    ['who changed the build project', 'who changed build projects'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });

  test('is asked back where an account and a project are called the same', () => {
    const read = readQuestion('what did dana do in storefront', IN_SPACE);
    expect(read).toMatchObject({
      kind: 'ambiguous',
      choices: [
        { label: 'The account storefront', text: 'what did dana do in account storefront' },
        { label: 'The project storefront', text: 'what did dana do in project storefront' },
      ],
    });
    expect(reading('what did dana do account:storefront')).toMatch(/in account 555566667777$/);
  });

  test('is refused for connections, whose records do not say it', () => {
    expect(reading('who deleted connections in space acme')).toBe(
      "refused: Of which space a connection is, CloudTrail doesn't say: ask without it.",
    );
  });

  test.each([
    'what happened in project storefront',
    'what happened in space "acme corp"',
    'who deleted secrets, but not in project web or ops',
    'what did workflow deploy do in project web',
  ])('is read back as it is printed: %s', text => {
    const read = readQuestion(text, IN_SPACE);
    if (read.kind !== 'question') throw new Error(text);
    const again = readQuestion(printQuestion(read.question), IN_SPACE);
    expect(again).toMatchObject({ kind: 'question', question: { filters: read.question.filters } });
  });
});

describe('people of spaces and projects', () => {
  test.each([
    ['who removed someone from the project', 'who removed members'],
    ['who invited people to the space', 'who invited members'],
    ['who was invited to the space', 'who invited members'],
    ['who got access to the space', 'who associated members'],
    ['who was given access to project web', 'who associated members, in project web'],
    ['who removed people from team ops', 'who removed members from CodeCatalyst teams, named ops'],
    ['who invited carol', 'who invited, named carol'],
    ['who was added to group admins', 'who associated users with groups, named admins'],
    ['which members were removed', 'who removed members'],
    ['who removed people', 'who removed members'],
    ['did dana remove anyone', 'whether somebody removed members, by dana'],
    ['how many people were added to the space', 'how many times somebody associated members'],
    ['who was deleted', 'who deleted users'],
    ['who removed frank from ops', 'who removed, named frank, in project ops'],
    ['who added frank@example.com to ops', 'who associated members, named frank@example.com, in project ops'],
    ['who removed OLD_TOKEN from project ops', 'who removed, named OLD_TOKEN, in project ops'],
    ['who added STRIPE_KEY', 'who associated or created, named STRIPE_KEY'],
    ["who changed erin's role", 'who changed roles, named erin'],
    [
      'who changed the role of member erin@example.com',
      'who changed roles of members, named erin@example.com',
    ],
    ['what was erin doing', 'what happened, reads left out: by erin'],
    ['what has erin been up to', 'what happened, reads left out: by erin'],
    ["frank can't see ops any more. who removed him?", 'who removed, named frank'],
    // Somebody is meant, and not named.
    [
      'who removed him',
      'refused: I understood "who removed", but I can\'t place "him". Help has examples of what can be asked.',
    ],
    // Asking around is no object.
    ['show failed deletions, anyone?', 'events: deleted, failed'],
    ['how many people deleted stacks', 'how many times somebody deleted stacks, by person'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('teams', () => {
  test.each([
    ['teams created in acme', 'events: created CodeCatalyst teams, in space acme'],
    ['which teams were created', 'events: created CodeCatalyst teams'],
    ['changes to teams', 'events: changed CodeCatalyst teams'],
    [
      'new projects, repos and teams',
      'events: created CodeCatalyst projects or repositories or CodeCatalyst teams',
    ],
    ['who created the platform team', 'who created CodeCatalyst teams, named platform'],
    // Who acts, or is spoken to.
    ['which teams deleted the stack', 'events: deleted stacks'],
    ['did the team delete a bucket', 'whether somebody deleted buckets'],
    ['hey team, who deleted connection', 'who deleted CodeCatalyst connections'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('workflows', () => {
  test.each([
    // That were changed.
    ['who started workflow deploy', 'who started CodeCatalyst workflows, named deploy'],
    [
      'who created workflow nightly in project web',
      'who created CodeCatalyst workflows, named nightly, in project web',
    ],
    ['who updated the nightly workflow', 'who updated CodeCatalyst workflows, named nightly'],
    ['who deleted a workflow', 'who deleted CodeCatalyst workflows'],
    ['deletion of workflow nightly', 'events: deleted CodeCatalyst workflows, named nightly'],
    ['changes to workflow nightly', 'events: changed CodeCatalyst workflows, named nightly'],
    ['which workflows were deleted', 'events: deleted CodeCatalyst workflows'],
    ['workflow deletions', 'events: deleted CodeCatalyst workflows'],
    ['workflow release gone, who nuked it?', 'who deleted CodeCatalyst workflows'],
    [
      'who deleted secret or workflow in project ops',
      'who deleted secrets or CodeCatalyst workflows, in project ops',
    ],
    ['which workflows were started by erin', 'events: started CodeCatalyst workflows, by erin'],
    ['who updated the deploy workflow', 'who updated CodeCatalyst workflows, named deploy'],
    // That changed something.
    ['what did the deploy workflow delete', 'what happened: deleted, by workflow deploy'],
    ['what stacks did the deploy workflow create', 'what happened: created stacks, by workflow deploy'],
    ['what have workflows deleted', 'what happened: deleted, by workflows'],
    ['which workflows ran in prod', 'events: started, by workflows, in account 111122223333'],
    // What is theirs is another thing, and nobody is left out by a verb that is a name.
    [
      'who deleted the workflow’s access key',
      'refused: I understood "who deleted the", but I can\'t place "workflow". Help has examples of what can be asked.',
    ],
    [
      'who except the workflow deploy changed the stack web',
      'refused: "changed" is a second thing to look for. Ask one at a time.',
    ],
    ['what did workflow deploy do', 'what happened, reads left out: by workflow deploy'],
    ['did workflow deploy delete a stack', 'whether somebody deleted stacks, by workflow deploy'],
    ['did workflows delete stacks', 'whether somebody deleted stacks, by workflows'],
    ['stacks deleted by workflows', 'events: deleted stacks, by workflows'],
    ['changes of workflow deploy', 'events, reads left out: by workflow deploy'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});
