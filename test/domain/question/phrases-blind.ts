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
  [
    'show everything not in eu-west-1 today',
    'events, reads left out: not in eu-west-1, since 23 Nov 2026 00:00 CET',
  ],
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
  [
    'list everything root did in the last 90 days',
    'events, reads left out: by root, since 25 Aug 2026 11:00 CEST',
  ],
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
    'events, reads left out: readonly false, by bob, in us-east-1, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who added a role to the connection in the last 2 weeks',
    'who associated roles or CodeCatalyst connections, since 9 Nov 2026 11:00 CET',
  ],
  [
    'what happened in storefront on nov 19',
    'what happened, reads left out: in account 111122223333, from 19 Nov 2026 00:00 to 20 Nov 2026 00:00 CET',
  ],
  [
    'what was the first thing alice did today?',
    'what happened, reads left out: first only, by alice, since 23 Nov 2026 00:00 CET',
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
  ['What did alice do today', 'what happened, reads left out: by alice, since 23 Nov 2026 00:00 CET'],
  [
    'show me the last 5 denied calls by bob',
    'events, reads left out: latest 5 only, denied, by bob, in the last 90 days',
  ],
  [
    'role:CodeCatalystDeploy outcome:failure since 20 november',
    'events, reads left out: role CodeCatalystDeploy, failed, since 20 Nov 2026 00:00 CET',
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
  ['show everything by me today', 'events, reads left out: by me, since 23 Nov 2026 00:00 CET'],
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
    'what happened, reads left out: in account 111122223333, from 19 Nov 2026 09:00 to 19 Nov 2026 11:00 CET',
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
    'what happened, reads left out: by arn:aws:iam::111122223333:user/eve, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
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
    'what happened, reads left out: by <@U04K7QZ2M>, since 23 Nov 2026 10:00 CET',
  ],
  [
    'What came from 203.0.113.7 over the weekend?',
    'what happened, reads left out: from 203.0.113.7, from 21 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
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
    'events, reads left out: source s3.amazonaws.com, not role Deployer, since 21 Nov 2026 11:00 CET',
  ],
  [
    'whoo deletd teh bukcet “logs-2026” yesterdy',
    'who deleted buckets, named logs-2026, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['list failed events since monday', 'events, reads left out: failed, since 23 Nov 2026 00:00 CET'],
  [
    'what has AKIAIOSFODNN7EXAMPLE been doing in the last 24 hours',
    'what happened, reads left out: key AKIAIOSFODNN7EXAMPLE, since 22 Nov 2026 11:00 CET',
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
    'events, reads left out: by bob, denied, in eu-west-1, source s3.amazonaws.com, in the last 90 days',
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
    'events, reads left out: from 198.51.100.23 or 198.51.100.24, since 23 Nov 2026 00:00 CET',
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

/**
 * Questions by two more people who had not seen the grammar either, one after the other. At first try 115 of 150 were right (81 of 110 that
 * can be read, 34 of 40 that must not be; seven were read as something else), then 77 of 100 (50 of 72, 27 of 28; one read as something else).
 */
export const BLIND_LATER: readonly (readonly [question: string, reading: string])[] = [
  [
    'who last modified stack payments-api?',
    'who updated stacks, latest only, named payments-api, in the last 90 days',
  ],
  [
    'who signed in to the console between 22:00 and 02:00 last night',
    'who signed in, from 22 Nov 2026 22:00 to 23 Nov 2026 02:00 CET',
  ],
  ['RunInstances since midnight', 'events: event RunInstances, since 23 Nov 2026 00:00 CET'],
  ['connection deleted - who?', 'who deleted CodeCatalyst connections, in the last 90 days'],
  [
    'was a trail changed or deleted in the last 60 days',
    'whether somebody changed or deleted trails, since 24 Sep 2026 11:00 CEST',
  ],
  [
    '-role:Deploy event:DeleteStack outcome:failed',
    'events: not role Deploy, event DeleteStack, failed, in the last 90 days',
  ],
  [
    'successful bucket deletions last week',
    'events: deleted buckets, succeeded, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'who deleted log group /aws/lambda/checkout',
    'who deleted log groups, named /aws/lambda/checkout, in the last 90 days',
  ],
  [
    'denied sts calls in the past hour',
    'events: denied, source sts.amazonaws.com, since 23 Nov 2026 10:00 CET',
  ],
  [
    'who changed role DeployRole in the last ten days',
    'who changed roles, named DeployRole, since 13 Nov 2026 11:00 CET',
  ],
  [
    'when was secret stripe-webhook created?',
    'when somebody created secrets, named stripe-webhook, in the last 90 days',
  ],
  [
    'who unlinked role CodeCatalystWorkflowDevelopmentRole-main',
    'who disassociated roles, named CodeCatalystWorkflowDevelopmentRole-main, in the last 90 days',
  ],
  [
    'who nuked the dev environment yesterday',
    'who deleted CodeCatalyst dev environments, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'id:8f3e2c1a-1b2c-4d5e-9f00-123456789abc',
    'events: id 8f3e2c1a-1b2c-4d5e-9f00-123456789abc, in the last 90 days',
  ],
  [
    'who spun up a dev environment this morning',
    'who created or started CodeCatalyst dev environments, since 23 Nov 2026 00:00 CET',
  ],
  [
    '12.11.2026 who deleted a role in iam?',
    'who deleted roles, source iam.amazonaws.com, from 12 Nov 2026 00:00 to 13 Nov 2026 00:00 CET',
  ],
  [
    'who updated function checkout yesterday between 14:00 and 16:00',
    'who updated functions, named checkout, from 22 Nov 2026 14:00 to 22 Nov 2026 16:00 CET',
  ],
  [
    'who disassociated arn:aws:iam::111122223333:role/Deploy',
    'who disassociated, named arn:aws:iam::111122223333:role/Deploy, in the last 90 days',
  ],
  [
    'who deleted something through role Deploy last night',
    'who deleted, role Deploy, from 22 Nov 2026 18:00 to 23 Nov 2026 06:00 CET',
  ],
  ['who dropped table orders??', 'who deleted tables, named orders, in the last 90 days'],
  ['who stopped an instance in the last half hour', 'who stopped instances, since 23 Nov 2026 10:30 CET'],
  [
    'Good morning! Could you please show me the five most recent changes to stack network-base? Thanks!',
    'events: changed stacks, latest 5 only, named network-base, in the last 90 days',
  ],
  [
    'list instances stopped outside eu-central-1 last week',
    'events: stopped instances, not in eu-central-1, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['user:alice event:DeleteBucket', 'events: by alice, event DeleteBucket, in the last 90 days'],
  [
    'who rebooted instance i-0123456789abcdef0 around 3pm yesterday',
    'who rebooted instances, named i-0123456789abcdef0, from 22 Nov 2026 14:30 to 22 Nov 2026 15:30 CET',
  ],
  [
    'which stacks were dropped last month',
    'events: deleted stacks, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'who authorised billing for our space?',
    'who authorized CodeCatalyst billing or CodeCatalyst spaces, in the last 90 days',
  ],
  ['who updated stack storefront-prod', 'who updated stacks, named storefront-prod, in the last 90 days'],
  [
    'who disabled kms key 1234abcd-12ab-34cd-56ef-1234567890ab',
    'who disabled keys, named 1234abcd-12ab-34cd-56ef-1234567890ab, in the last 90 days',
  ],
  ['who rotated secret prod/db/password', 'who rotated secrets, named prod/db/password, in the last 90 days'],
  [
    'from which ip did alice delete the connection',
    'from where somebody deleted CodeCatalyst connections, by alice, in the last 90 days',
  ],
  ['has root signed in this month?', 'whether somebody signed in, by root, since 1 Nov 2026 00:00 CET'],
  [
    'resource:arn:aws:s3:::acme-logs yesterday',
    'events, reads left out: named arn:aws:s3:::acme-logs, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'ScheduleKeyDeletion or DisableKey since october 1',
    'events: event ScheduleKeyDeletion or DisableKey, since 1 Oct 2026 00:00 CEST',
  ],
  [
    'what did carol do from 2026-11-20T08:00Z to 2026-11-20T12:00Z',
    'what happened, reads left out: by carol, from 20 Nov 2026 09:00 to 20 Nov 2026 13:00 CET',
  ],
  [
    'who associated an IAM role with the connection in november',
    'who associated roles or CodeCatalyst connections, since 1 Nov 2026 00:00 CET',
  ],
  [
    'account:111122223333 event:AssumeRole region:us-east-1 past 6h',
    'events: in account 111122223333, event AssumeRole, in us-east-1, since 23 Nov 2026 05:00 CET',
  ],
  [
    'who launched instances in us-west-2 yesterday evening',
    'who started instances, in us-west-2, from 22 Nov 2026 18:00 to 23 Nov 2026 00:00 CET',
  ],
  ['who delted teh connecton', 'who deleted CodeCatalyst connections, in the last 90 days'],
  [
    'what was done through role GitHubActions on nov 19th',
    'what happened, reads left out: role GitHubActions, from 19 Nov 2026 00:00 to 20 Nov 2026 00:00 CET',
  ],
  ['PutEventSelectors last 14 days', 'events: event PutEventSelectors, since 9 Nov 2026 11:00 CET'],
  ['who made a queue yesterday', 'who created queues, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET'],
  [
    'how many stacks did workflows create in november',
    'how many times somebody created stacks, by workflows, since 1 Nov 2026 00:00 CET',
  ],
  ['who was the first to sign in today?', 'who signed in, first only, since 23 Nov 2026 00:00 CET'],
  [
    'unsuccessful attempts to delete a bucket this week',
    'events: deleted buckets, failed, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who changed the bucket policy on acme-logs?',
    'who changed bucket policies, named acme-logs, in the last 90 days',
  ],
  [
    'who created project checkout-service',
    'who created CodeCatalyst projects, named checkout-service, in the last 90 days',
  ],
  ['What did root do?', 'what happened, reads left out: by root, in the last 90 days'],
  ['who stopped trail org-trail', 'who stopped trails, named org-trail, in the last 90 days'],
  ['show me failed console logins past 7 days', 'events: signed in, failed, since 16 Nov 2026 11:00 CET'],
  [
    'who created bucket “data lake raw” on 2026-11-18',
    'who created buckets, named data lake raw, from 18 Nov 2026 00:00 to 19 Nov 2026 00:00 CET',
  ],
  [
    'who deleted buckets between monday and wednesday last week',
    'who deleted buckets, from 16 Nov 2026 00:00 to 19 Nov 2026 00:00 CET',
  ],
  [
    'who re-enabled a kms key in eu-west-1 or eu-central-1',
    'who enabled keys, in eu-west-1 or eu-central-1, in the last 90 days',
  ],
  [
    'who created connections up to and including 31 october',
    'who created CodeCatalyst connections, from 25 Aug 2026 11:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'who attached a role at 5pm on thursday',
    'who associated roles, from 19 Nov 2026 17:00 to 19 Nov 2026 18:00 CET',
  ],
  [
    'who assumed role OrganizationAccountAccessRole over the weekend',
    'who assumed roles, named OrganizationAccountAccessRole, from 21 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'which projects have been created since the 1st of november',
    'events: created CodeCatalyst projects, since 1 Nov 2026 00:00 CET',
  ],
  [
    'who created users between nov 2 and nov 6',
    'who created users, from 2 Nov 2026 00:00 to 7 Nov 2026 00:00 CET',
  ],
  [
    'how often has a role been associated by workflows since september 15',
    'how many times somebody associated roles, by workflows, since 15 Sep 2026 00:00 CEST',
  ],
  [
    'Did <@U012AB3CD> delete the connection?',
    'whether somebody deleted CodeCatalyst connections, by <@U012AB3CD>, in the last 90 days',
  ],
  ['who deleted function image-resizer', 'who deleted functions, named image-resizer, in the last 90 days'],
  [
    'what did AKIAIOSFODNN7EXAMPLE do in the last 24 hours',
    'what happened, reads left out: key AKIAIOSFODNN7EXAMPLE, since 22 Nov 2026 11:00 CET',
  ],
  [
    'did anyone decline a connection in the past 30 days?',
    'whether somebody rejected CodeCatalyst connections, since 24 Oct 2026 11:00 CEST',
  ],
  [
    'failed attempts in the week of november 9',
    'events, reads left out: failed, from 9 Nov 2026 00:00 to 16 Nov 2026 00:00 CET',
  ],
  [
    'who deleted snapshot snap-0a1b2c3d4e5f67890',
    'who deleted snapshots, named snap-0a1b2c3d4e5f67890, in the last 90 days',
  ],
  [
    'which security groups were modified by terraform-ci since tuesday',
    'events: updated security groups, by terraform-ci, since 17 Nov 2026 00:00 CET',
  ],
  [
    'what did alice or bob delete last week',
    'what happened: deleted, by alice or bob, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['who shut down instances today', 'who stopped instances, since 23 Nov 2026 00:00 CET'],
  ['when did alice last sign in', 'when somebody signed in, latest only, by alice, in the last 90 days'],
  [
    'who deactivated access key AKIAIOSFODNN7EXAMPLE',
    'who deactivated access keys, named AKIAIOSFODNN7EXAMPLE, in the last 90 days',
  ],
  [
    'hi, can someone tell me who withdrew the billing authorization from codecatalyst last week pls',
    'who removed CodeCatalyst billing, source codecatalyst.amazonaws.com, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'which buckets did workflows create or delete in the last 3 weeks',
    'events: created or deleted buckets, by workflows, since 2 Nov 2026 11:00 CET',
  ],
  ['WHO DELETED THE SPACE', 'who deleted CodeCatalyst spaces, in the last 90 days'],
  [
    'how many times did root log in in October',
    'how many times somebody signed in, by root, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'find deleted repositories since 10 november',
    'events: deleted repositories, since 10 Nov 2026 00:00 CET',
  ],
  [
    'what did anyone but workflows change in storefront today',
    'what happened: changed, not by workflows, in account 111122223333, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who erased buckets, except alice and bob',
    'who deleted buckets, not by alice or bob, in the last 90 days',
  ],
  [
    'what has dave@example.com been doing today',
    'what happened, reads left out: by dave@example.com, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who attached policy AdministratorAccess',
    'who associated policies, named AdministratorAccess, in the last 90 days',
  ],
  ['show everything from 203.0.113.7', 'events, reads left out: from 203.0.113.7, in the last 90 days'],
  [
    'who read secret prod/stripe past 2 days',
    'who viewed secrets, named prod/stripe, since 21 Nov 2026 11:00 CET',
  ],
  ['latest 3 deleted stacks', 'events: deleted stacks, latest 3 only, in the last 90 days'],
  [
    'did the stack "web frontend" get deleted on monday last week',
    'whether somebody deleted stacks, named web frontend, from 16 Nov 2026 00:00 to 17 Nov 2026 00:00 CET',
  ],
  ['who removed the codecatalyst connection?', 'who removed CodeCatalyst connections, in the last 90 days'],
  [
    'what did i do yesterday afternoon',
    'what happened, reads left out: by me, from 22 Nov 2026 12:00 to 22 Nov 2026 18:00 CET',
  ],
  [
    'who deleted vpc vpc-0fedcba9876543210, and not root please',
    'who deleted vpcs, named vpc-0fedcba9876543210, not by root, in the last 90 days',
  ],
  ['who deleted user jdoe', 'who deleted users, named jdoe, in the last 90 days'],
  [
    'eventName:DeleteTrail awsRegion:eu-west-1',
    'events: event DeleteTrail, in eu-west-1, in the last 90 days',
  ],
  ['who deleted bucket prod-invoices', 'who deleted buckets, named prod-invoices, in the last 90 days'],
  [
    'what happened in account 111122223333 in the past 45 min',
    'what happened, reads left out: in account 111122223333, since 23 Nov 2026 10:15 CET',
  ],
  [
    'when was the connection accepted',
    'when somebody accepted CodeCatalyst connections, in the last 90 days',
  ],
  ['Who’s enabled a trail since yesterday 6pm?', 'who enabled trails, since 22 Nov 2026 18:00 CET'],
  [
    'who deleted a role before friday',
    'who deleted roles, from 25 Aug 2026 11:00 CEST to 20 Nov 2026 00:00 CET',
  ],
  [
    'who started i-0123456789abcdef0 the day before yesterday',
    'who started, named i-0123456789abcdef0, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  [
    'who deleted connection in 999988887777',
    'who deleted CodeCatalyst connections, in account 999988887777, in the last 90 days',
  ],
  [
    'Did somebody approve the connection on Thursday afternoon?',
    'whether somebody accepted CodeCatalyst connections, from 19 Nov 2026 12:00 to 19 Nov 2026 18:00 CET',
  ],
  ['who deleted a role on the 12th', 'who deleted roles, from 12 Nov 2026 00:00 to 13 Nov 2026 00:00 CET'],
  ['who terminated i-0abc123def4567890', 'who deleted, named i-0abc123def4567890, in the last 90 days'],
  [
    'anything done by workflows since noon yesterday',
    'events, reads left out: by workflows, since 22 Nov 2026 12:00 CET',
  ],
  [
    'ip:198.51.100.4 readonly:false',
    'events, reads left out: from 198.51.100.4, readonly false, in the last 90 days',
  ],
  [
    'Where did bob sign in from last Wednesday?',
    'from where somebody signed in, by bob, from 18 Nov 2026 00:00 to 19 Nov 2026 00:00 CET',
  ],
  [
    'who detatched polcy ReadOnlyAccess',
    'who disassociated policies, named ReadOnlyAccess, in the last 90 days',
  ],
  [
    'who rejected the connection request on friday',
    'who rejected CodeCatalyst connections, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  [
    'who created an access key for svc-deploy',
    'who created access keys, named svc-deploy, in the last 90 days',
  ],
  ['who switched off logging', 'who stopped or disabled logging, in the last 90 days'],
  [
    'source:iam.amazonaws.com -user:root since 2026-11-01',
    'events, reads left out: source iam.amazonaws.com, not by root, since 1 Nov 2026 00:00 CET',
  ],
  [
    'From which IP addresses did anybody other than root or workflows delete or disable an access key in storefront during the last 72 hours?',
    'from where somebody deleted or disabled access keys, not by root or workflows, in account 111122223333, since 20 Nov 2026 11:00 CET',
  ],
  ['user:=bob last 2 weeks', 'events, reads left out: by exactly bob, since 9 Nov 2026 11:00 CET'],
  [
    'who deleted the trail in eu-west-1, not by root',
    'who deleted trails, in eu-west-1, not by root, in the last 90 days',
  ],
  [
    'who removed alarm HighCPU in cloudwatch',
    'who removed alarms, named HighCPU, source monitoring.amazonaws.com, in the last 90 days',
  ],
  [
    'who unlinked the role from our codecatalyst connection',
    'who disassociated roles or CodeCatalyst connections, in the last 90 days',
  ],
  ['WHO KILLED THE PROD-DB INSTANCE???', 'who deleted instances, named PROD-DB, in the last 90 days'],
  [
    'who rotated secret payments/api-key last week',
    'who rotated secrets, named payments/api-key, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['kms key scheduled for deletion by whom', 'who scheduled or deleted keys, in the last 90 days'],
  [
    'did anyone switch off the trail over the weekend?',
    'whether somebody stopped or disabled trails, from 21 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'which buckets did dave@example.com create in october',
    'events: created buckets, by dave@example.com, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'when was stack billing-api last updated',
    'when somebody updated stacks, latest only, named billing-api, in the last 90 days',
  ],
  ['latest 3 console logins by root', 'events: signed in, latest 3 only, by root, in the last 90 days'],
  [
    'from which ip did maria sign in this morning',
    'from where somebody signed in, by maria, since 23 Nov 2026 00:00 CET',
  ],
  [
    'how many dev environments were started yesterday',
    'how many times somebody started CodeCatalyst dev environments, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'show me everything robert did between 8 and 12 on friday',
    'events, reads left out: by robert, from 20 Nov 2026 08:00 to 20 Nov 2026 12:00 CET',
  ],
  ['failed assume role attempts past 2 days', 'events: assumed roles, failed, since 21 Nov 2026 11:00 CET'],
  [
    'who attached a policy to role ci-runner',
    'who associated policies or roles, named ci-runner, in the last 90 days',
  ],
  [
    'who detached AdministratorAccess from role ops-admin since 10 november',
    'who disassociated roles, named AdministratorAccess, named ops-admin, since 10 Nov 2026 00:00 CET',
  ],
  [
    'hey, can you tell me who turned off the instance i-0a1b2c3d4e5f60718 last night?',
    'who stopped or disabled instances, named i-0a1b2c3d4e5f60718, from 22 Nov 2026 18:00 to 23 Nov 2026 06:00 CET',
  ],
  [
    'event:PutBillingAuthorization account:storefront',
    'events: event PutBillingAuthorization, in account 111122223333, in the last 90 days',
  ],
  [
    'eventName:CreateAccessKey -user:terraform outcome:succeeded',
    'events: event CreateAccessKey, not by terraform, succeeded, in the last 90 days',
  ],
  ['who accpeted the conection', 'who accepted CodeCatalyst connections, in the last 90 days'],
  [
    'who declined the connection request on 3 november',
    'who rejected CodeCatalyst connections, from 3 Nov 2026 00:00 to 4 Nov 2026 00:00 CET',
  ],
  [
    'whos been messing with bucket policy on invoices-prod',
    'who changed bucket policies, named invoices-prod, in the last 90 days',
  ],
  ['“who deleted function order-router”', 'who deleted functions, named order-router, in the last 90 days'],
  [
    'who removed bucket “acme build cache”',
    'who removed buckets, named acme build cache, in the last 90 days',
  ],
  [
    'did <@U04ABCDEF> delete a table today',
    'whether somebody deleted tables, by <@U04ABCDEF>, since 23 Nov 2026 00:00 CET',
  ],
  ['what have I done in the past hour', 'what happened, reads left out: by me, since 23 Nov 2026 10:00 CET'],
  [
    'anything by anybody except workflows in us-west-2 since yesterday',
    'events, reads left out: not by workflows, in us-west-2, since 22 Nov 2026 00:00 CET',
  ],
  [
    'who created an access key for svc-backup',
    'who created access keys, named svc-backup, in the last 90 days',
  ],
  [
    'first person to view secret db/master in november',
    'events: viewed secrets, first only, named db/master, since 1 Nov 2026 00:00 CET',
  ],
  [
    'list denied calls from 203.0.113.77 today',
    'events, reads left out: denied, from 203.0.113.77, since 23 Nov 2026 00:00 CET',
  ],
  [
    'who deleted or detached a role policy outside eu-central-1',
    'who deleted or disassociated roles or policies, not in eu-central-1, in the last 90 days',
  ],
  [
    'What did the workflows change in 111122223333 last week?',
    'what happened: changed, by workflows, in account 111122223333, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['iam user created, by who? last 30 days', 'who created users, since 24 Oct 2026 11:00 CEST'],
  [
    'who opened up security group sg-0badc0ffee12345678 yesterday afternoon',
    'who authorized security groups, named sg-0badc0ffee12345678, from 22 Nov 2026 12:00 to 22 Nov 2026 18:00 CET',
  ],
  [
    'show me connections created before 1 november',
    'events: created CodeCatalyst connections, from 25 Aug 2026 11:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'list all roles associated with connections in storefront this month',
    'events: associated roles or CodeCatalyst connections, in account 111122223333, since 1 Nov 2026 00:00 CET',
  ],
  ['who disabled key alias/payments', 'who disabled keys, named alias/payments, in the last 90 days'],
  [
    'what did AKIAI44QH8DHBEXAMPLE do on 2026-11-18',
    'what happened, reads left out: key AKIAI44QH8DHBEXAMPLE, from 18 Nov 2026 00:00 to 19 Nov 2026 00:00 CET',
  ],
  [
    'stacks nuked this week but not by jenkins',
    'events: deleted stacks, not by jenkins, since 23 Nov 2026 00:00 CET',
  ],
  [
    'Which stacks failed to delete on Thursday?',
    'events: deleted stacks, failed, from 19 Nov 2026 00:00 to 20 Nov 2026 00:00 CET',
  ],
  [
    'who spun up instances in ap-southeast-2 during the last 48h',
    'who created or started instances, in ap-southeast-2, since 21 Nov 2026 11:00 CET',
  ],
  [
    'DeleteTrail or StopLogging by anyone but root, past 14 days',
    'events: event DeleteTrail or StopLogging, not by root, since 9 Nov 2026 11:00 CET',
  ],
  [
    'who did DisassociateIamRoleFromConnection',
    'who, event DisassociateIamRoleFromConnection, in the last 90 days',
  ],
  [
    'user:=lena event:UpdateFunctionConfiguration',
    'events: by exactly lena, event UpdateFunctionConfiguration, in the last 90 days',
  ],
  [
    'source:kms.amazonaws.com -readonly:true yesterday',
    'events, reads left out: source kms.amazonaws.com, not readonly true, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'how often did pipeline-bot assume a role on 17 november',
    'how many times somebody assumed roles, by pipeline-bot, from 17 Nov 2026 00:00 to 18 Nov 2026 00:00 CET',
  ],
  [
    'how many logins failed in the last 24 hours',
    'how many times somebody signed in, failed, since 22 Nov 2026 11:00 CET',
  ],
  [
    'did carol or dan stop any instance in the week of 2 november',
    'whether somebody stopped instances, by carol or dan, from 2 Nov 2026 00:00 to 9 Nov 2026 00:00 CET',
  ],
  ['when did tom delete the space', 'when somebody deleted CodeCatalyst spaces, by tom, in the last 90 days'],
  [
    'who added a member to group release-managers',
    'who associated users or groups, named release-managers, in the last 90 days',
  ],
  [
    'who deleted project checkout-web around 16:20 on friday',
    'who deleted CodeCatalyst projects, named checkout-web, from 20 Nov 2026 15:50 to 20 Nov 2026 16:50 CET',
  ],
  ['billing changed by who', 'who changed CodeCatalyst billing, in the last 90 days'],
  [
    'who changed the billing account for our space since last tuesday',
    'who changed CodeCatalyst billing or CodeCatalyst spaces, since 17 Nov 2026 00:00 CET',
  ],
  [
    'Did somebody successfully delete arn:aws:dynamodb:eu-west-1:111122223333:table/Orders?',
    'whether somebody deleted, succeeded, named arn:aws:dynamodb:eu-west-1:111122223333:table/Orders, in the last 90 days',
  ],
  [
    'show actions through role BreakGlass this month',
    'events, reads left out: role BreakGlass, since 1 Nov 2026 00:00 CET',
  ],
  ['who assumed role BreakGlass', 'who assumed roles, named BreakGlass, in the last 90 days'],
  [
    's3 deletes in storefront, last 5',
    'events: deleted, latest 5 only, source s3.amazonaws.com, in account 111122223333, in the last 90 days',
  ],
  [
    'latest event on bucket logs-archive-eu',
    'events: changed buckets, latest only, named logs-archive-eu, in the last 90 days',
  ],
  [
    'who shut down the dev environment of nadia on saturday',
    'who stopped CodeCatalyst dev environments, named nadia, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  [
    'who was denied access to secret prod/stripe',
    'who accessed secrets, denied, named prod/stripe, in the last 90 days',
  ],
  [
    'who listed the access keys yesterday evening',
    'who viewed access keys, from 22 Nov 2026 18:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'everything root did, ever since september',
    'events, reads left out: by root, since 1 Sep 2026 00:00 CEST',
  ],
  [
    'who enabled rotation on secret rds/main',
    'who enabled or rotated secrets, named rds/main, in the last 90 days',
  ],
  [
    'function deleted half an hour ago - who?',
    'who deleted functions, from 23 Nov 2026 10:25 to 23 Nov 2026 10:35 CET',
  ],
  [
    'who touched iam role deploy-prod from 9:30 to 10:15 today',
    'who changed roles, named deploy-prod, from 23 Nov 2026 09:30 to 23 Nov 2026 10:15 CET',
  ],
  [
    'who tagged instance i-0123456789abcdef0',
    'who tagged instances, named i-0123456789abcdef0, in the last 90 days',
  ],
  [
    'who restored table Carts up to 15 november',
    'who restored tables, named Carts, from 25 Aug 2026 11:00 CEST to 16 Nov 2026 00:00 CET',
  ],
  [
    'region:eu-north-1 event:RunInstances key:ASIAIOSFODNN7EXAMPLE',
    'events: in eu-north-1, event RunInstances, key ASIAIOSFODNN7EXAMPLE, in the last 90 days',
  ],
  [
    'Please find every policy that was deleted by someone other than alex in the last three weeks',
    'events: deleted policies, not by alex, since 2 Nov 2026 11:00 CET',
  ],
  [
    'who unsuccessfully tried to delete trail org-audit',
    'who deleted trails, failed, named org-audit, in the last 90 days',
  ],
  [
    'ok so who deleted the connection last night between 23:00 and 1:30',
    'who deleted CodeCatalyst connections, from 22 Nov 2026 23:00 to 23 Nov 2026 01:30 CET',
  ],
  [
    'mfa device deactivated by anyone on the 19th?',
    'events: deactivated mfa devices, from 19 Nov 2026 00:00 to 20 Nov 2026 00:00 CET',
  ],
  [
    'account:444455556666 event:DeleteStack',
    'events: in account 444455556666, event DeleteStack, in the last 90 days',
  ],
  [
    'who deleted stack legacy in june 2024',
    'who deleted stacks, named legacy, from 1 Jun 2024 00:00 to 1 Jul 2024 00:00 CEST',
  ],
];

/** The same, that must be refused. */
export const BLIND_LATER_REFUSED: readonly (readonly [question: string, code: string])[] = [
  ['who did not sign in this month', 'unplaced_part'],
  ['who deleted connection by alice not by alice', 'contradiction'],
  ['who deleted the connection tomorrow', 'no_such_time'],
  ['is it safe to delete the connection', 'unplaced_part'],
  ['who frobnicated bucket acme-logs', 'unplaced_part'],
  ['who smurfed the stack yesterday', 'unplaced_part'],
  ['region:us-west-2 -region:us-west-2', 'contradiction'],
  ['who launched instances in eu-moon-1', 'unplaced_part'],
  ['please delete the connection now', 'not_a_question'],
  ['how long did it take alice to delete the stack', 'unplaced_part'],
  ['notify me when someone deletes a connection', 'unplaced_part'],
  ['what did alice do yesterday and how many stacks did bob delete?', 'two_questions'],
  ['undo what alice did yesterday', 'unplaced_part'],
  ['who viewed pending connections today', 'unplaced_part'],
  ['who deleted connection in account marketing-prod', 'bad_value'],
  ['who deleted the connection when bob was on holiday', 'unplaced_part'],
  ['who created a bucket and deleted it within 10 minutes', 'two_deeds'],
  ['who deleted a role on november 31', 'unplaced_part'],
  ['show successful denied attempts', 'contradiction'],
  ['asdf qwer zxcv', 'unplaced_part'],
  ['who can delete bucket prod-invoices', 'unplaced_part'],
  ['colour:red event:StopLogging', 'unknown_key'],
  ['who has admin access', 'unplaced_part'],
  ['how much did stack network-base cost last week', 'unplaced_part'],
  ['who will delete stack storefront-old next week', 'unplaced_part'],
  ['did alice delete more stacks than bob last week', 'unplaced_part'],
  ['who stopped instances yesterday last month', 'two_times'],
  ['outcome:maybe event:DeleteConnection', 'bad_value'],
  ['who deleted the connection after carol signed in', 'unplaced_part'],
  ['who signed in on 2026-12-24', 'no_such_time'],
  ['what did bob do at 25:30 yesterday', 'unplaced_part'],
  ['who created roles between 20 november and 10 november 2026', 'no_such_time'],
  ['who deleted buckets bigger than 5 GB', 'unplaced_part'],
  ['ip:999.1.2.3 event:ConsoleLogin', 'bad_value'],
  ['who deleted the bucket and who created the role', 'unplaced_part'],
  ['why did alice delete the connection', 'unplaced_part'],
  ['stop trail org-trail', 'not_a_question'],
  ['who almost deleted the stack', 'unplaced_part'],
  ['who deleted the bucket while drunk', 'unplaced_part'],
  ['who made access key AKIAIOSFODNN7EXAMPLE inactive', 'unplaced_part'],
  ['who changed the code of lambda image-resizer', 'unplaced_part'],
  ['who can delete the connection', 'unplaced_part'],
  ['which roles are attached to the connection right now', 'unplaced_part'],
  ['how many instances are running in storefront', 'not_history'],
  ['who deleted stack web and who created bucket assets', 'unplaced_part'],
  ['what did karl change yesterday and did mona sign in today', 'two_times'],
  ['delete connection', 'not_a_question'],
  ["please revoke alice's access key now", 'not_a_question'],
  ['who will rotate secret db/master tomorrow', 'unplaced_part'],
  ['who deleted bucket logs next friday', 'unplaced_part'],
  ['who stopped instances in account warehouse', 'bad_value'],
  ['who deleted a role by alice but not by alice', 'contradiction'],
  ['failed but successful sign-ins today', 'unplaced_part'],
  ['who created key billing on friday 19 november', 'two_times'],
  ['who deleted function foo after 20 november and before 10 november', 'two_times'],
  ['why did bob delete stack payments', 'unplaced_part'],
  ['who should have rotated the access keys', 'unplaced_part'],
  ['who never signed in this month', 'unplaced_part'],
  ['who almost deleted the trail yesterday', 'unplaced_part'],
  ['who did not delete stack web', 'unplaced_part'],
  ['who merged the pull request 214 in repo checkout', 'unplaced_part'],
  ['what did alice say to bob about the connection', 'unplaced_part'],
  ['how much did the instances bob created cost', 'unplaced_part'],
  ['is connection storefront-main still there', 'unplaced_part'],
  ['flibber the wug by gnorp yesterday', 'unplaced_part'],
  ['who deleted the stack without using the console', 'unplaced_part'],
];
