import { principalOf } from '../../src/domain/principal-of.ts';
import { readFixture } from '../fixtures.ts';

/** A role that CodeCatalyst's workflows run with by default. */
export const WORKFLOW = 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-storefront';

/** The principal of an identity; one role is configured as a workflow's. */
export const who = (userIdentity: unknown) =>
  principalOf(readFixture({ userIdentity }), [
    { arn: 'arn:aws:iam::111122223333:role/Release', project: 'shop' },
  ]);

/** An identity of GetFederationToken, whose name is of the choosing of whoever asked for it. */
export const federatedBy = (sessionIssuer: object, name = 'alice@example.com') => ({
  type: 'FederatedUser',
  accountId: '1',
  arn: `arn:aws:sts::1:federated-user/${name}`,
  principalId: `1:${name}`,
  sessionContext: { sessionIssuer },
});
