/** The workflow of a chain of renewals; there is one for ever, however many runs it has had. */
export const renewalWorkflowId = (chainId: string): string => `multipack-renewal-${chainId}`;
