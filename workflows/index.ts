export { cancellationRequest } from './cancellation-request.ts';
export { multipackRenewal } from './multipack-renewal.ts';
