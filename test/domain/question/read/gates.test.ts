import { expect, test } from '@jest/globals';
import { gateOf } from '../../../../src/domain/question/read/gates.ts';
import { tokensOf } from './stages.ts';

test.each([
  ['how do I delete a connection', 'how_to'],
  ['is there a way to undo this', 'how_to'],
  ['why was the stack deleted', 'why'],
  ['what is an access key', 'definition'],
  ['what is a CodeCatalyst account connection', 'definition'],
  ['explain the difference between roles and users', 'definition'],
  ['who can delete connections', 'permission'],
  ['does alice have access to prod', 'permission'],
  ['who will delete the stack', 'future'],
  ['let me know when somebody deletes it', 'future'],
  ['who approved the deletion', 'ledger'],
  ['pending approvals', 'ledger'],
  ['what does it cost', 'other_system'],
  ['who removed tom from the Okta group', 'other_system'],
  ['is instance i-0123456789abcdef0 running', 'present_state'],
  ['which connections are active', 'present_state'],
  ['please delete the stack', 'not_a_question'],
  ['roll back the deployment', 'not_a_question'],
])('%s is no question about what was done: %s', (text, code) => {
  expect(gateOf(tokensOf(text))).toMatchObject({ kind: 'unreadable', code });
});

test.each([
  'who deleted connection',
  'who changed the permissions of user bob',
  'who updated invoice-generator',
  'pull up event id 1a2b3c4d-0000-4000-8000-000000000001',
  'who rolled back the stack',
  'did anybody run a command',
])('%s may be one', text => {
  expect(gateOf(tokensOf(text))).toBeUndefined();
});
