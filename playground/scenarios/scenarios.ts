import { randomUUID } from 'node:crypto';
import type { SpaceEntry } from '../aws/codecatalyst.ts';
import type { TrailRecord } from '../aws/record.ts';
import { ACCOUNT, ACTORS, assumedRole } from './actors.ts';
import { record } from './record.ts';
import { entry } from './space.ts';

/** Bob obtains a session of the role Deploy, calls it as he likes, and deletes a connection in it. */
function throughRole(session: string): TrailRecord[] {
  const accessKeyId = `ASIA${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const deploy = assumedRole('Deploy', session);
  const identity = {
    ...deploy,
    accessKeyId,
    sessionContext: { ...(deploy['sessionContext'] as object), attributes: { creationDate: now } },
  };
  const roleArn = `arn:aws:iam::${ACCOUNT.id}:role/Deploy`;
  return [
    record(
      'AssumeRole',
      'sts.amazonaws.com',
      ACTORS.bob,
      { roleArn, roleSessionName: session },
      {
        readOnly: true,
        responseElements: { credentials: { accessKeyId, expiration: now } },
      },
    ),
    record('DeleteConnection', 'codecatalyst.amazonaws.com', identity, { connectionId: randomUUID() }),
  ];
}

/** Scenarios of the playground's panel: a label and the records that come of it. */
export const SCENARIOS: Readonly<
  Record<
    string,
    {
      readonly label: string;
      readonly make: () => TrailRecord[];
      /** EventBridge does not deliver it: only CloudTrail has it. */
      readonly isMissed?: true;
      /** What the log of the space has of it, which no feed brings. */
      readonly entries?: () => SpaceEntry[];
    }
  >
> = {
  delete: {
    label: 'Alice deletes a connection',
    make: () => [
      record('DeleteConnection', 'codecatalyst.amazonaws.com', ACTORS.alice, { connectionId: randomUUID() }),
    ],
  },
  billing: {
    label: 'Bob authorizes billing',
    make: () => [
      record('PutBillingAuthorization', 'codecatalyst.amazonaws.com', ACTORS.bob, {
        spaceName: 'storefront',
        connectionId: randomUUID(),
      }),
    ],
  },
  role: {
    label: 'Somebody associates a role',
    make: () => [
      record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.someone, {
        connectionId: randomUUID(),
        roleArn: `arn:aws:iam::${ACCOUNT.id}:role/Deploy`,
      }),
    ],
  },
  session: {
    label: 'Bob deletes a connection through a role',
    make: () => throughRole('nightly-7'),
  },
  framing: {
    label: 'Bob does so under Carol’s name',
    make: () => throughRole('carol@example.com'),
  },
  workflow: {
    label: 'A workflow creates a stack',
    make: () => [
      record('CreateStack', 'cloudformation.amazonaws.com', ACTORS.workflow, {
        stackName: `storefront-${Math.floor(Date.now() / 1000) % 1000}`,
      }),
    ],
  },
  denied: {
    label: 'Bob is denied a connection',
    make: () => [
      record(
        'AcceptConnection',
        'codecatalyst.amazonaws.com',
        ACTORS.bob,
        { connectionId: randomUUID() },
        {
          errorCode: 'AccessDenied',
          errorMessage: `User: arn:aws:iam::${ACCOUNT.id}:user/bob is not authorized to perform: codecatalyst:AcceptConnection`,
        },
      ),
    ],
  },
  trail: {
    label: 'Root stops the trail',
    make: () => [
      record('StopLogging', 'cloudtrail.amazonaws.com', ACTORS.root, { name: 'organization-trail' }),
    ],
  },
  hostile: {
    label: 'A hostile role name',
    make: () => [
      record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.bob, {
        roleName: '<!channel> `rm -rf` *bold* <https://evil.example|click>',
      }),
    ],
  },
  burst: {
    label: 'Alice’s script associates 40 roles',
    make: () =>
      Array.from({ length: 40 }, (_, index) =>
        record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.alice, {
          connectionId: '657849db-7d55-4a5e-9f51-2f0e6a1c8d11',
          roleName: `Service-${index + 1}`,
        }),
      ),
  },
  flood: {
    label: '60 workflow runs create stacks',
    make: () =>
      Array.from({ length: 60 }, (_, index) =>
        record(
          'CreateStack',
          'cloudformation.amazonaws.com',
          {
            ...assumedRole('CodeCatalystWorkflowDevelopmentRole-storefront', `codecatalyst-run-${index + 1}`),
            accessKeyId: `ASIARUN${randomUUID().slice(0, 8).toUpperCase()}`,
          },
          { stackName: `flood-${index + 1}` },
        ),
      ),
  },
  member: {
    label: 'Dana removes a member of the space',
    make: () => [],
    entries: () => [entry('removeMember', Date.now(), { email: 'carol@example.com' })],
  },
  missed: {
    label: 'EventBridge misses a deletion',
    isMissed: true,
    make: () => [
      record('DeleteConnection', 'codecatalyst.amazonaws.com', ACTORS.bob, { connectionId: randomUUID() }),
    ],
  },
};
