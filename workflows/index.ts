export { cancellationRequest } from './cancellation-request.ts';
export { connectionException } from './connection-exception.ts';
export { multipackRenewal } from './multipack-renewal.ts';
