/**
 * Questions that somebody wrote who had not seen the grammar, each with the reading it must have. At first try 64 of 100 were read so, 70
 * counting other words for the same; five were read as something else, 25 refused that could have been read.
 */
export const BLIND: readonly (readonly [question: string, reading: string])[] = [
  [
    'who sent a message to the queue orders-dlq in the last 15 min',
    'who sent queues, named orders-dlq, since 23 Nov 2026 10:45 CET',
  ],
  ['Who enabled the trail "org-audit"', 'who enabled trails, named org-audit, in the last 90 days'],
  [
    'who was the first to accept a connection this month?',
    'who accepted CodeCatalyst connections, first only, since 1 Nov 2026 00:00 CET',
  ],
  [
    'who unlinked arn:aws:iam::111122223333:role/service-role/CodeCatalystWorkflowRole',
    'who disassociated, named arn:aws:iam::111122223333:role/service-role/CodeCatalystWorkflowRole, in the last 90 days',
  ],
  [
    'where was AKIAI44QH8DHBEXAMPLE used from last week',
    'from where somebody, key AKIAI44QH8DHBEXAMPLE, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'did alice or bob delete the stack checkout-prod last week?',
    'whether somebody deleted stacks, by alice or bob, named checkout-prod, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'from which ip did bob delete the connection',
    'from where somebody deleted CodeCatalyst connections, by bob, in the last 90 days',
  ],
  [
    'When was the connection “prod-billing” deleted?',
    'when somebody deleted CodeCatalyst connections, named prod-billing, in the last 90 days',
  ],
  ['show everything not in eu-west-1 today', 'events: not in eu-west-1, since 23 Nov 2026 00:00 CET'],
  [
    'which buckets were created in eu-central-1 last month',
    'events: created buckets, in eu-central-1, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'were there any failed sign-ins by root in november?',
    'whether somebody signed in, failed, by root, since 1 Nov 2026 00:00 CET',
  ],
  [
    'did I delete anything yesterday?',
    'whether somebody deleted, by me, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['list everything root did in the last 90 days', 'events: by root, since 25 Aug 2026 11:00 CEST'],
  ['who deleted the user mallory', 'who deleted users, named mallory, in the last 90 days'],
  [
    'event:DeleteConnection user:alice account:storefront',
    'events: event DeleteConnection, by alice, in account 111122223333, in the last 90 days',
  ],
  [
    'who authorized billing on 2026-11-20',
    'who authorized CodeCatalyst billing, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'who rotated the secret prod/db/password last tuesday',
    'who rotated secrets, named prod/db/password, from 17 Nov 2026 00:00 to 18 Nov 2026 00:00 CET',
  ],
  [
    'when was billing authorised for the first time',
    'when somebody authorized CodeCatalyst billing, first only, in the last 90 days',
  ],
  [
    'find readonly:false events by bob in us-east-1 today',
    'events: readonly false, by bob, in us-east-1, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who added a role to the connection in the last 2 weeks',
    'who associated roles or CodeCatalyst connections, since 9 Nov 2026 11:00 CET',
  ],
  [
    'what happened in storefront on nov 19',
    'what happened: in account 111122223333, from 19 Nov 2026 00:00 to 20 Nov 2026 00:00 CET',
  ],
  [
    'what was the first thing alice did today?',
    'what happened: first only, by alice, since 23 Nov 2026 00:00 CET',
  ],
  [
    'hey team, any idea who dropped our connection on friday? :sweat_smile:',
    'who deleted CodeCatalyst connections, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'where did carol sign in from yesterday?',
    'from where somebody signed in, by carol, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'what happened to the bucket customer-exports two weeks ago',
    'what happened: changed buckets, named customer-exports, from 9 Nov 2026 00:00 to 16 Nov 2026 00:00 CET',
  ],
  [
    'who declined the connection the day before yesterday?',
    'who rejected CodeCatalyst connections, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  [
    'who tagged the bucket invoices-archive?',
    'who tagged buckets, named invoices-archive, in the last 90 days',
  ],
  ['What did alice do today', 'what happened: by alice, since 23 Nov 2026 00:00 CET'],
  ['show me the last 5 denied calls by bob', 'events: latest 5 only, denied, by bob, in the last 90 days'],
  [
    'role:CodeCatalystDeploy outcome:failure since 20 november',
    'events: role CodeCatalystDeploy, failed, since 20 Nov 2026 00:00 CET',
  ],
  [
    'who invoked the function send-receipts before 15 november',
    'who invoked functions, named send-receipts, from 25 Aug 2026 11:00 CEST to 15 Nov 2026 00:00 CET',
  ],
  [
    'was anything revoked on sg-0fedcba9876543210 since 9am',
    'whether somebody revoked, named sg-0fedcba9876543210, since 23 Nov 2026 09:00 CET',
  ],
  [
    'who created the stack ‘checkout-prod’ between 1 and 5 november',
    'who created stacks, named checkout-prod, from 1 Nov 2026 00:00 to 6 Nov 2026 00:00 CET',
  ],
  ['show everything by me today', 'events: by me, since 23 Nov 2026 00:00 CET'],
  [
    'did workflows create any dev environments this morning',
    'whether somebody created CodeCatalyst dev environments, by workflows, since 23 Nov 2026 00:00 CET',
  ],
  [
    'show the latest 3 AssociateIamRoleToConnection events',
    'events: latest 3 only, event AssociateIamRoleToConnection, in the last 90 days',
  ],
  ['WHO AUTHORISED BILLING???', 'who authorized CodeCatalyst billing, in the last 90 days'],
  [
    'who updated the policy ReadOnlyBilling in the last 30 minutes',
    'who updated policies, named ReadOnlyBilling, since 23 Nov 2026 10:30 CET',
  ],
  [
    'who is behind event id 7c9e6679-7425-40de-944b-e07fc1f90ae7?',
    'who, id 7c9e6679-7425-40de-944b-e07fc1f90ae7, in the last 90 days',
  ],
  [
    'who delted the conection last night',
    'who deleted CodeCatalyst connections, from 22 Nov 2026 18:00 to 23 Nov 2026 06:00 CET',
  ],
  [
    'what happened in account 111122223333 between 2026-11-19T08:00Z and 2026-11-19T10:00Z',
    'what happened: in account 111122223333, from 19 Nov 2026 09:00 to 19 Nov 2026 11:00 CET',
  ],
  ['when did root last sign in?', 'when somebody signed in, latest only, by root, in the last 90 days'],
  [
    'who viewed the secret stripe-api-key since 2pm yesterday',
    'who viewed secrets, named stripe-api-key, since 22 Nov 2026 14:00 CET',
  ],
  [
    'how many connections were rejected in october',
    'how many times somebody rejected CodeCatalyst connections, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'who started dev environments last friday',
    'who started CodeCatalyst dev environments, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'who changed the security group sg-0a1b2c3d4e5f60718 3 days ago',
    'who changed security groups, named sg-0a1b2c3d4e5f60718, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'What did arn:aws:iam::111122223333:user/eve do on 20 November?',
    'what happened: by arn:aws:iam::111122223333:user/eve, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'who linked role CodeCatalystDeploy to the connection last week',
    'who associated roles or CodeCatalyst connections, named CodeCatalystDeploy, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'How often did alice@example.com assume a role in the last 7 days?',
    'how many times somebody assumed roles, by alice@example.com, since 16 Nov 2026 11:00 CET',
  ],
  [
    'Which roles did dave@example.com assume yesterday afternoon?',
    'events: assumed roles, by dave@example.com, from 22 Nov 2026 12:00 to 22 Nov 2026 18:00 CET',
  ],
  [
    'who untagged instance i-0123456789abcdef0 on wednesday',
    'who untagged instances, named i-0123456789abcdef0, from 18 Nov 2026 00:00 to 19 Nov 2026 00:00 CET',
  ],
  [
    'did anyone restore the table "orders" from 9 to 17 yesterday',
    'whether somebody restored tables, named orders, from 22 Nov 2026 09:00 to 22 Nov 2026 17:00 CET',
  ],
  [
    'who modified the topic alerts-prod after 20 november',
    'who updated topics, named alerts-prod, since 21 Nov 2026 00:00 CET',
  ],
  ['who deleted the connection?', 'who deleted CodeCatalyst connections, in the last 90 days'],
  [
    'who assumed the role AdminAccess since 16 november, except workflows',
    'who assumed roles, named AdminAccess, not by workflows, since 16 Nov 2026 00:00 CET',
  ],
  ['latest DeleteConnection', 'events: latest only, event DeleteConnection, in the last 90 days'],
  [
    'deleted connections this month not by alice or bob',
    'events: deleted CodeCatalyst connections, not by alice or bob, since 1 Nov 2026 00:00 CET',
  ],
  [
    'DeleteConnection by alice since yesterday',
    'events: event DeleteConnection, by alice, since 22 Nov 2026 00:00 CET',
  ],
  [
    'How many events failed in us-east-1 since last friday?',
    'how many times somebody, failed, in us-east-1, since 20 Nov 2026 00:00 CET',
  ],
  [
    'who synchronised the project storefront-api earlier today',
    'who synchronized CodeCatalyst projects, named storefront-api, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who stopped i-0abc123def4567890 between 15:00 and 16:30 on 18 nov',
    'who stopped, named i-0abc123def4567890, from 18 Nov 2026 15:00 to 18 Nov 2026 16:30 CET',
  ],
  [
    'did <@U09XYZ88A> successfully delete the cluster payments-eks on saturday?',
    'whether somebody deleted clusters, by <@U09XYZ88A>, succeeded, named payments-eks, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  [
    'who created or deleted a project on the 20th of november',
    'who created or deleted CodeCatalyst projects, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'what did <@U04K7QZ2M> do in the last hour',
    'what happened: by <@U04K7QZ2M>, since 23 Nov 2026 10:00 CET',
  ],
  [
    'What came from 203.0.113.7 over the weekend?',
    'what happened: from 203.0.113.7, from 21 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'who disabled the kms key 1234abcd-12ab-34cd-56ef-1234567890ab?',
    'who disabled keys, named 1234abcd-12ab-34cd-56ef-1234567890ab, in the last 90 days',
  ],
  [
    'pls show AssumeRole from 10.0.0.5 not by root in the past 3 days',
    'events: event AssumeRole, from 10.0.0.5, not by root, since 20 Nov 2026 11:00 CET',
  ],
  [
    'show s3.amazonaws.com events, last 48h, except by role Deployer',
    'events: source s3.amazonaws.com, not role Deployer, since 21 Nov 2026 11:00 CET',
  ],
  [
    'whoo deletd teh bukcet “logs-2026” yesterdy',
    'who deleted buckets, named logs-2026, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['list failed events since monday', 'events: failed, since 23 Nov 2026 00:00 CET'],
  [
    'what has AKIAIOSFODNN7EXAMPLE been doing in the last 24 hours',
    'what happened: key AKIAIOSFODNN7EXAMPLE, since 22 Nov 2026 11:00 CET',
  ],
  [
    'who removed the project storefront-web',
    'who removed CodeCatalyst projects, named storefront-web, in the last 90 days',
  ],
  [
    'when did the role CodeCatalystDeploy last create a stack',
    'when somebody created stacks, latest only, role CodeCatalystDeploy, in the last 90 days',
  ],
  [
    'who rebooted the instance around 14:30 yesterday',
    'who rebooted instances, from 22 Nov 2026 14:00 to 22 Nov 2026 15:00 CET',
  ],
  [
    'user:bob outcome:denied region:eu-west-1 source:s3.amazonaws.com',
    'events: by bob, denied, in eu-west-1, source s3.amazonaws.com, in the last 90 days',
  ],
  [
    'did bob delete any projects last week?',
    'whether somebody deleted CodeCatalyst projects, by bob, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'who detached an iam role from the connection in the past 2h',
    'who disassociated roles or CodeCatalyst connections, since 23 Nov 2026 09:00 CET',
  ],
  [
    'how many times was carol denied this week',
    'how many times somebody, by carol, denied, since 23 Nov 2026 00:00 CET',
  ],
  [
    'was connection 5f2d1c3b-9a84-4e0b-8d77-0c1b2a3d4e5f ever accepted?',
    'whether somebody accepted CodeCatalyst connections, named 5f2d1c3b-9a84-4e0b-8d77-0c1b2a3d4e5f, in the last 90 days',
  ],
  [
    'who created access key AKIAI44QH8DHBEXAMPLE on 2 november',
    'who created access keys, named AKIAI44QH8DHBEXAMPLE, from 2 Nov 2026 00:00 to 3 Nov 2026 00:00 CET',
  ],
  [
    'failed deletes by workflows yesterday',
    'events: deleted, failed, by workflows, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'id:7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'events: id 7c9e6679-7425-40de-944b-e07fc1f90ae7, in the last 90 days',
  ],
  [
    'ip:198.51.100.23 or ip:198.51.100.24 today',
    'events: from 198.51.100.23 or 198.51.100.24, since 23 Nov 2026 00:00 CET',
  ],
];

/** Those among them that must be refused, and as what. */
export const BLIND_REFUSED: readonly (readonly [question: string, code: string])[] = [
  ['last 10 category:Management outcome:failure', 'bad_value'],
  ['did alice create a stack or did bob delete the bucket?', 'two_deeds'],
  ['asdf qwpo zzxv', 'unplaced_part'],
  ['who deleted the connection and created a new project yesterday?', 'two_deeds'],
  ['connection', 'not_a_question'],
  ['who will delete the staging connection tomorrow?', 'unplaced_part'],
  ["who's on call right now?", 'unplaced_part'],
  ['how much did we spend on codecatalyst last month', 'unplaced_part'],
  ['why did alice delete the connection?', 'unplaced_part'],
  ['did anyone blorf the connection yesterday', 'unplaced_part'],
  ['who deleted the connection on 2026-11-31', 'unplaced_part'],
  ['please delete the connection prod-billing', 'not_a_question'],
  ['thanks!', 'unplaced_part'],
  ['is it safe to remove the prod role?', 'unplaced_part'],
  ['what did alice say in #platform yesterday', 'unplaced_part'],
  ["who didn't delete a connection last week", 'unplaced_part'],
  ['which users have not rotated their access keys?', 'unplaced_part'],
];
