/** The workflow of a chain of renewals; there is one for ever, however many runs it has had. */
export const renewalWorkflowId = (chainId: string): string => `multipack-renewal-${chainId}`;
/** The workflow of a cancellation request (003). */
export const requestWorkflowId = (requestId: string): string => `cancellation-request-${requestId}`;
/** The workflow of an exception to blocking a connection (003). */
export const exceptionWorkflowId = (exceptionId: string): string => `connection-exception-${exceptionId}`;
/** The workflow of a customer's notices (004). */
export const noticesWorkflowId = (customerId: string): string => `customer-notices-${customerId}`;
